"""The protocol of journals, which keep events: everything between a learner's screen and the disk goes through it."""

from __future__ import annotations

from typing import NamedTuple, Protocol
from uuid import UUID

from misread_records.event import Event


class Known(NamedTuple):
    """How many of a learner's events, of a lesson or of all, are known (one or more), and the id of the last one."""

    number: int
    last: UUID


class Journal(Protocol):
    """A list of events that only grows, except that a draft may be replaced by the next one and `forget` deletes.

    Several threads may use a journal at the same time, and several processes may use the same file or database.
    """

    def append(self, event: Event) -> Event:
        """Save an event, and return only when it would survive a power cut.

        Returns:
            The event as it is stored. An event that was stored before is not stored again; the stored one is returned.

        Raises:
            SlotTaken: if another event of this learner and lesson has the slot; the error carries that event.
            IdTaken: if an event with this id but other contents is stored.
            JournalError: if the file or database is missing, full, busy, damaged or read-only. The event is then not
                confirmed, and it is safe to append it again later.
        """
        ...

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event and delete an earlier one of the same learner and lesson, in one step.

        The new event comes after all others, as with `append`. Only an event that nobody needs any more may be
        replaced: a draft that its writer has since changed.

        Returns:
            The event as it is stored. An event that was stored before is not stored again; the stored one is returned.

        Raises:
            Replaced: if the earlier event is not there, for example because another process has replaced it.
            SlotTaken, IdTaken, JournalError: as for `append`; the earlier event is then still there.
        """
        ...

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events, of one lesson or of all, in the order of appending.

        Raises:
            JournalError: if the file or database cannot be reached or read.
        """
        ...

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return a learner's events, of one lesson or of all, that came after the known ones, in order of appending.

        A caller who reads often need not read the same events again: reading on after a thousand events takes as long
        as after one.

        Returns:
            The new events. None if the known events are no longer the first ones, as after `forget`, or if another
            event now comes before the last of them; the caller then has to `read` all events again.

        Raises:
            JournalError: if the file or database cannot be reached or read.
        """
        ...

    def forget(self, learner: str) -> int:
        """Delete every event of a learner for good, and return only when a power cut could not bring them back.

        The events' ids and slots are free again, so the learner can begin anew. If another process appends an event at
        the same moment, the append comes either before, and the event is deleted, or after, and the event stays.

        Returns:
            The number of deleted events.

        Raises:
            JournalError: if the file or database is missing, full, busy, damaged or read-only. Nothing is then deleted.
        """
        ...

    def check(self) -> None:
        """Check that events can be read and saved now. The check changes nothing and holds up nobody.

        Raises:
            JournalError: if events cannot be read or saved, as far as can be seen without saving one.
        """
        ...

    def close(self) -> None:
        """Close files and connections. Appended events are safe already."""
        ...
