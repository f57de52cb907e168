"""The texts of a scene, a choice and an ending: those whose conditions hold, and of several for one place the last."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from misread_scenarios.format.reader import read_file
from misread_scenarios.library import library, load
from misread_scenarios.play.engine import Stand, opening
from misread_scenarios.play.texts import ending_paragraphs, last_of, situation, then_of, why_of

CLEAN = Path(__file__).parent / "clean.md"


def run(id_: str, seed: int) -> Stand:
    dice, stand = random.Random(seed), opening(load(id_), seed)  # noqa: S311 - no secret
    while not stand.over:
        stand = stand.after(dice.choice(stand.moves).pick)
    return stand


@pytest.fixture(scope="module")
def worlds() -> dict[str, Stand]:
    """The opening of the clean scenario in each of its worlds."""
    scenario = read_file(CLEAN).scenario
    assert scenario is not None
    stands = [opening(scenario, seed) for seed in range(20)]
    return {stand.drawn["cause"]: stand for stand in stands}


def test_a_situation_has_the_paragraphs_of_its_world(worlds: dict[str, Stand]) -> None:
    assert worlds.keys() == {"fear", "skill"}
    fear, skill = (" ".join(situation(worlds[cause])) for cause in ("fear", "skill"))
    assert ("Captain" in fear, "Captain" in skill) == (True, False)
    assert ("Not before" in fear, "Not before" in skill) == (False, True)


def test_of_several_texts_for_one_place_the_last_that_holds_is_shown(worlds: dict[str, Stand]) -> None:
    shown = {}
    for cause, stand in worlds.items():
        (step,) = stand.after("ask").steps
        shown[cause] = then_of(step.choices[0], step)
    assert "They laughed" in shown["fear"]
    assert "Since you ask" in shown["skill"]
    passages = worlds["fear"].scenario.scenes[0].choices[0].then
    assert last_of(passages, worlds["fear"].state) is passages[-1]
    assert last_of((), worlds["fear"].state) is None


@pytest.mark.parametrize("id_", library())
def test_every_choice_of_a_run_has_its_text_and_its_reason_and_the_end_its_paragraphs(id_: str) -> None:
    for seed in range(5):
        stand = run(id_, seed)
        assert situation(stand) == []
        for step in stand.steps:
            for choice in step.choices:
                told = {passage.text for passage in choice.then}
                assert then_of(choice, step) in told | {""}
                assert why_of(choice, step) in {passage.text for passage in choice.why} | {""}
        assert bool(ending_paragraphs(stand)) == (stand.ending is not None)
