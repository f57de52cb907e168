"""The published scoring rules, by what they promise: shares from 0 to 1, all of it for the key alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.exercises import Scored, exercises
from misread_scenarios.exercises.rules import (
    LEFT,
    PICKED,
    RULES,
    equal_share,
    hits_minus_false_over_keys,
    ladder_half_rung_half,
)

Answer = dict[str, dict[str, str]]
IDS = "abcdefgh"
LADDERS = st.fixed_dictionaries({"ladder": st.sampled_from(["people", "craft"]), "rung": st.sampled_from("12345")})


def picked(ids: str) -> Answer:
    return {id_: {"line": PICKED if id_ in ids else LEFT} for id_ in IDS}


PICKS = st.sets(st.sampled_from(IDS)).map("".join).map(picked)
ON_LADDERS = st.tuples(*[LADDERS] * 3).map(lambda placed: dict(zip("abc", placed, strict=True)))


@given(PICKS.filter(lambda key: PICKED in str(key)), PICKS)
def test_a_pick_earns_what_it_hits_less_what_it_does_not(key: Answer, given_: Answer) -> None:
    found = hits_minus_false_over_keys(key, given_)
    assert 0 <= found <= 1
    assert (found == 1) == (given_ == key)
    assert equal_share(key, given_) == Fraction(sum(given_[id_] == key[id_] for id_ in IDS), len(IDS))


@pytest.mark.parametrize(
    ("key", "given_", "share"), [("abcd", "ab", "1/2"), ("abcd", "abe", "1/4"), ("abcd", IDS, "0"), ("ab", "cd", "0")]
)
def test_a_wrong_pick_takes_one_hit_away(key: str, given_: str, share: str) -> None:
    assert hits_minus_false_over_keys(picked(key), picked(given_)) == Fraction(share)


@given(ON_LADDERS, ON_LADDERS)
def test_a_rung_counts_on_its_own_ladder_alone(key: Answer, given_: Answer) -> None:
    found = ladder_half_rung_half(key, given_)
    assert 0 <= found <= 1
    assert (found == 1) == (given_ == key)
    other = {id_: {**values, "ladder": "neither"} for id_, values in given_.items()}
    assert ladder_half_rung_half(key, other) == 0


@pytest.mark.parametrize(("rung", "share"), [("3", "1"), ("2", "3/4"), ("4", "3/4"), ("1", "1/2"), ("5", "1/2")])
def test_a_rung_that_is_one_off_earns_half_of_its_half(rung: str, share: str) -> None:
    key, given_ = ({"a": {"ladder": "craft", "rung": at}} for at in ("3", rung))
    assert ladder_half_rung_half(key, given_) == Fraction(share)


def test_every_rule_has_the_name_that_files_use() -> None:
    used = {exercise.rule for exercise in exercises().values() if isinstance(exercise, Scored)}
    assert used == set(RULES)
