"""The same for the look-ups and the confidence of the two scenarios that ask for them."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from misread_scenarios import machine
from misread_scenarios.calibration import share
from misread_scenarios.conditions import State
from misread_scenarios.counting import count
from misread_scenarios.library import load
from misread_scenarios.model import Scene

FILE = Path(__file__).with_name("counted.yaml")
COUNTED: dict[str, Any] = yaml.load(FILE.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - gives strings only
CARDS, CASE = COUNTED["first-guess-cards"], COUNTED["not-ready"]
SCENES = load("first-guess-cards").scenes
NOT_READY = load("not-ready")
TRUTHS = [machine.opening_state(NOT_READY, drawn) for drawn in machine.draws(NOT_READY)]


def moves(scene: Scene) -> dict[str, machine.Move]:
    return {move.pick: move for move in machine.moves(scene, {})}


def key(scene: Scene) -> str:
    """The reading that holds."""
    (found,) = (choice.id for choice in scene.choices if choice.claims is not None and choice.claims.holds({}))
    return found


def worth(scene: Scene, pick: str) -> float:
    """The share of a reading's points that it earns."""
    return machine.total(machine.points(scene, {}, moves(scene)[pick])) / 3


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


def earned(scene: Scene, state: State, move: machine.Move) -> float:
    return machine.total(machine.points(scene, state, move))


@pytest.mark.parametrize("number", ["one", "two"])
def test_no_fixed_look_ups_and_act_do_better(number: str) -> None:
    """The best pair of answers for all truths, as a share of what the two scenes can earn in each."""
    looking, acting = (NOT_READY.scene(id_) for id_ in ("N2", "N4"))
    assert looking
    assert acting
    singles = tuple(machine.Move(choice.id, (choice,)) for choice in looking.choices)
    looks = machine.moves(looking, TRUTHS[0]) if number == "two" else singles
    acts = machine.moves(acting, TRUTHS[0])
    found = {}
    for look, act in itertools.product(looks, acts):
        shares = []
        for state in TRUTHS:
            most = max(earned(looking, state, m) for m in looks) + max(earned(acting, state, m) for m in acts)
            shares.append((earned(looking, state, look) + earned(acting, state, act)) / most)
        found[look.pick, act.pick] = statistics.fmean(shares)
    best = max(found, key=lambda picks: found[picks])
    written = CASE["fixed_answers"][number]
    assert dict(zip(("N2", "N4"), best, strict=True)) == written["scenes"]
    assert f"{found[best]:.3f}" == written["share"]


def test_no_fixed_run_does_better() -> None:
    """Points hang on the truth alone, so the best run is the best move of each scene."""
    most = {str(case.drawn["truth"]): case.maximum for case in count(NOT_READY).cases}
    picks, total = [], 0.0
    for scene in NOT_READY.scenes:
        shares = {
            move.pick: statistics.fmean(earned(scene, state, move) / most[str(state["truth"])] for state in TRUTHS)
            for move in machine.moves(scene, TRUTHS[0])
        }
        best = max(shares, key=lambda pick: shares[pick])
        picks.append(best)
        total += shares[best]
    assert (picks, f"{total:.3f}") == (CASE["fixed_run"]["picks"], CASE["fixed_run"]["share"])
