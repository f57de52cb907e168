"""The points of a learner's answers: a pure function of their events and the current content."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from misread_records.answers import tries
from misread_records.event import Event
from misread_records.play_state import fitting
from misread_records.runs import Run, runs, strays
from misread_records.submission_answers import ANSWERS, NotCounted
from misread_records.writing import written
from misread_scenarios.decisions import decisions, most_decisions
from misread_scenarios.exercises import BadAnswer, Scored, UnknownExercise, load_exercise, score, understood
from misread_scenarios.library import library, load
from misread_scenarios.play import Stand


@dataclasses.dataclass(frozen=True)
class Mark:
    """Points from 0 to an item's maximum, rounded to hundredths, with a remark about them."""

    points: float
    says: str = ""


class Met(StrEnum):
    """One learner's state with an item; only DONE tells something about the item."""

    DONE = "done"
    BEGUN = "not finished"
    AHEAD = "not tried"
    UNCOUNTED = "does not count"
    """There are answers, but they do not fit the current item, or cannot count."""


@dataclasses.dataclass(frozen=True)
class Reached:
    """How far a learner got with an item.

    For a story that was begun, `decisions` is the number of decisions made, and `of` the number on the longest path
    that continues from there: the number that the learner reads.
    """

    met: Met
    decisions: int = 0
    of: int = 0

    def __str__(self) -> str:
        """Return a word or two for a table."""
        if self.met is not Met.BEGUN:
            return self.met
        return f"{self.met} ({self.decisions} of {self.of} decisions)"


def how_far(events: Iterable[Event], item: str) -> Reached:
    """Return how far a learner got with a scenario (its first run) or with a self-scoring exercise.

    Raises:
        UnknownScenario, UnknownExercise: if the library has no such item.
    """
    all_events = tuple(events)
    if item in library():
        return Process(all_events, item).how_far
    mark = exercise_mark(all_events, item, 1.0)
    if not tries(all_events, item):
        return Reached(Met.AHEAD)
    return Reached(Met.UNCOUNTED if mark.says and not mark.points else Met.DONE)


def fit(events: Iterable[Event], item: str) -> tuple[int, int]:
    """Return how many choices of a first run (or tries at an exercise) fit the current item, and their total number.

    Raises:
        UnknownScenario, UnknownExercise: if the library has no such item.
    """
    all_events = tuple(events)
    if item not in library():
        shares = shares_of(all_events, item)
        return sum(share is not None for share in shares), len(shares)
    run = next(iter(runs(all_events, item)), None)
    return (0, 0) if run is None else (len(fitting(load(item), run).picks), len(run.picks))


class Process:
    """The first run through a scenario, evaluated once for all its competencies."""

    def __init__(self, events: Iterable[Event], scenario: str) -> None:
        """Take one learner's events, and the scenario's id."""
        self._events, self._scenario = tuple(events), scenario

    def mark(self, competency: str, out_of: float) -> Mark:
        """Return the run's points in one competency.

        A finished run earns its share of the points that were offered on its way; an unfinished run earns nothing.

        Raises:
            NotCounted: if the picks cannot be one run: a pick is missing, or was made in another scene.
            UnknownScenario: if the library has no scenario with this id.
        """
        why, stand = self._outcome
        if why or stand is None:
            return Mark(0.0, why)
        offered = stand.offered.get(competency, 0.0)
        return Mark(clamped(stand.points.get(competency, 0.0) / offered if offered else 1.0, out_of))

    @property
    def how_far(self) -> Reached:
        """How far the run is: done at its end, not tried before its first choice."""
        try:
            why, stand = self._outcome
        except NotCounted:
            return Reached(Met.UNCOUNTED)
        if stand is None:
            return Reached(Met.AHEAD)
        if not why:
            return Reached(Met.DONE)
        if len(stand.picks) < len(self._run.picks if self._run else ()):
            return Reached(Met.UNCOUNTED)
        if not stand.picks:
            return Reached(Met.AHEAD)
        return Reached(Met.BEGUN, len(decisions(stand)), most_decisions(stand))

    @functools.cached_property
    def _run(self) -> Run | None:
        return next(iter(runs(self._events, self._scenario)), None)

    @functools.cached_property
    def _outcome(self) -> tuple[str, Stand | None]:
        """The reason why the run earns nothing ("" if it does), and where it leads."""
        run = self._run
        if run is None:
            return "This case was not begun.", None
        stand = fitting(load(self._scenario), run)
        _check(self._events, self._scenario, run, stand)
        if len(stand.picks) < len(run.picks):
            return f"The case has changed since: only {len(stand.picks)} of {len(run.picks)} choices still fit.", stand
        if not stand.over:
            return f"This case was not played to its end: {len(stand.picks)} choices were made.", stand
        return "", stand


