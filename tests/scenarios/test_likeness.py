"""Values that are alike go on alike: no condition from there on can tell them apart, whatever is chosen."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Mapping
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.conditions import State, Value
from misread_scenarios.conditions_asked import numbers_asked
from misread_scenarios.format.reader import read_text
from misread_scenarios.format.references import END
from misread_scenarios.library import library, load
from misread_scenarios.model import Passage, Scenario, Scene
from misread_scenarios.paths.graph import Graph
from misread_scenarios.paths.likeness import Classes, like_values
from misread_scenarios.paths.liveness import live_variables
from misread_scenarios.play import transitions

STORY = """---
format: scenario/1
id: small
title: Small
minutes: 5
competencies: [C1]
state:
  trust: 0..10 = 5
  sum: 0..9999 = 5000
draw: {truth: [one, two]}
---

## S1 One

First.

- a. Do it.
  - effect: trust -1
  - effect (if truth == two): sum +1
  - hours: 2
- b. Leave it.
  - effect: trust +1
  - hours: 3

## At the end

- effect (if hours > 2): trust -4

## Endings
1. trust <= 2 -> E1
2. truth == two and sum == 5001 -> E2
3. otherwise -> E3

## E1 One

Over.

## E2 Two

Over.

## E3 Three

Over.

(if trust == 5) So it was five.

