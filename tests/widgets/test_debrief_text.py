"""The sentences of a debrief agree with the figures that they say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_widgets.views import debrief_text


@given(st.floats(0, 50), st.integers(1, 50))
def test_the_share_of_the_points_is_a_whole_percentage_within_bounds(earned: float, offered: int) -> None:
    said = debrief_text.bars_text(min(earned, offered), offered, 0)
    (share,) = re.findall(r"earned (\d+)", said)
    assert abs(int(share) - 100 * min(earned, offered) / offered) <= 0.5


def test_hours_are_said_only_where_some_were_spent() -> None:
    assert "hour" not in debrief_text.bars_text(1, 2, 0)
    assert debrief_text.bars_text(1, 2, 1).endswith("You spent one hour on it.")
    assert debrief_text.bars_text(1, 2, 7).endswith("You spent 7 hours on it.")


def test_no_points_on_offer_are_a_share_of_nothing() -> None:
    assert re.search(r"earned 0", debrief_text.bars_text(0, 0, 3))


@pytest.mark.parametrize(
    ("paths", "reached", "said"),
    [
        (262_144, 1, "Fewer than one in a thousand"),
        (1000, 1, "0.1 % of them end here"),
        (1000, 99, "9.9 % of them end here"),
        (1000, 100, "10 % of them end here"),
        (8, 8, "100 % of them end here"),
    ],
)
def test_rare_endings_are_said_in_words_and_others_in_per_cent(paths: int, reached: int, said: str) -> None:
    assert said in debrief_text.rarity(paths, reached)


@given(st.integers(-9, 9), st.integers(-9, 9).filter(bool))
def test_a_curve_rises_exactly_if_its_value_does(before: int, step: int) -> None:
    said = debrief_text.curve_headline("trust", before, before + step, "at decision 2")
    assert ("rose" in said, "fell" in said) == (step > 0, step < 0)
    assert f"from {before} to {before + step}" in said


def test_a_move_after_the_last_decision_belongs_to_the_end() -> None:
    assert debrief_text.when(3, 3) == "at decision 3"
    assert debrief_text.when(4, 3) == "at the end, as a result of it all"


@pytest.mark.parametrize(
    ("changed", "of", "said"),
    [
        (0, 1, "1 other choice was open. It would not"),
        (0, 4, "4 other choices were open. None"),
        (1, 1, "1 other choice was open, and 1 would by itself"),
        (2, 4, "4 other choices were open, and 2 would each"),
    ],
)
def test_other_choices_agree_in_number_with_their_verbs(changed: int, of: int, said: str) -> None:
    assert said in debrief_text.forks_text(changed, of)


def test_the_link_to_a_decision_is_named_with_the_text_that_is_seen() -> None:
    assert debrief_text.evidence(3, 1.5, 2) in debrief_text.evidence_named(3, "A no by the door", 1.5, 2)


def test_the_first_run_is_called_the_one_that_counts_and_no_other_is() -> None:
    first, second = (debrief_text.run_line(number, "a trial", current=number == 2) for number in (1, 2))
    assert ("the one that counts" in first, "the one that counts" in second) == (True, False)
    assert second.endswith("– this one")


def test_curves_without_a_change_are_named_once_or_not_at_all() -> None:
    assert debrief_text.still([]) == ""
    assert debrief_text.still(["trust", "hours"]) == "No change: trust; hours."
