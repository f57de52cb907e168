"""A scenario under check; its paths are walked once for all rules."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from misread_scenarios.conditions import State
from misread_scenarios.model import Effect, Ending, Jump, Passage, Scenario, Scene, Score
from misread_scenarios.names import Names, default_names
from misread_scenarios.paths import Census, Graph, Measures, Uncountable, count
from misread_scenarios.play import draws


class CheckedScenario:
    """A scenario with cached results that several rules need."""

    def __init__(self, scenario: Scenario) -> None:
        """Take a scenario; no path is walked before a rule needs it."""
        self.scenario = scenario
        self.judged: dict[str, bool | None] = {}
        """Whether each rule found something, by its code; None if the rule could not run."""

    @functools.cached_property
    def census(self) -> Census:
        """All paths, counted.

        Raises:
            Uncountable: if paths never end, or there are too many situations.
        """
        return count(self.scenario)

    @functools.cached_property
    def measures(self) -> Measures:
        """What players earn who choose without reading the text."""
        return Measures(self.census)

    @functools.cached_property
    def uncountable(self) -> str | None:
        """The reason why the paths cannot be walked; None if they can."""
        try:
            _ = self.graphs, self.census
        except Uncountable as error:
            return str(error)
        return None

    @property
    def countable(self) -> bool:
        """Whether at least one path ends in every world."""
        return self.uncountable is None and all(case.paths for case in self.census.cases)

    @functools.cached_property
    def graphs(self) -> tuple[Graph, ...]:
        """All situations that differ in a text, a score or the way on: one graph for each combination of drawn facts.

        Raises:
            Uncountable: if paths never end, or there are too many situations.
        """
        return tuple(Graph(self.scenario, drawn, with_texts=True) for drawn in draws(self.scenario))

    @functools.cached_property
    def states(self) -> dict[str, tuple[State, ...]]:
        """The states in which each scene (by id) is met, one for each answer of the scene's conditions."""
        states_by_key: dict[str, dict[object, State]] = {scene.id: {} for scene in self.scenario.scenes}
        for graph in self.graphs:
            read = {scene.id: graph.places(scene, _read_in(scene)) for scene in self.scenario.scenes}
            drawn = tuple(graph.drawn.values())
            for spot in graph.spots[graph.opening :]:
                if spot.scene is not None:
                    values = spot.values
                    key = drawn, *[values[place] for place in read[spot.scene.id]]
                    if key not in states_by_key[spot.scene.id]:
                        states_by_key[spot.scene.id][key] = graph.state(spot)
        return {id_: tuple(states.values()) for id_, states in states_by_key.items()}

    @functools.cached_property
    def final_states(self) -> dict[str, tuple[State, ...]]:
        """The states in which each ending (by id) is reached, one for each answer of the rules and texts."""
        rules = {name for rule in self.scenario.rules if rule.when for name in rule.when.names()}
        read = {ending.id: tuple(sorted(rules | _read_by(ending.paragraphs))) for ending in self.scenario.endings}
        states_by_key: dict[str, dict[object, State]] = {ending.id: {} for ending in self.scenario.endings}
        for graph in self.graphs:
            for id_, states in graph.final_values().items():
                for state in states:
                    states_by_key[id_].setdefault(tuple(state[name] for name in read[id_]), state)
        return {id_: tuple(states.values()) for id_, states in states_by_key.items()}

    @property
    def met_scenes(self) -> tuple[Scene, ...]:
        """The scenes that some path meets."""
        return tuple(scene for scene in self.scenario.scenes if self.states[scene.id])

    @property
    def met_endings(self) -> tuple[Ending, ...]:
        """The endings that some path reaches."""
        return tuple(ending for ending in self.scenario.endings if self.final_states[ending.id])

    @property
    def scored(self) -> bool:
        """Whether anything in the scenario earns points."""
        scores = (score for scene in self.scenario.scenes for choice in scene.choices for score in choice.scores)
        return any(any(score.points.values()) for score in scores)

    @functools.cached_property
    def names(self) -> Names:
        """The names that the file itself uses."""
        return default_names(self.scenario)


def _read_in(scene: Scene) -> set[str]:
    """Return every name that a condition of the scene reads."""
    names = _read_by((*scene.paragraphs, *scene.takeaway)) | read_by_moves(scene)
    for choice in scene.choices:
        names |= _read_by((*choice.effects, *choice.jumps, *choice.then, *choice.why))
    return names


def read_by_moves(scene: Scene) -> set[str]:
    """Return every name that decides which moves a scene offers and what they earn."""
    names: set[str] = set()
    for choice in scene.choices:
        names |= _read_by(choice.scores)
        names |= {name for condition in (choice.when, choice.claims) if condition for name in condition.names()}
    return names


def _read_by(lines: Iterable[Passage | Effect | Score | Jump]) -> set[str]:
    """Return every name that the guards of some lines read."""
    return {name for line in lines if line.when for name in line.when.names()}
