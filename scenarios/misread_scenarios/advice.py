"""What would have been best from where somebody stood: the moves after which most points could still be earned."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator, Mapping

from misread_scenarios import machine
from misread_scenarios.conditions import State
from misread_scenarios.engine import BadPick, Stand, Step, opening
from misread_scenarios.model import Choice, Scenario, Scene
from misread_scenarios.paths import Graph

NEXT_TO_NOTHING = 1e-6


class Outlook:
    """What each move is worth in every situation of one world: its points, and the most that can be earned after it."""

    def __init__(self, scenario: Scenario, drawn: Mapping[str, str]) -> None:
        """Walk every path, with situations merged in which the same points can still be earned.

        Raises:
            Uncountable: where paths never end, or there are too many situations.
        """
        self._graph = graph = Graph(scenario, drawn, with_endings=False)
        most = [0.0] * len(graph.spots)
        self._worth: dict[object, dict[str, float]] = {}
        for number in reversed(range(graph.opening, len(graph.spots))):
            spot = graph.spots[number]
            worth = {arc.move.pick: round(arc.points + most[arc.target], 6) for arc in spot.arcs}
            most[number] = max(worth.values(), default=0)
            if spot.scene is not None:
                self._worth[spot.scene.id, spot.again, spot.values] = worth

    def worth(self, scene: Scene, state: State, *, again: bool = False) -> dict[str, float]:
        """Return what each move of a scene is worth in a state, by its pick.

        Raises:
            KeyError: where no path meets the scene in that state.
        """
        return self._worth[self._graph.key(scene, state, again=again)]


@functools.lru_cache(maxsize=64)  # some milliseconds and some hundred kilobytes each
def outlook(scenario: Scenario, drawn: tuple[tuple[str, str], ...]) -> Outlook:
    """Return the outlook of a world, given by its drawn facts.

    Raises:
        Uncountable: see `Outlook`.
    """
    return Outlook(scenario, dict(drawn))


@dataclasses.dataclass(frozen=True, eq=False)
class Advice:
    """One step of a run beside what was best there: `number` counts the steps from 0.

    `best` are the moves that nothing beats in that state and world, ties included; `cost` is how many points the move
    that was made lies below them, with the best play afterwards.
    """

    number: int
    step: Step
    best: tuple[machine.Move, ...]
    cost: float

    @property
    def is_best(self) -> bool:
        """Whether nothing beats what was done; another confidence in the same choices is no other move."""
        return any(move.choices == self.step.choices for move in self.best)


def advice(stand: Stand) -> tuple[Advice, ...]:
    """Return the advice on each step of a run.

    Raises:
        Uncountable: see `Outlook`.
    """
    world = outlook(stand.scenario, tuple(stand.drawn.items()))
    return tuple(_advice(world, number, step, again=again) for number, step, again in _asked(stand))


def _asked(stand: Stand) -> Iterator[tuple[int, Step, bool]]:
    """Yield each step with its number, and whether its scene was asked for the second time."""
    again = False
    for number, step in enumerate(stand.steps):
        yield number, step, again
        again = step.scene.fact is not None and not again


def _advice(world: Outlook, number: int, step: Step, *, again: bool) -> Advice:
    worth = world.worth(step.scene, step.before, again=again)
    most = max(worth.values())
    moves = machine.moves(step.scene, step.before)
    best = tuple(move for move in moves if worth[move.pick] > most - NEXT_TO_NOTHING)
    return Advice(number, step, best, round(most - worth[step.pick], 6))


def turning_point(stand: Stand) -> Advice | None:
    """Return the decision on which a finished run turned; None where nothing was best anywhere else.

    It is the earliest one at which a best move, with all other picks kept, would have come to an ending of a better
    tier; else the one that cost most points, the earliest of equals.

    Raises:
        Uncountable: see `Outlook`.
    """
    costly = [one for one in advice(stand) if one.cost > NEXT_TO_NOTHING and not one.is_best]
    for one in costly:
        if any(_tier(other) < _tier(stand) for move in one.best if (other := instead(stand, one.number, move.pick))):
            return one
    return max(costly, key=lambda one: one.cost, default=None)


def instead(stand: Stand, number: int, pick: str) -> Stand | None:
    """Return where a run would have led with one other pick and the rest kept; None where the rest no longer fits."""
    other = opening(stand.scenario, stand.seed)
    try:
        for own in (*stand.picks[:number], pick, *stand.picks[number + 1 :]):
            other = other.after(own)
    except BadPick:
        return None
    return other if other.over else None


def _tier(stand: Stand) -> int:
    """Return how far down the ranking of endings a run ended."""
    ending = stand.ending.id if stand.ending else None
    tiers = stand.scenario.tiers
    return next((rank for rank, tier in enumerate(tiers) if ending in tier), len(tiers))


def best_in_other_worlds(stand: Stand, step: Step) -> dict[str, tuple[Choice, ...]]:
    """Return for each other world in which a step's scene can be met in the same state the choices that are best there.

    Worlds are named by their drawn values. Worlds in which no path comes there in that state are left out.

    Raises:
        Uncountable: see `Outlook`.
    """
    found = {}
    for drawn in machine.draws(stand.scenario):
        if drawn == stand.drawn:
            continue
        state = {**step.before, **drawn}
        try:
            worth = outlook(stand.scenario, tuple(drawn.items())).worth(step.scene, state)
        except KeyError:
            continue
        most = max(worth.values())
        moves = [move for move in machine.moves(step.scene, state) if worth[move.pick] > most - NEXT_TO_NOTHING]
        found["/".join(drawn.values())] = tuple(dict.fromkeys(choice for move in moves for choice in move.choices))
    return found
