"""A journal that counts its events and errors for the metrics."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from misread_records import Event, IdTaken, Journal, JournalError, Known, Replaced, SlotTaken
from misread_web.operations.metrics import Metrics


class CountedJournal:
    """Passes all calls on to another journal, and counts saved events and errors."""

    def __init__(self, journal: Journal, metrics: Metrics) -> None:
        """Wrap a journal; `metrics` gets the counts."""
        self._journal, self._metrics = journal, metrics

    def append(self, event: Event) -> Event:
        """Save an event and count it. An event saved before is not counted again, and a taken slot is not an error."""
        return self._counted(event, lambda: self._journal.append(event))

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event in place of an earlier one, and count it in the same way."""
        return self._counted(event, lambda: self._journal.replace(event, earlier))

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events."""
        return self._journal.read(learner, lesson)

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return the events that follow the known ones."""
        return self._journal.read_on(learner, lesson, known)

    def forget(self, learner: str) -> int:
        """Delete every event of a learner."""
        return self._journal.forget(learner)

    def check(self) -> None:
        """Check that events can be read and saved."""
        self._journal.check()

    def close(self) -> None:
        """Close files and connections."""
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
