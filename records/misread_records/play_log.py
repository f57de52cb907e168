"""A learner's play of one scenario, summed up from events and kept from message to message instead of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records import Known, RunHistory
from misread_records.play_state import PlayState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records import Event, Journal, Run
    from misread_scenarios.model import Scenario


def screen_item(item: str) -> str:
    """Return the item of the events that record the learner's reading: `opened`, with the picks read so far."""
    return f"{item}/screen"


class PlayLog:
    """One learner's play of one scenario of a lesson, summed up from the lesson's events.

    Each new event updates the sum, so a message takes no longer after a hundred choices than after one, and an open
    page holds some numbers instead of all events.

    Attributes:
        known: the number of the lesson's events taken so far, and the id of the last; None before the first.
    """

    def __init__(self, item: str) -> None:
        """Begin before the first event; `item` is the scenario's id in the lesson."""
        self._item = item
        self._story = RunHistory(item)
        self.known: Known | None = None
        self._attempts: dict[int, None] = {}
        self._read: dict[int, int] = {}
        self._kept: dict[int, int] = {}

    def take(self, event: Event) -> None:
        """Take the next event of the lesson into account."""
        if event.item == self._item:
            self._story.take(event)
            self._note(event, self._kept, "keep")
        elif event.item == screen_item(self._item):
            self._note(event, self._read, "read")
        # This comes last: if `take` is interrupted, the event is taken again, and taking it twice changes nothing.
        self.known = Known(self.known.number + 1 if self.known else 1, event.id)

    def up_to_now(self, journal: Journal, learner: str, lesson: str) -> PlayLog:
        """Return the play up to now: this object with the new events, or a new object if earlier events have changed.

        Raises:
            JournalError: if the journal cannot be read.
        """
        news = journal.read_on(learner, lesson, self.known) if self.known else None
        if news is None:
            return past(self._item, journal.read(learner, lesson))
        for event in news:
            self.take(event)
        return self

    def sitting(self, scenario: Scenario) -> PlayState:
        """Return where the learner is."""
        runs = self._story.runs
        run = self._current(runs)
        if run is None:
            return PlayState(scenario, runs, None, 0)
        kept, read = self._kept.get(run.attempt, 0), self._read.get(run.attempt, 0)
        return PlayState(scenario, runs, run, max(kept, read), kept)

    def _note(self, event: Event, numbers: dict[int, int], name: str) -> None:
        """Note that an event's attempt is the latest, and keep the attempt's highest number under this name."""
        self._attempts.pop(event.attempt, None)
        self._attempts[event.attempt] = None
        number = event.data.get(name)
        if isinstance(number, int):
            numbers[event.attempt] = max(number, numbers.get(event.attempt, 0))

    def _current(self, runs: tuple[Run, ...]) -> Run | None:
        """Return the run of the last event; a learner who continues a run or returns to it makes it the current one."""
        by_attempt = {run.attempt: run for run in runs}
        return next((by_attempt[attempt] for attempt in reversed(self._attempts) if attempt in by_attempt), None)


def past(item: str, events: Iterable[Event]) -> PlayLog:
    """Return the play that these events add up to; `item` is the scenario's id in the lesson."""
    play = PlayLog(item)
    for event in events:
        play.take(event)
    return play
