"""Grading again keeps what a reader gave, and asks the reader again only where the text has changed."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import CONFIG, Course, open_course
from misread_grading.gradebook.dates import extend, set_due
from misread_grading.gradebook.lateness import update_penalties
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.submissions.collection import collect
from tests.grading.fake_learners import M4, MORNING, Pen, everything
from tests.grading.nbgrader_reference import rows

CELL, CASE = "X4-6", "sam-priya-C1"


@pytest.fixture
def pen() -> Pen:
    return everything("ada", random.Random(3))  # noqa: S311 - no secret


@pytest.fixture
def course(tmp_path: Path, pen: Pen) -> Course:
    """A course in which a reader has given six points for a text."""
    course = open_course(tmp_path)
    grade(course, pen)
    give(course, CELL, 6.0)
    return course


def grade(course: Course, pen: Pen, *, force: bool = False) -> None:
    collect(course, M4, [pen.learner_of()])
    assert not autograde(course, M4, force=force).failures


def give(course: Course, cell: str, points: float) -> None:
    """Give points as formgrader does."""
    with course.gradebook() as gradebook:
        found = gradebook.find_grade(cell, M4, M4, "ada")
        found.manual_score, found.needs_manual_grade = points, False
        gradebook.db.commit()


def state(course: Course, cell: str) -> tuple[float | None, float | None, bool]:
    found: tuple[float | None, float | None, bool] = rows(course, M4)["ada"]["grades"][cell]
    return found


def test_grading_again_keeps_what_a_reader_gave(course: Course, pen: Pen) -> None:
    grade(course, pen, force=True)
    assert state(course, CELL) == (None, 6.0, False)


def test_other_work_does_not_open_a_finished_text_again(course: Course, pen: Pen) -> None:
    pen.answer("X4.2", [], number=2)
    grade(course, pen)
    assert state(course, CELL) == (None, 6.0, False)


def test_a_changed_text_is_reopened_and_keeps_its_score_meanwhile(course: Course, pen: Pen) -> None:
    pen.hand_in("X4.6", "On Monday I ask somebody else.")
    grade(course, pen)
    assert state(course, CELL) == (None, 6.0, True)


def test_a_score_corrected_by_hand_is_reopened_when_its_answers_change(course: Course, pen: Pen) -> None:
    give(course, "X4-2", 5.0)
    grade(course, pen, force=True)
    auto = state(course, "X4-2")[0]
    assert state(course, "X4-2") == (auto, 5.0, False)
    pen.events = [event for event in pen.events if event.item != "X4.2"]
    grade(course, pen)
    assert state(course, "X4-2") == (0.0, 5.0, auto != 0.0)


def test_late_work_costs_what_the_course_says_and_an_extension_takes_it_back(course: Course) -> None:
    config = course.folder / CONFIG
    config.write_text(f"{config.read_text('utf-8')}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", "utf-8")
    course = Course.at(course.folder)
    set_due(course, M4, MORNING - timedelta(days=1))
    assert autograde(course, M4).graded == ["ada"]
    row = rows(course, M4)["ada"]
    earned = sum(auto if manual is None else manual for auto, manual, _ in row["grades"].values())
    assert row["penalty"] == pytest.approx(earned)
    extend(course, M4, "ada", 2)
    assert autograde(course, M4).graded == ["ada"]
    assert rows(course, M4)["ada"]["penalty"] is None
    assert autograde(course, M4).unchanged == ["ada"]


def test_the_current_late_policy_also_reduces_points_of_a_reader(course: Course) -> None:
    set_due(course, M4, MORNING - timedelta(days=1))
    assert autograde(course, M4).graded == ["ada"]
    assert update_penalties(course, M4) == 0
    config = course.folder / CONFIG
    config.write_text(f"{config.read_text('utf-8')}\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", "utf-8")
    course = Course.at(course.folder)
    assert update_penalties(course, M4, ["bo"]) == 0
    assert update_penalties(course, M4, ["ada"]) == 1
    give(course, CELL, 8.0)
    assert update_penalties(course, M4) == 1
    (late,) = scorebook(course, M4).learners
    assert late.penalty == pytest.approx(sum(one.points or 0.0 for one in late.scores.values()))
    assert late.total == pytest.approx(0.0)
    assert update_penalties(course, M4) == 0


def test_the_latest_submission_counts_unless_the_first_shall(course: Course, pen: Pen) -> None:
    pen.hand_in("X4.6", "A second text.")
    assert collect(course, M4, [pen.learner_of()], "first").new == []
    assert collect(course, M4, [pen.learner_of()], "latest").new == ["ada"]
    stamp = course.path("submitted", "ada", M4).joinpath("timestamp.txt").read_text("utf-8")
    assert datetime.strptime(stamp.strip(), "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC) == pen.events[-1].at
