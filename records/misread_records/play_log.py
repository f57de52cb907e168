"""What a learner's events have come to at one scenario, kept from message to message instead of the events."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records import Known, RunHistory
from misread_records.play_state import Sitting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records import Event, Journal, Run
    from misread_scenarios.model import Scenario


def screen_item(item: str) -> str:
    """Return the item under which it is kept what a learner has read: `opened` events with the picks read so far."""
    return f"{item}/screen"


class Past:
    """Where one learner's events of a lesson have led in one of its scenarios.

    It goes on from where it stood, event by event: a message takes no longer after a hundred choices than after one,
    and an open page holds some numbers instead of all that its learner did.

    Attributes:
        known: how far the lesson's events were taken; None before the first.
    """

    def __init__(self, item: str) -> None:
        """Begin before the first event; `item` is the scenario's in the lesson."""
        self._item = item
        self._story = RunHistory(item)
        self.known: Known | None = None
        self._attempts: dict[int, None] = {}
        self._read: dict[int, int] = {}
        self._kept: dict[int, int] = {}

    def take(self, event: Event) -> None:
        """Go on by the next event of the lesson."""
        if event.item == self._item:
            self._story.take(event)
            self._note(event, self._kept, "keep")
        elif event.item == screen_item(self._item):
            self._note(event, self._read, "read")
        # Last: where this is interrupted, the event is taken once more, and a step that is made twice changes nothing.
        self.known = Known(self.known.number + 1 if self.known else 1, event.id)

    def up_to_now(self, journal: Journal, learner: str, lesson: str) -> Past:
        """Return what it has come to by now: gone on, or begun anew where what was taken is no longer all there is.

        Raises:
            JournalError: if the journal cannot be read.
        """
        news = journal.read_on(learner, lesson, self.known) if self.known else None
        if news is None:
            return past(self._item, journal.read(learner, lesson))
        for event in news:
            self.take(event)
        return self

    def sitting(self, scenario: Scenario) -> Sitting:
        """Return where the learner is."""
        found = self._story.runs
        run = self._current(found)
        if run is None:
            return Sitting(scenario, found, None, 0)
        kept, read = self._kept.get(run.attempt, 0), self._read.get(run.attempt, 0)
        return Sitting(scenario, found, run, max(kept, read), kept)

    def _note(self, event: Event, numbers: dict[int, int], name: str) -> None:
        """Note the attempt that was at work, and the highest of a number that its events name."""
        self._attempts.pop(event.attempt, None)
        self._attempts[event.attempt] = None
        number = event.data.get(name)
        if isinstance(number, int):
            numbers[event.attempt] = max(number, numbers.get(event.attempt, 0))

    def _current(self, found: tuple[Run, ...]) -> Run | None:
        """Return the run of the last event: going on in a run, or back to it, makes it the current one."""
        by_attempt = {run.attempt: run for run in found}
        return next((by_attempt[attempt] for attempt in reversed(self._attempts) if attempt in by_attempt), None)


def past(item: str, events: Iterable[Event]) -> Past:
    """Return what these events have come to; `item` is the scenario's in the lesson."""
    found = Past(item)
    for event in events:
        found.take(event)
    return found
