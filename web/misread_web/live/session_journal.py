"""A session's view of the journal: it remembers the last error, and notices if the learner's events were deleted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from misread_records import BadEvent, Event, IdTaken, Journal, JournalError, Known, Replaced, SlotTaken


class Forgotten(Exception):
    """The learner's events were deleted while the page was open, so the page must be loaded again."""


class SessionJournal:
    """Passes all calls on to a journal, and remembers its errors and the first event of the lesson.

    A widget tells its learner if the journal is away, and then counts the message as handled. The page must know of the
    error as well, because it keeps its messages until they are saved.

    A widget may also read other lessons, or all of them. Only the page's own lesson says which event was its first.

    Attributes:
        is_asked: whether a call to the journal is in progress.
        trouble: the last error in reading or saving since `begin`; trying again may help.
        since: the id of the lesson's first event, which must not disappear; empty if there was none.
    """

    def __init__(self, journal: Journal, lesson: str) -> None:
        """Wrap a journal, for a page of a lesson."""
        self._journal, self._lesson = journal, lesson
        self.is_asked = False
        self.trouble: JournalError | None = None
        self.since = ""
        self._seen = ""
        self._first_look: dict[tuple[str, str | None], tuple[Event, ...]] | None = {}

    @contextmanager
    def one_look(self) -> Iterator[None]:
        """Read the journal once for all widgets that are drawn inside."""
        self._first_look = {}
        try:
            yield
        finally:
            self.opened()

    def opened(self) -> None:
        """Read the journal anew from now on. While a page opens, all its widgets share one reading."""
        self._first_look = None

    def begin(self, since: str = "") -> None:
        """Clear the last error; `since` is the id of the first event that a page knows."""
        self.trouble = None
        self.since = since or self.since

    def append(self, event: Event) -> Event:
        """Save an event."""
        with self._asking():
            stored = self._journal.append(event)
        self.since = self.since or str(stored.id)
        return stored

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event in place of an earlier one."""
        with self._asking():
            return self._journal.replace(event, earlier)

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events.

        Raises:
            Forgotten: if the event `since` is gone.
        """
        with self._asking():
            events = self._read(learner, lesson)
        if lesson in (None, self._lesson):
            self._look_for_the_first([event for event in events if event.lesson == self._lesson])
        return events

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return the events that follow the known ones; None if they must all be read, to look for the event `since`.

        If the journal still begins with the known events, the event `since`, which was seen among them, is there too.
        """
        if self._seen != self.since:
            return None
        with self._asking():
            return self._journal.read_on(learner, lesson, known)

    def _look_for_the_first(self, events: Sequence[Event]) -> None:
        """Look for the event `since` among the lesson's events, or note the first one."""
        if self.since and not any(str(event.id) == self.since for event in events):
            raise Forgotten
        self._seen = self.since = self.since or (str(events[0].id) if events else "")

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
        """Check that events can be read and saved."""
        self._journal.check()

    def close(self) -> None:
        """Leave the journal open, as other sessions use it too."""

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