(if trust != 5) It was another number.
"""


def scenario_of(text: str) -> Scenario:
    read = read_text(text, "small.md")
    assert read.scenario, [str(problem) for problem in read.problems]
    return read.scenario


@dataclasses.dataclass(frozen=True)
class World:
    """A scenario with its drawn facts settled, the names that matter in each place, and the classes of their values."""

    scenario: Scenario = dataclasses.field(repr=False)  # its words would fill the report of a failure
    drawn: Mapping[str, str]
    with_texts: bool = False

    @property
    def enough_hours(self) -> int:
        return 1 + max(numbers_asked(self.scenario, transitions.HOURS), default=0)

    def classes(self) -> dict[str, dict[str, Classes]]:
        live = live_variables(self.scenario, with_texts=self.with_texts)
        names = {place: sorted(those) for place, those in live.items()}
        found = like_values(
            self.scenario, self.drawn, names, enough_hours=self.enough_hours, with_texts=self.with_texts
        )
        return {place: dict(zip(names[place], found[place], strict=True)) for place in names}


def alike(classes: Classes) -> list[list[Value]]:
    return [[value for value in classes if classes[value] == number] for number in dict.fromkeys(classes.values())]


def test_values_on_one_side_of_all_that_is_asked_are_alike() -> None:
    world = World(scenario_of(STORY), {"truth": "one"})
    assert alike(world.classes()[END]["trust"]) == [[0, 1, 2], [3, 4, 5, 6], [7, 8, 9, 10]]
    assert alike(world.classes()[END]["hours"]) == [[0, 1, 2], [3]]
    assert alike(world.classes()["S1"]["trust"]) == [[0, 1], [2], [3], [4, 5], [6], [7], [8, 9, 10]]
    assert alike(world.classes()["S1"]["hours"]) == [[0], [1, 2, 3]]


def test_a_number_that_nothing_can_bring_back_is_as_good_as_any_larger_one() -> None:
    text = STORY.replace("trust: 0..10 = 5", "trust: 0..99 = 50")
    classes = World(scenario_of(text), {"truth": "one"}).classes()
    assert {classes[END]["trust"][value] for value in range(7, 100)} == {classes[END]["trust"][7]}
    assert {classes["S1"]["trust"][value] for value in range(8, 100)} == {classes["S1"]["trust"][8]}
    graph = Graph(scenario_of(text), {"truth": "one"})
    assert [state["trust"] for state in graph.final_values()["E3"]] == [49, 47]  # of two hours, and of three
    assert graph.state(graph.spots[graph.opening])["trust"] == 50


@pytest.mark.parametrize("id_", [id_ for id_ in library() if id_ != "sam-priya"])
def test_each_spot_is_found_again_by_a_state_in_which_it_is_met(id_: str) -> None:
    scenario = load(id_)
    for drawn in transitions.draws(scenario):
        graph = Graph(scenario, drawn, with_texts=True)
        spots = [(spot, spot.scene) for spot in graph.spots[graph.opening :] if spot.scene is not None]
        keys = {graph.key(scene, graph.state(spot), again=spot.again) for spot, scene in spots}
        assert len(keys) == len(spots)


def test_texts_part_values_that_the_ending_rules_do_not() -> None:
    world = World(scenario_of(STORY), {"truth": "one"}, with_texts=True)
    assert alike(world.classes()[END]["trust"]) == [[0, 1, 2], [3, 4, 6], [5], [7, 8, 10], [9]]


def test_the_values_of_a_variable_with_a_wide_range_are_each_apart() -> None:
    classes = World(scenario_of(STORY), {"truth": "two"}).classes()["S1"]["sum"]
    assert len({classes[value] for value in (0, 1, 4999, 5000, 9999)}) == 5


def test_rules_are_asked_in_every_state_that_a_text_tells_apart() -> None:
    subject = CheckedScenario(scenario_of(STORY))
    assert live_variables(subject.scenario) == live_variables(subject.scenario, with_texts=True)
    assert {state["trust"] for state in subject.final_states["E3"]} == {4}
    read = scenario_of(STORY.replace("  - hours: 2", "  - effect: trust +1\n  - hours: 2"))
    assert {state["trust"] for state in CheckedScenario(read).final_states["E3"]} == {5}


def test_a_case_of_nine_scenes_has_few_kinds_of_situations() -> None:
    scenario = load("sam-priya")
    for drawn in transitions.draws(scenario):
        case = Graph(scenario, drawn)
        assert len(case.spots) < 6_000
        assert sum(len(states) for states in case.final_values().values()) < 300


def shown(passages: tuple[Passage, ...], state: State) -> list[str]:
    return transitions.shown(passages, state)


def looks(scene: Scene, state: State) -> object:
    """Return all that a scene says, offers and earns in a state."""
    moves = transitions.moves(scene, state)
    after = [(shown(choice.then, state), shown(choice.why, state)) for move in moves for choice in move.choices]
    earned = [transitions.points(scene, state, move) for move in moves]
    return shown(scene.paragraphs, state), shown(scene.takeaway, state), [move.pick for move in moves], after, earned


@st.composite
def likenesses(draw: st.DrawFn) -> tuple[World, str, State, State]:
    """Draw a scene of the library as some path meets it, and another state in which all that matters is alike."""
    scenario = load(draw(st.sampled_from(library())))
    world = World(scenario, draw(st.sampled_from(transitions.draws(scenario))), with_texts=True)
    scene, state = scenario.scenes[0], transitions.opening_state(scenario, world.drawn)
    for _ in range(draw(st.integers(0, len(scenario.scenes)))):
        moves = transitions.moves(scene, state)
        move = moves[draw(st.integers(0, len(moves) - 1))]
        following = transitions.next_scene(scenario, scene, state, move)
        if following is None:
            break
        scene, state = following, transitions.after(scenario, state, move.choices)
    other: dict[str, Value] = {**state, transitions.HOURS: min(int(state[transitions.HOURS]), world.enough_hours)}
    for name, classes in world.classes()[scene.id].items():
        other[name] = draw(st.sampled_from([value for value in classes if classes[value] == classes[other[name]]]))
    return world, scene.id, state, other


@settings(deadline=None, max_examples=400)
@given(likenesses(), st.lists(st.integers(0, 11), min_size=16, max_size=16))
def test_states_that_are_alike_say_offer_and_earn_the_same_up_to_the_same_end(
    drawn: tuple[World, str, State, State], picks: list[int]
) -> None:
    world, first_scene, one, other = drawn
    following = world.scenario.scene(first_scene)
    for place in itertools.cycle(picks):
        if following is None:
            break
        scene = following
        assert looks(scene, one) == looks(scene, other)
        first, second = (moves[place % len(moves)] for moves in map(partial(transitions.moves, scene), (one, other)))
        following = transitions.next_scene(world.scenario, scene, one, first)
        assert following == transitions.next_scene(world.scenario, scene, other, second)
        one = transitions.after(world.scenario, one, first.choices)
        other = transitions.after(world.scenario, other, second.choices)
    one, other = (transitions.final_state(world.scenario, state) for state in (one, other))
    ending = transitions.ending(world.scenario, one)
    assert ending == transitions.ending(world.scenario, other)
    if ending is not None:
        assert shown(ending.paragraphs, one) == shown(ending.paragraphs, other)
