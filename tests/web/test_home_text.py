"""The words that pages put together: one and several, grouped numbers, shares in per cent."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from misread_course.items import KINDS
from misread_web.site import home_text
from misread_web.site.templates import ROOM

PAGES = [ROOM / "home" / "templates", ROOM / "follow_up" / "templates", ROOM / "feedback" / "templates"]


@pytest.mark.parametrize(
    ("number", "words", "said"),
    [
        (0, ("text",), "0 texts"),
        (1, ("text",), "1 text"),
        (2, ("text",), "2 texts"),
        (1, ("story", "stories"), "1 story"),
        (1_234, ("story", "stories"), "1,234 stories"),
    ],
)
def test_one_is_one_and_others_are_several(number: int, words: tuple[str, ...], said: str) -> None:
    assert home_text.counted(number, *words) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(1, "1 minute"), (90, "90 minutes"), (105, "about 2 hours"), (140, "about 2½ hours"), (380, "about 6½ hours")],
)
def test_a_long_time_is_said_in_halves_of_hours(minutes: int, said: str) -> None:
    assert home_text.duration(minutes) == said


@pytest.mark.parametrize(("times", "said"), [(1, "answered"), (2, "answered twice"), (3, "answered 3 times")])
def test_tries_are_counted_in_words(times: int, said: str) -> None:
    assert home_text.tried(times) == said


@pytest.mark.parametrize(
    ("stories", "again", "said"),
    [
        (1, 0, "Based on your first run of 1 story."),
        (3, 0, "Based on your first run of 3 stories."),
        (3, 1, "Based on your first run of 3 stories, with your latest run of one of them beside it."),
        (3, 2, "Based on your first run of 3 stories, with your latest run of 2 of them beside it."),
        (3, 3, "Based on your first run of 3 stories, with your latest run beside it."),
    ],
)
def test_a_profile_says_which_runs_it_comes_from(stories: int, again: int, said: str) -> None:
    assert home_text.run_of(stories, again, "your") == said


def test_too_few_decisions_name_no_level() -> None:
    assert home_text.level(None) == home_text.level(0) == ""
    assert home_text.level(2) == "Level 2 of 3"
    assert home_text.level(2, (10.0, 18.0)) == "Level 2 of 3 as a manager, on 10 of 18"


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ((Fraction(1, 3),), "33 % of the points"),
        ((Fraction(0), Fraction(1)), "0 % of the points on the first try, 100 % on the last; the best counts: 100 %"),
        (
            (Fraction(1, 2), Fraction(2, 3), Fraction(1, 4)),
            "50 % of the points on the first try, 25 % on the last; the best counts: 67 %",
        ),
    ],
)
def test_of_several_tries_the_first_the_last_and_the_best_are_said(shares: tuple[Fraction, ...], said: str) -> None:
    assert home_text.tried_with(shares) == said


def test_points_have_no_empty_decimals() -> None:
    assert home_text.points(21.0, 24.0, 8) == "21 of 24 points, from 8 decisions"
    assert home_text.points(1.5, 3.0, 1) == "1.5 of 3 points, from 1 decision"


def test_only_the_first_letter_becomes_large() -> None:
    assert [home_text.begun_large(each) for each in ("école", "iPad", "")] == ["École", "IPad", ""]


@pytest.mark.parametrize(
    ("done", "left", "said"),
    [
        (4, [], "Done"),
        (3, ["recall"], "3 of 4 things done: the exit card is left"),
        (2, ["exercise", "recall"], "2 of 4 things done: an exercise and the exit card are left"),
        (1, ["exercise", "scenario", "exercise"], "1 of 4 things done: 2 exercises and the case are left"),
        (0, ["something new"], "0 of 1 things done: one more page is left"),
    ],
)
def test_what_is_left_of_a_lesson_is_said_in_words(done: int, left: list[str], said: str) -> None:
    assert home_text.how_far(done, left) == said


def test_every_kind_of_item_has_a_word_where_it_is_left() -> None:
    assert [kind for kind in KINDS if "one more page" in home_text.how_far(0, [kind])] == []


def test_nobody_is_called_a_failure() -> None:
    said = "".join(path.read_text("utf-8") for folder in PAGES for path in sorted(folder.glob("*.html")))
    assert re.findall(r"[^\w]((?:you|your)\b[^.<]{0,40}\bfail\w*|failures?)\b", said, re.IGNORECASE) == []
