"""Journals that fail as a database can."""

from __future__ import annotations

from misread_records import Event, JournalMissing, MemoryJournal


class Away(MemoryJournal):
    """A journal that cannot be reached."""

    def check(self) -> None:
        raise JournalMissing("nowhere", "it is away")

    def append(self, event: Event) -> Event:  # noqa: ARG002 - a journal's own
        raise JournalMissing("nowhere", "it is away")