def process_mark(events: Iterable[Event], scenario: str, competency: str, out_of: float) -> Mark:
    """Return the points of a scenario's first run in one competency; raises as `Process.mark` does."""
    return Process(events, scenario).mark(competency, out_of)


def exercise_mark(events: Iterable[Event], exercise: str, out_of: float) -> Mark:
    """Return the points of the best try at an exercise.

    Raises:
        UnknownExercise: if the library has no self-scoring exercise with this id.
    """
    shares = shares_of(events, exercise)
    if not shares:
        return Mark(0.0, "This exercise was not answered.")
    fit = [share for share in shares if share is not None]
    says = "" if len(fit) == len(shares) else "The exercise has changed since it was answered: not every try fits it."
    return Mark(clamped(max(fit, default=Fraction(0)), out_of), says)


def shares_of(events: Iterable[Event], exercise: str) -> list[Fraction | None]:
    """Return the share of the points (0-1) that each counted try at an exercise earns, in order.

    None stands for a try that does not fit the current exercise.

    Raises:
        UnknownExercise: if the library has no self-scoring exercise with this id.
    """
    loaded = load_exercise(exercise)
    if not isinstance(loaded, Scored):
        raise UnknownExercise(_BY_HAND.format(exercise=exercise))
    shares: list[Fraction | None] = []
    for attempt in tries(events, exercise)[: loaded.tries]:
        try:
            shares.append(score(loaded, understood(loaded, attempt.answer)))
        except BadAnswer:
            shares.append(None)
    return shares


def texts(events: Iterable[Event], items: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each item in a submission; "" if it has none.

    A notebook is handed in with the current text of its boxes. In the web course, texts are handed in one by one, so a
    submission never includes a text that was not handed in.
    """
    all_events = tuple(events)
    texts = {item: written(all_events, item) for item in items}
    return {
        item: "" if text is None else text.text if text.text.strip() else text.handed_in or ""
        for item, text in texts.items()
    }


def clamped(share: Fraction | float, out_of: float) -> float:
    """Return a share (0-1) of `out_of` as points, clamped to 0 and `out_of` and rounded to hundredths."""
    return min(max(round(float(share) * out_of, 2), 0.0), float(out_of))


def _check(events: Sequence[Event], scenario: str, run: Run, stand: Stand) -> None:
    """Check that each pick of a run was made in the scene that its event names."""
    if any(stray.event.kind == "picked" and stray.event.attempt == run.attempt for stray in strays(events, scenario)):
        raise NotCounted(_GAP.format(scenario=scenario))
    picks = [event for event in events if _is_pick(event, scenario, run)]
    for event, step in zip(picks, stand.steps, strict=False):
        if event.content == load(scenario).version and event.data.get("scene", step.scene.id) != step.scene.id:
            raise NotCounted(_ELSEWHERE.format(scenario=scenario, scene=step.scene.id))


def _is_pick(event: Event, scenario: str, run: Run) -> bool:
    return event.item == scenario and event.kind == "picked" and event.attempt == run.attempt


_BY_HAND = "'{exercise}' is marked by a grader; it does not score itself"
_GAP = f"In {ANSWERS}, the choices of {{scenario}} do not follow one another: lines were removed or added."
_ELSEWHERE = (
    f"In {ANSWERS}, a choice of {{scenario}} names another scene than {{scene}}, where the choices before it lead."
)
