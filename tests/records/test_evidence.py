"""What decisions earned for a competency, and from how many on a level is named."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from misread_records.evidence import ENOUGH_DECISIONS, evidence, level_shown, totals
from misread_scenarios.competencies import competencies
from misread_scenarios.library import library, load
from misread_scenarios.play.engine import Stand, opening


def run(id_: str, seed: int) -> Stand:
    dice, stand = random.Random(seed), opening(load(id_), seed)  # noqa: S311 - no secret
    while not stand.over:
        stand = stand.after(dice.choice(stand.moves).pick)
    return stand


@pytest.mark.parametrize("id_", library())
def test_all_evidence_together_is_what_the_run_earned(id_: str) -> None:
    for seed in range(5):
        stand = run(id_, seed)
        for competency in competencies():
            earned, most = totals(evidence(stand, competency))
            assert earned == pytest.approx(float(Fraction(stand.points.get(competency, 0))))
            assert most == pytest.approx(float(Fraction(stand.offered.get(competency, 0))))
            assert 0 <= earned <= most


@pytest.mark.parametrize("id_", library())
def test_a_level_is_named_from_enough_decisions_of_a_manager_on(id_: str) -> None:
    stand = run(id_, 1)
    as_manager = load(id_).you == "manager"
    for competency in competencies():
        found = evidence(stand, competency)
        assert {one.as_manager for one in found} <= {as_manager}
        assert [one.number for one in found] == sorted({one.number for one in found})
        for number in range(len(found) + 1):
            shown = level_shown(found[:number])
            assert (shown is not None) == (as_manager and number >= ENOUGH_DECISIONS)
            assert shown in {None, 1, 2, 3}


def test_without_decisions_there_is_nothing() -> None:
    assert totals(()) == (0, 0)
    assert level_shown(()) is None
