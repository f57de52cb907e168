"""A journal whose events are counted on their way."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from misread_records import Event, IdTaken, Journal, JournalError, Known, Replaced, SlotTaken
from misread_web.operations.metrics import Metrics


class CountedJournal:
    """Passes everything on to another journal, and counts what was saved and what could not be."""

    def __init__(self, journal: Journal, metrics: Metrics) -> None:
        """Take the journal, and where to count."""
        self._journal, self._metrics = journal, metrics

    def append(self, event: Event) -> Event:
        """Save an event. One that was saved before is not counted again, nor is one whose place was taken an error."""
        return self._counted(event, lambda: self._journal.append(event))

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event in the place of an earlier one, and count it likewise."""
        return self._counted(event, lambda: self._journal.replace(event, earlier))

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Give a learner's events."""
        return self._journal.read(learner, lesson)

    def read_on(self, learner: str, lesson: str, known: Known) -> tuple[Event, ...] | None:
        """Give what came after the events that are known."""
        return self._journal.read_on(learner, lesson, known)

    def forget(self, learner: str) -> int:
        """Delete every event of a learner."""
        return self._journal.forget(learner)

    def check(self) -> None:
        """Find out whether events can be read and saved."""
        self._journal.check()

    def close(self) -> None:
        """Let go of files and connections."""
        self._journal.close()

    def _counted(self, event: Event, save: Callable[[], Event]) -> Event:
        try:
            stored = save()
        except (SlotTaken, IdTaken, Replaced):
            raise
        except JournalError as error:
            self._metrics.errors.labels(type(error).__name__).inc()
            raise
        if stored is event:
            self._metrics.events.labels(event.kind).inc()
        return stored
