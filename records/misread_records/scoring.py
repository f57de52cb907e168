"""What a learner's answers are worth: a pure function of their events and of the content as it is now."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction

from misread_records.answers import tries
from misread_records.event import Event
from misread_records.runs import Run, runs, strays
from misread_records.submission_answers import ANSWERS, NotCounted
from misread_records.writing import written
from misread_scenarios.decisions import decisions, still_to_come
from misread_scenarios.exercises import BadAnswer, Scored, UnknownExercise, load_exercise, score, understood
from misread_scenarios.library import library, load
from misread_scenarios.play import BadPick, Stand, opening


@dataclasses.dataclass(frozen=True)
class Mark:
    """Points from 0 to what an item is out of, rounded to hundredths, and what is to be said about them."""

    points: float
    says: str = ""


class Met(StrEnum):
    """What became of an item for one learner; only what is done says something about the item."""

    DONE = "done"
    BEGUN = "not finished"
    AHEAD = "not tried"
    UNCOUNTED = "does not count"
    """The answers are there and cannot be read as the item is now, or cannot count."""


@dataclasses.dataclass(frozen=True)
class HowFar:
    """How far a learner got with an item.

    Of a story that was begun, `decisions` says how many decisions were made, and `of` how many there are on the longest
    way that goes on from there: the number that its learner reads.
    """

    met: Met
    decisions: int = 0
    of: int = 0

    def __str__(self) -> str:
        """Say it in a word or two, as a table shows it."""
        if self.met is not Met.BEGUN:
            return self.met
        return f"{self.met} ({self.decisions} of {self.of} decisions)"


def how_far(events: Iterable[Event], item: str) -> HowFar:
    """Return how far somebody got with a scenario, by its first run, or with an exercise that scores itself.

    Raises:
        UnknownScenario, UnknownExercise: if the library has neither of that id.
    """
    known = tuple(events)
    if item in library():
        return Process(known, item).how_far
    mark = exercise_mark(known, item, 1.0)
    if not tries(known, item):
        return HowFar(Met.AHEAD)
    return HowFar(Met.UNCOUNTED if mark.says and not mark.points else Met.DONE)


def fit(events: Iterable[Event], item: str) -> tuple[int, int]:
    """Return how many choices of a first run, or tries at an exercise, fit the item as it is now, and of how many.

    Raises:
        UnknownScenario, UnknownExercise: if the library has neither of that id.
    """
    known = tuple(events)
    if item not in library():
        shares = shares_of(known, item)
        return sum(share is not None for share in shares), len(shares)
    run = next(iter(runs(known, item)), None)
    return (0, 0) if run is None else (len(stand_of(item, run).picks), len(run.picks))


class Process:
    """The first run through a scenario, read once for all the competencies that it is marked in."""

    def __init__(self, events: Iterable[Event], scenario: str) -> None:
        """Take one learner's events, and the scenario's id."""
        self._events, self._scenario = tuple(events), scenario

    def mark(self, competency: str, out_of: float) -> Mark:
        """Return what the run is worth in one competency.

        The share of the points that were to be had on the way, once it has reached its end; nothing before that.

        Raises:
            NotCounted: if the picks cannot be what was played: one is missing, or was made in another scene.
            UnknownScenario: if the library has none of that id.
        """
        why, stand = self._outcome
        if why or stand is None:
            return Mark(0.0, why)
        offered = stand.offered.get(competency, 0.0)
        return Mark(clamped(stand.points.get(competency, 0.0) / offered if offered else 1.0, out_of))

    @property
    def how_far(self) -> HowFar:
        """How far the run is: done once it has reached its end, and ahead until a first choice is made."""
        try:
            why, stand = self._outcome
        except NotCounted:
            return HowFar(Met.UNCOUNTED)
        if stand is None:
            return HowFar(Met.AHEAD)
        if not why:
            return HowFar(Met.DONE)
        if len(stand.picks) < len(self._run.picks if self._run else ()):
            return HowFar(Met.UNCOUNTED)
        if not stand.picks:
            return HowFar(Met.AHEAD)
        made = len(decisions(stand))
        return HowFar(Met.BEGUN, made, made + still_to_come(stand.scenario, stand.scene))

    @functools.cached_property
    def _run(self) -> Run | None:
        return next(iter(runs(self._events, self._scenario)), None)

    @functools.cached_property
    def _outcome(self) -> tuple[str, Stand | None]:
        """Why nothing is to be had of the run, if so, and where it leads."""
        run = self._run
        if run is None:
            return "This case was not begun.", None
        stand = stand_of(self._scenario, run)
        _check(self._events, self._scenario, run, stand)
        if len(stand.picks) < len(run.picks):
            return f"The case has changed since: only {len(stand.picks)} of {len(run.picks)} choices still fit.", stand
        if not stand.over:
            return f"This case was not played to its end: {len(stand.picks)} choices were made.", stand
        return "", stand


def process_mark(events: Iterable[Event], scenario: str, competency: str, out_of: float) -> Mark:
    """Return what the first run through a scenario is worth in one competency; raises as `Process.mark` does."""
    return Process(events, scenario).mark(competency, out_of)


def exercise_mark(events: Iterable[Event], exercise: str, out_of: float) -> Mark:
    """Return what the best try at an exercise is worth.

    Raises:
        UnknownExercise: if the library has none of that id that scores itself.
    """
    shares = shares_of(events, exercise)
    if not shares:
        return Mark(0.0, "This exercise was not answered.")
    fit = [share for share in shares if share is not None]
    says = "" if len(fit) == len(shares) else "The exercise has changed since it was answered: not every try fits it."
    return Mark(clamped(max(fit, default=Fraction(0)), out_of), says)


def shares_of(events: Iterable[Event], exercise: str) -> list[Fraction | None]:
    """Return the share of the points (0-1) that each try at an exercise earns, in order, as far as tries count.

    None stands for one that does not fit the exercise as it is now.

    Raises:
        UnknownExercise: if the library has none of that id that scores itself.
    """
    asked = load_exercise(exercise)
    if not isinstance(asked, Scored):
        raise UnknownExercise(_BY_HAND.format(exercise=exercise))
    found: list[Fraction | None] = []
    for one in tries(events, exercise)[: asked.tries]:
        try:
            found.append(score(asked, understood(asked, one.answer)))
        except BadAnswer:
            found.append(None)
    return found


def texts(events: Iterable[Event], items: Iterable[str]) -> Mapping[str, str]:
    """Return the text of each of these items as it stands in a submission; "" where there is none.

    A notebook that is handed in holds what stands in its boxes. Where texts are handed in one by one, as in the web
    course, what was not handed in never comes into a submission.
    """
    known = tuple(events)
    found = {item: written(known, item) for item in items}
    return {
        item: "" if now is None else now.text if now.text.strip() else now.handed_in or ""
        for item, now in found.items()
    }


def clamped(share: Fraction | float, out_of: float) -> float:
    """Return a share (0-1) of the points as points, within 0 and `out_of`, rounded to hundredths."""
    return min(max(round(float(share) * out_of, 2), 0.0), float(out_of))


def stand_of(scenario: str, run: Run) -> Stand:
    """Return where a run leads, as far as its picks fit the scenario as it is now."""
    stand = opening(load(scenario), run.seed)
    for pick in run.picks:
        try:
            stand = stand.after(pick)
        except BadPick:
            break
    return stand


def _check(events: Sequence[Event], scenario: str, run: Run, stand: Stand) -> None:
    """Hold the picks of a run against the scenes that they say they were made in."""
    if any(stray.event.kind == "picked" and stray.event.attempt == run.attempt for stray in strays(events, scenario)):
        raise NotCounted(_GAP.format(scenario=scenario))
    made = [event for event in events if _is_pick(event, scenario, run)]
    for event, step in zip(made, stand.steps, strict=False):
        if event.content == load(scenario).version and event.data.get("scene", step.scene.id) != step.scene.id:
            raise NotCounted(_ELSEWHERE.format(scenario=scenario, scene=step.scene.id))


def _is_pick(event: Event, scenario: str, run: Run) -> bool:
    return event.item == scenario and event.kind == "picked" and event.attempt == run.attempt


_BY_HAND = "'{exercise}' is marked by a reader; it has no points of its own"
_GAP = f"In {ANSWERS}, the choices of {{scenario}} do not follow one another: lines were taken out or put in."
_ELSEWHERE = f"In {ANSWERS}, a choice of {{scenario}} was made in another scene than {{scene}}, where the others lead."
