"""The decisions of a run: the two askings of a scene with a fact are one, and the rest of the way is counted."""

from __future__ import annotations

import random

import pytest

from misread_scenarios.decisions import decisions, still_to_come
from misread_scenarios.library import library, load
from misread_scenarios.play.engine import Stand, opening


def at_random(id_: str, seed: int) -> list[Stand]:
    """Play to the end by dice, and return every stand on the way."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    stands = [opening(load(id_), seed)]
    while not stands[-1].over:
        stands.append(stands[-1].after(dice.choice(stands[-1].moves).pick))
    return stands


@pytest.mark.parametrize("id_", library())
def test_every_step_belongs_to_one_decision_of_its_scene(id_: str) -> None:
    for seed in range(5):
        stand = at_random(id_, seed)[-1]
        found = decisions(stand)
        assert [step for one in found for step in one.steps] == list(stand.steps)
        for one in found:
            assert {step.scene.id for step in one.steps} == {one.scene.id}
            assert len(one.steps) == (1 if one.scene.fact is None else 2)
            assert stand.steps[one.kept] is one.steps[0]
            assert one.choices == one.steps[-1].choices


@pytest.mark.parametrize("id_", library())
def test_a_scene_that_is_to_be_asked_again_is_not_decided(id_: str) -> None:
    for stand in at_random(id_, 1):
        settled = sum(len(one.steps) for one in decisions(stand))
        assert settled == len(stand.steps) - stand.fact_shown


@pytest.mark.parametrize("id_", library())
def test_no_run_is_longer_than_the_longest_way(id_: str) -> None:
    scenario = load(id_)
    for seed in range(5):
        stands = at_random(id_, seed)
        ahead = [still_to_come(scenario, stand.scene) for stand in stands]
        assert ahead[-1] == 0
        assert ahead == sorted(ahead, reverse=True)
        assert len(decisions(stands[-1])) <= ahead[0] <= len(scenario.scenes)


def test_the_longest_way_leads_through_every_scene_of_a_story_without_jumps() -> None:
    scenario = load("sam-priya")
    assert not any(jump for scene in scenario.scenes for choice in scene.choices for jump in choice.jumps)
    assert [still_to_come(scenario, scene) for scene in scenario.scenes] == list(range(len(scenario.scenes), 0, -1))
