"""What a learner has not done of a lesson is named in words, by what they did in it."""

from __future__ import annotations

import random

import pytest

from misread_grading.assignment import Assignment, release
from misread_grading.course import open_course
from misread_grading.reports.feedback import title_of
from misread_grading.reports.unfinished_work import BEGUN_ALONE, NOT_WRITTEN, progress
from tests.grading.fake_learners import GRADED, M4, Pen, everything


def dice() -> random.Random:
    return random.Random(1)  # noqa: S311 - no secret


@pytest.fixture(scope="module")
def assignment(tmp_path_factory: pytest.TempPathFactory) -> Assignment:
    return release(open_course(tmp_path_factory.mktemp("course")), M4)


def missing(events: Pen, assignment: Assignment) -> dict[str, str]:
    """Return how far each item is that is not done, by its title."""
    return dict(line.split(": ", 1) for line in progress(events.events, assignment).missing)


def test_who_did_everything_has_nothing_left(assignment: Assignment) -> None:
    found = progress(everything("ada", dice()).events, assignment)
    assert (found.begun, found.missing) == (True, ())


def test_who_did_nothing_has_begun_nothing_and_everything_left(assignment: Assignment) -> None:
    assert not progress([], assignment).begun
    assert missing(Pen("ada"), assignment) == {
        title_of(item): NOT_WRITTEN if item == "X4.6" else "not tried" for item in GRADED[M4]
    }


def test_a_case_that_was_left_says_how_far_it_is(assignment: Assignment) -> None:
    pen = Pen("ada")
    pen.play("sam-priya", dice(), 3)
    assert progress(pen.events, assignment).begun
    assert missing(pen, assignment)[title_of("sam-priya")] == "not finished (3 of 9 decisions)"


@pytest.mark.parametrize(("text", "how"), [("A draft", BEGUN_ALONE), ("  ", NOT_WRITTEN)])
def test_a_text_that_was_not_handed_in_is_begun_if_it_says_anything(
    text: str, how: str, assignment: Assignment
) -> None:
    pen = Pen("ada")
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": text, "done": False}, "v1")
    assert missing(pen, assignment)[title_of("X4.6")] == how
    assert progress(pen.events, assignment).begun == (how == BEGUN_ALONE)


def test_what_is_done_in_another_lesson_counts_for_nothing_here(assignment: Assignment) -> None:
    pen = Pen("ada", "m2-being-understood")
    pen.play("communications-boss", dice())
    assert not progress(pen.events, assignment).begun
