"""Which scenes may follow a scene is one rule: what the engine can do in some state, and nothing else."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.decisions import still_to_come
from misread_scenarios.format.references import END
from misread_scenarios.library import library, load
from misread_scenarios.mermaid import mermaid
from misread_scenarios.model import Choice, Jump, Scenario, Scene, Variable
from misread_scenarios.paths.counting import count
from misread_scenarios.paths.liveness import live_variables
from misread_scenarios.play import exits, successors, transitions
from misread_scenarios.play.engine import opening

IDS = ("N1", "N2", "N3", "N4")
TARGETS = st.sampled_from((*IDS[1:], END))
JUMPS = st.lists(st.tuples(st.booleans(), TARGETS), max_size=3)
CHOICES = st.lists(st.tuples(st.booleans(), JUMPS), max_size=3)


def story(first: list[tuple[bool, list[tuple[bool, str]]]], pick: int = 1) -> Scenario:
    """Return a story whose first scene has these choices; every condition in it reads a flag of its own."""
    flags = (f"f{number}" for number in itertools.count())
    choices = tuple(
        Choice(
            id=f"c{number}",
            text="Do it.",
            when=next(flags) if hides else None,
            jumps=tuple(Jump(when=next(flags) if may_not else None, target=target) for may_not, target in jumps),
        )
        for number, (hides, jumps) in enumerate(first)
    )
    scenes = [Scene(id=IDS[0], title="One", pick=pick, choices=choices)]
    scenes += [Scene(id=id_, title="On", choices=(Choice(id="go", text="Go on."),)) for id_ in IDS[1:]]
    variables = {f"f{number}": Variable(kind="flag") for number in range(int(next(flags)[1:]))}
    return Scenario(id="small", title="Small", minutes=5, scenes=tuple(scenes), variables=variables)


def followed(scenario: Scenario, scene: Scene) -> set[str]:
    """Return where the engine leads from a scene, with every flag up or down."""
    found = set()
    for flags in itertools.product((0, 1), repeat=len(scenario.variables)):
        state = dict(zip(scenario.variables, flags, strict=True))
        for move in transitions.moves(scene, state):
            after = transitions.next_scene(scenario, scene, state, move)
            found.add(after.id if after else END)
    return found


@settings(deadline=None)
@given(CHOICES)
def test_the_successors_are_the_scenes_to_which_the_engine_leads_in_some_state(
    choices: list[tuple[bool, list[tuple[bool, str]]]],
) -> None:
    scenario = story(choices)
    for scene in scenario.scenes:
        assert successors(scenario, scene) == followed(scenario, scene)


@settings(deadline=None)
@given(CHOICES, st.integers(2, 3))
def test_several_choices_together_lead_nowhere_else(
    choices: list[tuple[bool, list[tuple[bool, str]]]], pick: int
) -> None:
    scenario = story(choices, pick)
    scene = scenario.scenes[0]
    assert successors(scenario, scene) >= followed(scenario, scene)


@pytest.mark.parametrize("id_", library())
def test_every_scene_that_a_counted_path_reaches_from_another_is_among_its_successors(id_: str) -> None:
    scenario = load(id_)
    reached: dict[str, set[str]] = {scene.id: set() for scene in scenario.scenes}
    for case in count(scenario).cases:
        spots = case.graph.spots
        for spot in spots:
            if spot.scene is None:
                continue
            after = {scene.id if (scene := spots[arc.target].scene) else END for arc in spot.arcs}
            is_asked_again = spot.scene.fact is not None and not spot.again
            assert not is_asked_again or after == {spot.scene.id}
            reached[spot.scene.id] |= set() if is_asked_again else after
    for scene in scenario.scenes:
        assert reached[scene.id], f"no path leaves {scene.id}"
        assert reached[scene.id] <= successors(scenario, scene), scene.id


@pytest.mark.parametrize("pick", [1, 2])
def test_a_scene_without_choices_holds_its_learner_and_leads_nowhere(pick: int) -> None:
    scenario = story([], pick)
    scene = scenario.scenes[0]
    assert opening(scenario, 0).moves == ()
    assert successors(scenario, scene) == set()
    assert still_to_come(scenario, scene) == 1
    assert f"{scene.id} -->" not in mermaid(scenario)


@pytest.mark.parametrize("pick", [1, 2])
def test_a_scene_whose_choices_are_all_hidden_holds_its_learner(pick: int) -> None:
    scenario = story([(True, []), (True, [])], pick)
    assert opening(scenario, 0).moves == ()
    assert opening(scenario, 0).scene == scenario.scenes[0]


def test_a_jump_behind_one_without_a_condition_is_never_taken() -> None:
    scenario = story([(False, [(True, "N3"), (False, "N4"), (False, "N2")])])
    scene = scenario.scenes[0]
    assert [target for _, target in exits(scenario, scene, scene.choices)] == ["N3", "N4"]
    assert successors(scenario, scene) == {"N3", "N4"}
    assert still_to_come(scenario, scene) == 3
    assert [line for line in mermaid(scenario).splitlines() if line.startswith("  N1 -->")] == [
        '  N1 -->|"c0 if f0"| N3',
        '  N1 -->|"c0"| N4',
    ]
    assert live_variables(scenario)["N1"] == {"f0"}
