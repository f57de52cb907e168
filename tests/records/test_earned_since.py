"""What changes no score moves no time: since when an answer is worth what it is worth."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_records import Event, new_id
from misread_records.earned_since import earned_since
from misread_records.scoring import exercise_mark
from misread_scenarios.exercises import Scored, load_exercise
from tests.grading.fake_learners import M4, Pen

CASE = "sam-priya"
EXERCISE = load_exercise("X4.2")
assert isinstance(EXERCISE, Scored)
LINES = [line.id for line in EXERCISE.lines]
MODEL: list[JsonValue] = ["X4.2.3", "X4.2.4", "X4.2.5", "X4.2.7", "X4.2.9"]


def test_the_same_answer_once_more_moves_nothing() -> None:
    pen = Pen("ada")
    pen.answer("X4.2", MODEL)
    first = pen.events[-1].at
    pen.answer("X4.2", MODEL, 2)
    assert earned_since(pen.events, "X4.2") == first


def test_a_worse_try_moves_nothing_and_a_better_one_moves_the_time() -> None:
    pen = Pen("ada")
    pen.answer("X4.2", [*MODEL[:4], "X4.2.1"])
    pen.answer("X4.2", [*MODEL[:3], "X4.2.1", "X4.2.2"], 2)
    assert earned_since(pen.events, "X4.2") == pen.events[0].at
    pen = Pen("ada")
    pen.answer("X4.2", [*MODEL[:4], "X4.2.1"])
    pen.answer("X4.2", MODEL, 2)
    assert earned_since(pen.events, "X4.2") == pen.events[1].at


@given(st.lists(st.lists(st.sampled_from(LINES), unique=True, min_size=5, max_size=5), min_size=1, max_size=4))
def test_from_its_time_on_an_exercise_is_worth_what_it_is_and_before_less(answers: list[list[str]]) -> None:
    pen = Pen("ada")
    for number, answer in enumerate(answers, 1):
        pen.answer("X4.2", list[JsonValue](answer), number)
    whole, at = exercise_mark(pen.events, "X4.2", 6).points, earned_since(pen.events, "X4.2")
    if at is None:
        assert whole == 0
        return
    assert exercise_mark([event for event in pen.events if event.at <= at], "X4.2", 6).points == whole
    assert exercise_mark([event for event in pen.events if event.at < at], "X4.2", 6).points < whole


def test_a_first_run_counts_from_its_last_choice_and_a_later_run_moves_nothing() -> None:
    pen = Pen("ada")
    pen.play(CASE, random.Random(5))  # noqa: S311 - no secret
    last = [event for event in pen.events if event.kind == "picked"][-1]
    again = last.model_copy(update={"id": new_id(), "attempt": 2, "at": last.at + timedelta(days=1), "slot": None})
    assert earned_since([*pen.events, again], CASE) == last.at
    assert earned_since([event for event in pen.events if event.at < last.at], CASE) is None


def test_a_text_counts_from_when_it_was_handed_in_as_it_stands() -> None:
    pen = Pen("ada")
    pen.hand_in("X4.6", "One text.")
    pen.hand_in("X4.6", "Another text.")
    second = pen.events[-1].at
    pen.hand_in("X4.6", "Another text.\n")
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": "Only begun.", "done": False}, "v1")
    assert earned_since(pen.events, "X4.6") == second


@pytest.mark.parametrize("item", ["X4.2", "X4.6", CASE, "nothing", "X4.6/own-marks"])
def test_what_was_not_answered_counts_from_no_time(item: str) -> None:
    at = datetime(2026, 3, 2, tzinfo=UTC)
    other = Event(id=new_id(), learner="ada", cohort=None, at=at, lesson=M4, item="other", kind="answered", attempt=1,
                  data={}, content="v1")  # fmt: skip
    assert earned_since([other], item) is None
