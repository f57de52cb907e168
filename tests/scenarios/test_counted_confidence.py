"""The same for the confidence that the judgement cards ask for."""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from misread_scenarios.library import load
from misread_scenarios.model import Scene
from misread_scenarios.play import transitions
from misread_scenarios.play.confidence_scoring import share

FILE = Path(__file__).with_name("counted.yaml")
COUNTED: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - gives strings only
CARDS = COUNTED["first-guess-cards"]
SCENES = load("first-guess-cards").scenes


def moves(scene: Scene) -> dict[str, transitions.Move]:
    return {move.pick: move for move in transitions.moves(scene, {})}


def key(scene: Scene) -> str:
    """The reading that holds."""
    (found,) = (choice.id for choice in scene.choices if choice.claims is not None and choice.claims.holds({}))
    return found


def worth(scene: Scene, pick: str) -> float:
    """The share of a reading's points that it earns."""
    return transitions.total(transitions.points(scene, {}, moves(scene)[pick])) / 3


def rounded(numbers: Iterator[float]) -> float:
    return round(statistics.fmean(numbers), 3)


def test_the_readings_that_hold_stand_in_all_places() -> None:
    places = [[choice.id for choice in scene.choices].index(key(scene)) for scene in SCENES]
    assert "".join("ABCD"[place] for place in places) == CARDS["keys"]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: str(scene.id))
def test_a_card_is_answered_twice_in_as_many_ways(scene: Scene) -> None:
    assert len(moves(scene)) ** 2 == int(CARDS["paths_a_card"])


@pytest.mark.parametrize("level", CARDS["calibration"])
def test_a_reading_is_worth_its_calibration(level: str) -> None:
    holds, fails = (share(int(level) / 100, 4, holds=holds) for holds in (True, False))
    assert [f"{holds:.3f}", f"{fails:.3f}"] == CARDS["calibration"][level]
    for scene in SCENES:
        for choice in scene.choices:
            expected = holds if choice.id == key(scene) else fails
            assert worth(scene, f"{choice.id}@{level}") == pytest.approx(expected)


@pytest.mark.parametrize("level", CARDS["blind"])
def test_a_blind_guess_is_worth_this(level: str) -> None:
    found = rounded(worth(scene, f"{choice.id}@{level}") for scene in SCENES for choice in scene.choices)
    assert f"{found:.3f}" == CARDS["blind"][level]


@pytest.mark.parametrize("place", range(4), ids="ABCD")
def test_the_same_letter_with_certainty_is_worth_this(place: int) -> None:
    found = rounded(worth(scene, f"{scene.choices[place].id}@100") for scene in SCENES)
    assert f"{found:.2f}" == CARDS["same_letter_at_100"]["ABCD"[place]]


@pytest.mark.parametrize("pair", CARDS["pairs"], ids=lambda pair: f"{pair['before']}-{pair['after']}")
def test_a_change_of_mind_is_worth_this(pair: dict[str, str]) -> None:
    for scene in SCENES:
        other = next(choice.id for choice in scene.choices if choice.id != key(scene))
        picks = [pair[when].replace("key", key(scene)).replace("other", other) for when in ("before", "after")]
        assert f"{rounded(worth(scene, pick) for pick in picks):.3f}" == pair["share"]
