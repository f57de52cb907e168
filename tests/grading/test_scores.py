"""Readers' scores reach the gradebook within bounds, all of them or none, and wait again without being lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from misread_grading.course import Course
from misread_grading.gradebook.scores import BadScore, Score, points_of, reopen, write_scores
from tests.grading.graded_cohort import M4, graded

CELL = "X4-6"
Written = dict[str, tuple[float, bool]]


@pytest.fixture
def course(tmp_path: Path) -> Course:
    return graded(tmp_path, {"ada": "first text", "bo": "second text"})


@pytest.fixture
def given(course: Course) -> Callable[[], Written]:
    """Ask what was given by hand: points, and whether a reader is waited for."""

    def look() -> Written:
        with course.gradebook() as gradebook:
            found = points_of(gradebook, M4, CELL)
        return {student: (one.points, one.waits) for student, one in found.items()}

    return look


def write(course: Course, **points: float) -> None:
    with course.gradebook() as gradebook:
        write_scores(gradebook, M4, CELL, {student: Score(each, f"{each:g}") for student, each in points.items()})


def test_before_a_reader_gave_anything_there_is_nothing(given: Callable[[], Written]) -> None:
    assert given() == {}


def test_points_and_comments_are_those_of_each_learner(course: Course, given: Callable[[], Written]) -> None:
    write(course, ada=5.5, bo=8)
    assert given() == {"ada": (5.5, False), "bo": (8.0, False)}
    with course.gradebook() as gradebook:
        assert gradebook.find_comment(CELL, M4, M4, "ada").manual_comment == "5.5"
    write(course, ada=0)
    assert given() == {"ada": (0.0, False), "bo": (8.0, False)}


@pytest.mark.parametrize("points", [-0.5, 8.5, float("nan"), float("inf")])
def test_a_score_out_of_bounds_leaves_all_others_unwritten(
    points: float, course: Course, given: Callable[[], Written]
) -> None:
    with pytest.raises(BadScore, match="is not within 0 and 8"):
        write(course, ada=4, bo=points)
    assert given() == {}


def test_a_learner_without_the_cell_is_named(course: Course, given: Callable[[], Written]) -> None:
    with pytest.raises(BadScore, match=f"zoe has no cell '{CELL}'"):
        write(course, ada=4, zoe=4)
    assert given() == {}


def test_what_waits_again_keeps_its_points_until_a_reader_gives_others(
    course: Course, given: Callable[[], Written]
) -> None:
    write(course, ada=4, bo=5)
    with course.gradebook() as gradebook:
        reopen(gradebook, M4, CELL, ["ada", "zoe"])
        reopen(gradebook, M4, CELL, [])
    assert given() == {"ada": (4.0, True), "bo": (5.0, False)}
    write(course, ada=6)
    assert given() == {"ada": (6.0, False), "bo": (5.0, False)}


def test_a_text_without_points_is_not_reopened(course: Course, given: Callable[[], Written]) -> None:
    with course.gradebook() as gradebook:
        reopen(gradebook, M4, CELL, ["ada"])
    assert given() == {}
