"""A journal that forgets: for previews, for tests, and as the file journal's picture of its file."""

from __future__ import annotations

from threading import RLock
from uuid import UUID

from misread_records.errors import IdTaken, Replaced, SlotTaken
from misread_records.event import Event
from misread_records.journals.protocol import Known


class MemoryJournal:
    """Keeps events as long as it lives, by the same rules as every journal."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._events: list[Event] = []
        self._by_id: dict[UUID, Event] = {}
        self._by_slot: dict[tuple[str, str, str], Event] = {}
        self._turn = RLock()

    def append(self, event: Event) -> Event:
        """Keep an event, unless it is kept already."""
        with self._turn:
            return self.stored(event) or self._keep(event)

    def stored(self, event: Event) -> Event | None:
        """Look for an event that was kept before; None if this one is new and may be kept.

        Raises:
            IdTaken, SlotTaken: if it may not be kept.
        """
        with self._turn:
            twin = self._by_id.get(event.id)
            if twin is not None and not twin.does_the_same(event):
                raise IdTaken(event.id)
            if twin is None and event.slot is not None:
                rival = self._by_slot.get((event.learner, event.lesson, event.slot))
                if rival is not None:
                    raise SlotTaken(rival)
            return twin

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Keep an event in the place of an earlier one."""
        with self._turn:
            stored = self.stored_instead(event, earlier)
            if stored is not None:
                return stored
            before = self._by_id.pop(earlier)
            self._events.remove(before)
            if before.slot is not None:
                del self._by_slot[before.learner, before.lesson, before.slot]
            return self._keep(event)

    def stored_instead(self, event: Event, earlier: UUID) -> Event | None:
        """Look for an event that was kept before; None if this one is new and may take the place of the earlier one.

        Raises:
            IdTaken, SlotTaken, Replaced: if it may not.
        """
        with self._turn:
            if event.id in self._by_id:
                return self.stored(event)
            before = self._by_id.get(earlier)
            if before is None or (before.learner, before.lesson) != (event.learner, event.lesson):
                raise Replaced(earlier)
            if event.slot != before.slot:
                self.stored(event)
            return None

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Give a learner's events in the order of appending."""
        with self._turn:
            return tuple(event for event in self._events if event.learner == learner and lesson in (None, event.lesson))

    def read_on(self, learner: str, lesson: str, known: Known) -> tuple[Event, ...] | None:
        """Give what came after the events that are known."""
        events = self.read(learner, lesson)
        is_so = len(events) >= known.number and events[known.number - 1].id == known.last
        return events[known.number :] if is_so else None

    def forget(self, learner: str) -> int:
        """Delete every event of a learner."""
        with self._turn:
            before = self._events
            self._events, self._by_id, self._by_slot = [], {}, {}
            for event in before:
                if event.learner != learner:
                    self._keep(event)
            return len(before) - len(self._events)

    def check(self) -> None:
        """Do nothing: there is always room."""

    def close(self) -> None:
        """Do nothing: there is nothing to let go of."""

    def _keep(self, event: Event) -> Event:
        self._events.append(event)
        self._by_id[event.id] = event
        if event.slot is not None:
            self._by_slot[event.learner, event.lesson, event.slot] = event
        return event
