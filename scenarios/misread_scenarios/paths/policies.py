"""Policies: how a simulated player with a fixed habit chooses, and what that player can expect to score."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping

from misread_scenarios.paths.counting import Case
from misread_scenarios.paths.graph import Arc, Spot

Policy = Callable[[Spot], Mapping[Arc, float]]
"""For a spot, how likely each move is."""


@dataclasses.dataclass(frozen=True)
class Expectation:
    """The result of a policy: the mean share of the best path's points, and the probability of each ending."""

    share: float
    endings: Mapping[str | None, float]


def expect(case: Case, policy: Policy) -> Expectation:
    """Return what a player who follows the policy can expect."""
    spots, opening = case.graph.spots, case.graph.opening
    likely = [0.0] * len(spots)
    likely[opening] = 1.0
    points = 0.0
    for number in range(opening, len(spots)):
        if likely[number]:
            for arc, chance in policy(spots[number]).items():
                likely[arc.target] += likely[number] * chance
                points += likely[number] * chance * arc.points
    endings = {spots[number].ending: likely[number] for number in range(opening) if likely[number]}
    return Expectation(points / case.maximum if case.maximum else 0, endings)


def at_random(spot: Spot) -> dict[Arc, float]:
    """Return equal probabilities for all moves of a spot."""
    return evenly(spot.arcs)


def same_letter(position: int) -> Policy:
    """Return a policy that always takes the choice at one position of the file's order.

    It takes any second choice and any confidence with it. If the choice is hidden, it takes any move.
    """

    def policy(spot: Spot) -> dict[Arc, float]:
        if spot.scene is None or position >= len(spot.scene.choices):
            return at_random(spot)
        chosen = spot.scene.choices[position].id
        with_it = [arc for arc in spot.arcs if any(choice.id == chosen for choice in arc.move.choices)]
        return evenly(with_it or spot.arcs)

    return policy


def evenly(arcs: Iterable[Arc]) -> dict[Arc, float]:
    """Return equal probabilities for these moves."""
    moves = tuple(arcs)
    return dict.fromkeys(moves, 1 / len(moves)) if moves else {}
