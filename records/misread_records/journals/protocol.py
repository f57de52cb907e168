"""Where events are kept: the one seam between a learner's screen and the disk."""

from __future__ import annotations

from typing import NamedTuple, Protocol
from uuid import UUID

from misread_records.event import Event


class Known(NamedTuple):
    """How far a learner's events of a lesson are known: how many of them, one or more, and the id of the last."""

    number: int
    last: UUID


class Journal(Protocol):
    """A list of events that only grows, but for drafts that give way to the next one, and for `forget`.

    A journal may be used by several threads, and its place by several processes, at the same time.
    """

    def append(self, event: Event) -> Event:
        """Save an event; return only when it would survive a power cut.

        Returns:
            The event as it is stored. One that was stored before is not stored again: the earlier one is returned.

        Raises:
            SlotTaken: if another event of this learner and lesson has the slot; the error carries it.
            IdTaken: if an event with this id but other contents is stored.
            JournalError: if the place is missing, full, busy, damaged or read-only. The event is then not confirmed;
                appending it again later is safe.
        """
        ...

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event in the place of an earlier one of this learner and lesson, which is deleted in the same step.

        It stands where `append` would put it, behind all others. Only what nobody needs any more may give way: a draft
        over which its writer wrote on.

        Returns:
            The event as it is stored. One that was stored before is not stored again: the earlier one is returned.

        Raises:
            Replaced: if the earlier event is not there, as after another process has replaced it.
            SlotTaken, IdTaken, JournalError: as for `append`; then the earlier event is still there.
        """
        ...

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Give a learner's events, of one lesson or of all, in the order of appending.

        Raises:
            JournalError: if the place cannot be reached or read.
        """
        ...

    def read_on(self, learner: str, lesson: str, known: Known) -> tuple[Event, ...] | None:
        """Give what came after the events that are known, in the order of appending.

        Nobody who reads again and again has to read the same again: it takes as long after a thousand events as
        after one.

        Returns:
            None where the events that are known are not the first ones any more, as after `forget`, or where others
            have come before the last of them: then only `read` tells what there is.

        Raises:
            JournalError: if the place cannot be reached or read.
        """
        ...

    def forget(self, learner: str) -> int:
        """Delete every event of a learner, for good; return only when they would be gone after a power cut too.

        Their ids and slots are free again: what the learner does afterwards begins anew. An append by another process
        at the same instant comes either before, and is deleted, or after, and stays.

        Returns:
            How many events were deleted.

        Raises:
            JournalError: if the place is missing, full, busy, damaged or read-only. Then nothing was deleted.
        """
        ...

    def check(self) -> None:
        """Find out whether events can be read and saved just now; nothing is changed, and nobody has to wait for it.

        Raises:
            JournalError: if they cannot, as far as that shows without saving one.
        """
        ...

    def close(self) -> None:
        """Let go of files and connections; what was appended is safe already."""
        ...
