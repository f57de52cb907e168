"""A session's view of the journal: whether what was done last could be kept, and whether all is still there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from misread_records import BadEvent, Event, IdTaken, Journal, JournalError, Known, Replaced, SlotTaken


class Forgotten(Exception):
    """What the learner did was deleted while the page was open: what the page still shows and sends is of the past."""


class SessionJournal:
    """Passes everything on to a journal and remembers what a page has to know about it.

    A piece tells its learner that a journal is away, and is then done with the message. A page that keeps its messages
    until they are safe has to know it, too.

    Attributes:
        is_asked: whether the journal is being asked for something at this moment.
        trouble: why something could not be read or saved since the last `begin`; trying again may help.
        since: the id of the lesson's first event that was there, and has to stay; empty if there was none.
    """

    def __init__(self, journal: Journal) -> None:
        """Take the journal."""
        self._journal = journal
        self.is_asked = False
        self.trouble: JournalError | None = None
        self.since = ""
        self._seen = ""
        self._first_look: dict[tuple[str, str | None], tuple[Event, ...]] | None = {}

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Read once for all pieces of a page that are drawn inside."""
        self._first_look = {}
        try:
            yield
        finally:
            self.opened()

    def opened(self) -> None:
        """Read anew from now on: while a page is opened, all its pieces are drawn from one reading."""
        self._first_look = None

    def begin(self, since: str = "") -> None:
        """Forget the trouble that there was before; `since` is what a page knows to be there."""
        self.trouble = None
        self.since = since or self.since

    def append(self, event: Event) -> Event:
        """Save an event."""
        with self._asking():
            stored = self._journal.append(event)
        self.since = self.since or str(stored.id)
        return stored

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event in the place of an earlier one."""
        with self._asking():
            return self._journal.replace(event, earlier)

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Give a learner's events.

        Raises:
            Forgotten: if the one that has to stay is gone.
        """
        with self._asking():
            events = self._read(learner, lesson)
        if self.since and not any(str(event.id) == self.since for event in events):
            raise Forgotten
        self._seen = self.since = self.since or (str(events[0].id) if events else "")
        return events

    def read_on(self, learner: str, lesson: str, known: Known) -> tuple[Event, ...] | None:
        """Give what came after the events that are known; None if whether the one that has to stay is there is not.

        Where the events that are known are still the first ones, so is the one that was seen among them.
        """
        if self._seen != self.since:
            return None
        with self._asking():
            return self._journal.read_on(learner, lesson, known)

    def _read(self, learner: str, lesson: str | None) -> tuple[Event, ...]:
        if self._first_look is None:
            return self._journal.read(learner, lesson)
        if (learner, lesson) not in self._first_look:
            self._first_look[learner, lesson] = self._journal.read(learner, lesson)
        return self._first_look[learner, lesson]

    def forget(self, learner: str) -> int:
        """Delete every event of a learner."""
        return self._journal.forget(learner)

    def check(self) -> None:
        """Find out whether events can be read and saved."""
        self._journal.check()

    def close(self) -> None:
        """Leave the journal open: it is not this session's alone."""

    @contextmanager
    def _asking(self) -> Iterator[None]:
        self.is_asked = True
        try:
            yield
        except (SlotTaken, IdTaken, Replaced, BadEvent):
            raise
        except JournalError as error:
            self.trouble = error
            raise
        finally:
            self.is_asked = False
