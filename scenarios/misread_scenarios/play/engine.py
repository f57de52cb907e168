"""The engine: a run is a pure function of the scenario, the picks and the seed. No files, no clock, no names."""

from __future__ import annotations

import dataclasses
import functools
import random
from collections.abc import Iterable, Mapping

from misread_scenarios.conditions import State
from misread_scenarios.model import Choice, Ending, Scenario, Scene
from misread_scenarios.play import transitions


class BadPick(ValueError):
    """A pick that the scene does not offer; the message names the scene and what it offers."""


@dataclasses.dataclass(frozen=True)
class Step:
    """One step of a run: the scene, the move, and the state before and after it."""

    scene: Scene
    move: transitions.Move
    before: State
    after: State

    @functools.cached_property
    def points(self) -> Mapping[str, float]:
        """What the move earned, per competency."""
        return transitions.points(self.scene, self.before, self.move)

    @functools.cached_property
    def offered(self) -> Mapping[str, float]:
        """The most that any move there could have earned, per competency."""
        return transitions.offered(self.scene, self.before)

    @property
    def pick(self) -> str:
        """The move in one word."""
        return self.move.pick

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices of the move."""
        return self.move.choices

    @property
    def confidence(self) -> int | None:
        """The confidence (per cent) of the move; None if none was asked for."""
        return self.move.confidence


@dataclasses.dataclass(frozen=True)
class Stand:
    """The state of a run after some picks.

    `scene` is the next scene, or None when the story is over; `fact_shown` tells that a scene with a fact asks for the
    second time. `state` holds every variable (flags as 0 or 1), `hours` and the drawn facts; once the story is over, it
    includes the closing effects.
    """

    scenario: Scenario
    seed: int
    scene: Scene | None
    fact_shown: bool
    state: State
    steps: tuple[Step, ...] = ()

    @property
    def picks(self) -> tuple[str, ...]:
        """The picks so far, in order."""
        return tuple(step.pick for step in self.steps)

    @property
    def over(self) -> bool:
        """Whether the story is over."""
        return self.scene is None

    @functools.cached_property
    def ending(self) -> Ending | None:
        """The ending, once the story is over (and has endings)."""
        return transitions.ending(self.scenario, self.state) if self.over else None

    @property
    def drawn(self) -> dict[str, str]:
        """The facts that the seed drew."""
        return {name: str(self.state[name]) for name in self.scenario.draw}

    @property
    def hours(self) -> int:
        """The hours spent so far."""
        return int(self.state[transitions.HOURS])

    @functools.cached_property
    def points(self) -> dict[str, float]:
        """The points earned so far, per competency."""
        return _sum(step.points for step in self.steps)

    @functools.cached_property
    def offered(self) -> dict[str, float]:
        """The most points that the scenes met so far offered, per competency."""
        return _sum(step.offered for step in self.steps)

    @property
    def moves(self) -> tuple[transitions.Move, ...]:
        """The moves on offer now."""
        return transitions.moves(self.scene, self.state) if self.scene else ()

    @functools.cached_property
    def repeated(self) -> tuple[bool, ...]:
        """Whether each step answered a scene that asked for the second time, after its fact was shown."""
        repeated, again = [], False
        for step in self.steps:
            repeated.append(again)
            again = step.scene.fact is not None and not again
        return tuple(repeated)

    def before(self, number: int) -> Stand:
        """Return the stand before one of the steps, counted from 0, without replaying the run."""
        step = self.steps[number]
        return Stand(self.scenario, self.seed, step.scene, self.repeated[number], step.before, self.steps[:number])

    def after(self, pick: str) -> Stand:
        """Return the stand after one more pick.

        Raises:
            BadPick: if the scene does not offer the pick, or the story is over.
        """
        if self.scene is None:
            message = f"{self.scenario.id}: the story is over after {len(self.steps)} picks; '{pick}' is one too many"
            raise BadPick(message)
        return self._after(self.scene, self._move(pick))

    def _after(self, scene: Scene, move: transitions.Move) -> Stand:
        again = scene.fact is not None and not self.fact_shown
        after = self.state if again else transitions.after(self.scenario, self.state, move.choices)
        following = scene if again else transitions.next_scene(self.scenario, scene, self.state, move)
        step = Step(scene, move, self.state, after)
        state = after if following else transitions.final_state(self.scenario, after)
        return Stand(self.scenario, self.seed, following, again, state, (*self.steps, step))

    def _move(self, pick: str) -> transitions.Move:
        move = transitions.move(self.scene, self.state, pick) if self.scene else None
        if move is not None:
            return move
        scene = self.scene.id if self.scene else ""
        offers = ", ".join(move.pick for move in self.moves)
        message = f"{self.scenario.id}: scene '{scene}' has no choice '{pick[:60]}'; it offers: {offers}"
        raise BadPick(message)


def draw(scenario: Scenario, seed: int) -> dict[str, str]:
    """Return the facts that a seed draws."""
    return {
        name: random.Random(f"{seed}/draw/{scenario.id}/{name}").choice(values)  # noqa: S311 - no secret
        for name, values in scenario.draw.items()
    }


def opening(scenario: Scenario, seed: int) -> Stand:
    """Return the stand before the first choice."""
    state = transitions.opening_state(scenario, draw(scenario, seed))
    return Stand(scenario, seed, scenario.scenes[0], fact_shown=False, state=state)


def play(scenario: Scenario, picks: Iterable[str], seed: int = 0) -> Stand:
    """Return the stand after these picks.

    Raises:
        BadPick: at the first pick that its scene does not offer.
    """
    stand = opening(scenario, seed)
    for pick in picks:
        stand = stand.after(pick)
    return stand


def _sum(parts: Iterable[Mapping[str, float]]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for part in parts:
        for competency, number in part.items():
            sums[competency] = round(sums.get(competency, 0) + number, 6)
    return sums
