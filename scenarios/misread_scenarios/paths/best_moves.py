"""The best moves from a stand: the moves after which the most points can still be earned."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict, deque
from collections.abc import Mapping

from misread_scenarios.conditions import State
from misread_scenarios.model import Scenario, Scene
from misread_scenarios.paths.graph import NEXT_TO_NOTHING, Graph, Spot, most_from
from misread_scenarios.play import Stand, Step, transitions


class Outlook:
    """The worth of each move in every situation of one world: its points plus the most that can follow."""

    def __init__(self, scenario: Scenario, drawn: Mapping[str, str]) -> None:
        """Walk every path; situations in which the same points can still be earned are merged.

        Raises:
            Uncountable: if paths never end, or there are too many situations.
        """
        self._graph = graph = Graph(scenario, drawn, with_endings=False)
        most = most_from(graph)
        self._worth: dict[object, dict[str, float]] = {}
        self._met: defaultdict[object, list[Spot]] = defaultdict(list)
        for spot in reversed(graph.spots):
            if spot.scene is not None:
                worth = {arc.move.pick: round(arc.points + most[arc.target], 6) for arc in spot.arcs}
                self._worth[spot.scene.id, spot.again, spot.values] = worth
                self._met[spot.scene.id, spot.again].append(spot)

    def worth(self, scene: Scene, state: State, *, again: bool = False) -> dict[str, float]:
        """Return the worth of each move of a scene in a state, by its pick.

        Raises:
            KeyError: if no path meets the scene in that state.
        """
        return self._worth[self._graph.key(scene, state, again=again)]

    def alike(self, scene: Scene, state: State, *, again: bool = False) -> State | None:
        """Return the most similar state in which this world meets a scene; None if it never does.

        Only variables that can still affect points are compared. If several states differ in equally many variables,
        the one met first is returned.
        """

        def apart(spot: Spot) -> int:
            _, _, wanted_values = self._graph.key(scene, state, again=again)
            return sum(value != other for value, other in zip(spot.values, wanted_values, strict=True))

        nearest = min(reversed(self._met[scene.id, again]), key=apart, default=None)
        return self._graph.state(nearest) if nearest else None

    def best(self, scene: Scene, state: State, *, again: bool = False) -> tuple[transitions.Move, ...]:
        """Return the best moves of a scene in a state, ties included.

        Raises:
            KeyError: if no path meets the scene in that state.
        """
        worth = self.worth(scene, state, again=again)
        most = max(worth.values()) - NEXT_TO_NOTHING
        return tuple(move for move in transitions.moves(scene, state) if worth[move.pick] > most)


@functools.lru_cache(maxsize=64)  # some milliseconds and some hundred kilobytes each
def outlook(scenario: Scenario, drawn: tuple[tuple[str, str], ...]) -> Outlook:
    """Return the outlook of a world, given by its drawn facts.

    Raises:
        Uncountable: see `Outlook`.
    """
    return Outlook(scenario, dict(drawn))


@dataclasses.dataclass(frozen=True, eq=False)
class Advice:
    """One step of a run, compared with the best moves there.

    `number` counts the steps from 0; `again` tells that the scene asked for the second time. `best` are the best moves
    in that state and world, ties included. `cost` is how many points less the chosen move is worth, with the best play
    afterwards; `risk` is how many points less a random move is worth on average.
    """

    number: int
    step: Step
    again: bool
    best: tuple[transitions.Move, ...]
    cost: float
    risk: float

    @property
    def is_best(self) -> bool:
        """Whether the chosen move is among the best; a different confidence in the same choices does not matter."""
        return holds(self.step, self.best)


def advice(stand: Stand) -> tuple[Advice, ...]:
    """Return the advice on each step of a run.

    Raises:
        Uncountable: see `Outlook`.
    """
    world = _world(stand)
    asked = enumerate(zip(stand.steps, stand.repeated, strict=True))
    return tuple(_advice(world, number, step, again=again) for number, (step, again) in asked)


def _world(stand: Stand) -> Outlook:
    return outlook(stand.scenario, tuple(stand.drawn.items()))


def _advice(world: Outlook, number: int, step: Step, *, again: bool) -> Advice:
    worth = world.worth(step.scene, step.before, again=again)
    most, mean = max(worth.values()), sum(worth.values()) / len(worth)
    best = world.best(step.scene, step.before, again=again)
    return Advice(number, step, again, best, round(most - worth[step.pick], 6), round(most - mean, 6))


def holds(step: Step, best: tuple[transitions.Move, ...]) -> bool:
    """Return whether the choices of a step are among the best moves of a world."""
    return any(move.choices == step.choices for move in best)


def played_best(stand: Stand) -> Stand:
    """Play a run to its end with the best moves, the first of equals, and return the last stand.

    Raises:
        Uncountable: see `Outlook`.
    """
    world = _world(stand)
    while stand.scene is not None:
        stand = stand.after(world.best(stand.scene, stand.state, again=stand.fact_shown)[0].pick)
    return stand


@dataclasses.dataclass(frozen=True, eq=False)
class Otherwise:
    """Where a run would have led with one other pick.

    `is_kept` tells that all later picks are the run's own; otherwise the best moves stand in for picks that the run
    never had to make, or that are no longer on offer.
    """

    stand: Stand
    is_kept: bool


def instead(stand: Stand, number: int, pick: str) -> Otherwise:
    """Return where a finished run would have led with another pick at one step; later picks stay if possible.

    Raises:
        BadPick: if the pick is not on offer there.
        Uncountable: see `Outlook`.
    """
    rest: defaultdict[str, deque[str]] = defaultdict(deque)
    for step in stand.steps[number + 1 :]:
        rest[step.scene.id].append(step.pick)
    other = stand.before(number).after(pick)
    world, is_kept = _world(stand), True
    while other.scene is not None:
        next_pick = rest[other.scene.id].popleft() if rest[other.scene.id] else ""
        if transitions.move(other.scene, other.state, next_pick) is None:
            next_pick, is_kept = world.best(other.scene, other.state, again=other.fact_shown)[0].pick, False
        other = other.after(next_pick)
    return Otherwise(other, is_kept)


@dataclasses.dataclass(frozen=True, eq=False)
class Turning:
    """The decision on which a finished run turned.

    `better` is the run with a best move at that decision, which reaches an ending of a better tier; if there is none,
    the decision is the one that cost the most points.
    """

    point: Advice
    better: Otherwise | None = None


def turning_point(stand: Stand) -> Turning | None:
    """Return the decision on which a finished run turned; None if every decision was best.

    It is the earliest decision at which a best move would have led to an ending of a better tier, with all other picks
    kept if they are still on offer; otherwise the one that cost the most points, the earliest of equals.

    Raises:
        Uncountable: see `Outlook`.
    """
    costly = [advised for advised in advice(stand) if advised.cost > NEXT_TO_NOTHING and not advised.is_best]
    for advised in costly:
        better = min(
            (instead(stand, advised.number, move.pick) for move in advised.best), key=lambda other: _tier(other.stand)
        )
        if _tier(better.stand) < _tier(stand):
            return Turning(advised, better)
    most = max(costly, key=lambda advised: advised.cost, default=None)
    return Turning(most) if most else None


def _tier(stand: Stand) -> int:
    """Return how far down the ranking of endings a run ended."""
    ending = stand.ending.id if stand.ending else None
    tiers = stand.scenario.tiers
    return next((rank for rank, tier in enumerate(tiers) if ending in tier), len(tiers))


def best_elsewhere(stand: Stand, point: Advice) -> tuple[tuple[transitions.Move, ...], ...]:
    """Return the best moves at a step in each other world in which its scene can be met.

    The rest of the state is the same. If no path of a world reaches the scene in that state, the most similar state is
    used.

    Raises:
        Uncountable: see `Outlook`.
    """
    best_moves = []
    for drawn in transitions.draws(stand.scenario):
        world = outlook(stand.scenario, tuple(drawn.items()))
        scene, state = point.step.scene, {**point.step.before, **drawn}
        if drawn != stand.drawn and (met := world.alike(scene, state, again=point.again)) is not None:
            best_moves.append(world.best(scene, met, again=point.again))
    return tuple(best_moves)


def easiest_to_miss(stand: Stand) -> Advice:
    """Return the decision of a run that is easiest to miss.

    It is the one whose choice is best in the smallest share of the worlds; among equals, the one at which a random move
    costs most, then the earliest.

    Raises:
        Uncountable: see `Outlook`.
    """

    def rank(advised: Advice) -> tuple[float, float, int]:
        worlds = (advised.best, *best_elsewhere(stand, advised))
        return sum(holds(advised.step, best) for best in worlds) / len(worlds), -advised.risk, advised.number

    return min(advice(stand), key=rank)
