"""What decisions earned for a competency, and from how many on a level is named."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from misread_records.evidence import ENOUGH_DECISIONS, competency_score, evidence, level_shown, totals
from misread_scenarios.competencies import competencies, level
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
    assert competency_score(()) is None


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("id_", library())
def test_a_score_is_what_the_engine_pays_over_all_runs_and_names_a_level_of_the_managers_part(
    id_: str, seed: int
) -> None:
    stands = [run(id_, seed), run("communications-boss", seed), run("communications-employee", seed)]
    as_manager = [stand for stand in stands if stand.scenario.you == "manager"]
    for id_of in competencies():
        score = competency_score([one for stand in stands for one in evidence(stand, id_of)])
        offered = sum(stand.offered.get(id_of, 0) for stand in stands)
        if score is None:
            assert offered == 0
            continue
        earned = sum(stand.points.get(id_of, 0) for stand in stands)
        assert score.earned == pytest.approx(earned)
        assert score.most == pytest.approx(offered)
        assert score.share == pytest.approx(100 * earned / offered, abs=0.06)
        assert 0 <= score.share <= 100
        made = [one for stand in as_manager for one in evidence(stand, id_of)]
        there = totals(made)
        assert score.as_manager == (None if len(made) == score.decisions else there)
        assert score.level == (level(there[0] / there[1]) if len(made) >= ENOUGH_DECISIONS else None)


@pytest.mark.parametrize("id_", competencies())
def test_the_lowest_level_is_described_by_the_next_one_and_the_highest_by_itself(id_: str) -> None:
    one = competencies()[id_]
    first, second, third = one.levels
    assert [one.shown_levels(reached) for reached in (None, 1, 2, 3)] == [
        ("", ""),
        ("", second),
        (second, third),
        (third, ""),
    ]
    assert first
