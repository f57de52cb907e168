"""Scored scenes: each scene in each world as an item of a bank, with its options and the best of them."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterator

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.model import Choice, Scene
from misread_scenarios.paths import NEXT_TO_NOTHING, Case, most_from, words


@dataclasses.dataclass(frozen=True)
class ScoredScene:
    """A scored scene in one world, the text of each option with the file's own names, and the share of each best one.

    A world is one combination of drawn facts, given by its number. The best options are those on the paths that earn
    the most points in that world. They have equal shares, which add up to 1.
    """

    checked: CheckedScenario
    scene: Scene
    world: int
    texts: dict[str, str]
    best: dict[str, float]

    @property
    def lengths(self) -> dict[str, int]:
        """The number of words of each option."""
        return {id_: len(words(text)) for id_, text in self.texts.items()}

    @property
    def weak(self) -> tuple[str, ...]:
        """The options that are not best in this world."""
        return tuple(id_ for id_ in self.texts if id_ not in self.best)


@functools.lru_cache(maxsize=64)
def items(checked: CheckedScenario) -> tuple[ScoredScene, ...]:
    """Return the scenes that a best path meets and in which one option is better than another.

    They are sorted by world, and then in the file's order.
    """
    return tuple(_items(checked)) if checked.scored else ()


def _items(checked: CheckedScenario) -> Iterator[ScoredScene]:
    for world, case in enumerate(checked.census.cases):
        choices = best_choices(case)
        for scene in checked.scenario.scenes:
            best = choices.get(scene.id, ())
            if best and len(best) < len(scene.choices):
                texts = {choice.id: checked.names.fill(choice.text) for choice in scene.choices}
                yield ScoredScene(checked, scene, world, texts, {choice.id: 1 / len(best) for choice in best})


def best_choices(case: Case) -> dict[str, tuple[Choice, ...]]:
    """Return for each scene, by id, the choices that a best path makes there."""
    graph = case.graph
    most = most_from(graph)
    best: dict[str, dict[str, Choice]] = {}
    reached = {graph.opening}
    for number in range(graph.opening, len(graph.spots)):
        spot = graph.spots[number]
        if number not in reached or spot.scene is None:
            continue
        for arc in spot.arcs:
            if arc.points + most[arc.target] > most[number] - NEXT_TO_NOTHING:
                reached.add(arc.target)
                best.setdefault(spot.scene.id, {}).update({choice.id: choice for choice in arc.move.choices})
    return {id_: tuple(choices.values()) for id_, choices in best.items()}
