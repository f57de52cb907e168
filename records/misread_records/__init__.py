"""What learners did: events, the journals that keep them, and the runs they add up to.

>>> from misread_records import open_journal
>>> journal = open_journal("memory:")
>>> journal.read("ada")
()
"""

from misread_records.answers import Answered, tries, try_slot
from misread_records.errors import (
    BadEvent,
    IdTaken,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalMissing,
    JournalMisspelt,
    JournalReadOnly,
    JournalTooNew,
    QuotaReached,
    Replaced,
    SlotTaken,
)
from misread_records.event import Event, Kind
from misread_records.journals import FileJournal, Journal, Known, MemoryJournal, open_journal
from misread_records.quota import check_number, check_quota
from misread_records.runs import Run, RunHistory, Stray, pick_slot, runs, start_slot, strays
from misread_records.uuid7 import new_id
from misread_records.writing import Version, VersionPlacement, Written, every_text, placed, written

__all__ = [
    "Answered",
    "BadEvent",
    "Event",
    "FileJournal",
    "IdTaken",
    "Journal",
    "JournalBusy",
    "JournalDamaged",
    "JournalError",
    "JournalFull",
    "JournalMissing",
    "JournalMisspelt",
    "JournalReadOnly",
    "JournalTooNew",
    "Kind",
    "Known",
    "MemoryJournal",
    "QuotaReached",
    "Replaced",
    "Run",
    "RunHistory",
    "SlotTaken",
    "Stray",
    "Version",
    "VersionPlacement",
    "Written",
    "check_number",
    "check_quota",
    "every_text",
    "new_id",
    "open_journal",
    "pick_slot",
    "placed",
    "runs",
    "start_slot",
    "strays",
    "tries",
    "try_slot",
    "written",
]
