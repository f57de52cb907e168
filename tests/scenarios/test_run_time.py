"""A run's minutes grow with what is read and decided in it."""

from __future__ import annotations

import pytest

from misread_scenarios.library import library, load
from misread_scenarios.model import Passage
from misread_scenarios.paths import run_minutes


@pytest.mark.parametrize("id_", library())
def test_no_case_takes_less_than_its_decisions_or_twice_as_long_as_it_says(id_: str) -> None:
    assert 0 < run_minutes(load(id_)) < 2 * load(id_).minutes


def test_two_hundred_more_words_at_the_start_take_a_minute_more() -> None:
    case = load("elective-3-waiting")
    first, *rest = case.scenes
    longer = first.model_copy(update={"paragraphs": (*first.paragraphs, Passage(text="word " * 200))})
    assert run_minutes(case.model_copy(update={"scenes": (longer, *rest)})) == pytest.approx(run_minutes(case) + 1)
