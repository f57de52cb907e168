"""The journal in memory, for previews, for tests, and for the file journal's index of its file."""

from __future__ import annotations

from threading import RLock
from uuid import UUID

from misread_records.errors import IdTaken, Replaced, SlotTaken
from misread_records.event import Event
from misread_records.journals.protocol import Known


class MemoryJournal:
    """Keeps events while the object exists, by the same rules as every journal."""

    def __init__(self) -> None:
        """Begin without events."""
        self._events: list[Event] = []
        self._by_id: dict[UUID, Event] = {}
        self._by_slot: dict[tuple[str, str, str], Event] = {}
        self._lock = RLock()

    def append(self, event: Event) -> Event:
        """Keep an event, unless it is kept already."""
        with self._lock:
            return self.stored(event) or self._keep(event)

    def stored(self, event: Event) -> Event | None:
        """Return the event if it was kept before; None if it is new and may be kept.

        Raises:
            IdTaken, SlotTaken: if the event may not be kept.
        """
        with self._lock:
            twin = self._by_id.get(event.id)
            if twin is not None and not twin.does_the_same(event):
                raise IdTaken(event.id)
            if twin is None and event.slot is not None:
                rival = self._by_slot.get((event.learner, event.lesson, event.slot))
                if rival is not None:
                    raise SlotTaken(rival)
            return twin

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Keep an event instead of an earlier one, which is deleted."""
        with self._lock:
            stored = self.stored_instead(event, earlier)
            if stored is not None:
                return stored
            before = self._by_id.pop(earlier)
            self._events.remove(before)
            if before.slot is not None:
                del self._by_slot[before.learner, before.lesson, before.slot]
            return self._keep(event)

    def stored_instead(self, event: Event, earlier: UUID) -> Event | None:
        """Return the event if it was kept before; None if it is new and may replace the earlier one.

        Raises:
            IdTaken, SlotTaken, Replaced: if the event may not replace the earlier one.
        """
        with self._lock:
            if event.id in self._by_id:
                return self.stored(event)
            before = self._by_id.get(earlier)
            if before is None or (before.learner, before.lesson) != (event.learner, event.lesson):
                raise Replaced(earlier)
            if event.slot != before.slot:
                self.stored(event)
            return None

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events in the order of appending."""
        with self._lock:
            return tuple(event for event in self._events if event.learner == learner and lesson in (None, event.lesson))

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return the events that came after the known ones; None if the known ones are no longer the first."""
        events = self.read(learner, lesson)
        are_first = len(events) >= known.number and events[known.number - 1].id == known.last
        return events[known.number :] if are_first else None

    def forget(self, learner: str) -> int:
        """Delete every event of a learner and return how many there were."""
        with self._lock:
            before = self._events
            self._events, self._by_id, self._by_slot = [], {}, {}
            for event in before:
                if event.learner != learner:
                    self._keep(event)
            return len(before) - len(self._events)

    def check(self) -> None:
        """Do nothing: memory can always be read and written."""

    def close(self) -> None:
        """Do nothing: no file or connection is open."""

    def _keep(self, event: Event) -> Event:
        self._events.append(event)
        self._by_id[event.id] = event
        if event.slot is not None:
            self._by_slot[event.learner, event.lesson, event.slot] = event
        return event
