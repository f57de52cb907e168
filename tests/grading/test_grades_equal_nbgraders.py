"""Submissions of every kind, graded by nbgrader with its kernels and by us without any.

One run of each over the same submissions serves all three, since a kernel takes seconds to start. The same comparison
over 100 submissions is a part of `benchmarks/grading.py`.
"""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

import pytest

from misread_grading.autograding.batch import Report, autograde
from misread_grading.course import Course, open_course
from tests.grading.fake_learners import M4
from tests.grading.nbgrader_reference import KERNEL, OURS, autograde_stock, give_feedback, rows
from tests.grading.submission_factory import REFUSED, TAMPERINGS, hand_in

WITH_KERNEL = (
    "untouched",
    "test cell doubled",
    "setup cell deleted",
    "code added",
    "answers missing",
    "answers cut off",
)
"""The kinds that are graded with kernels here, too; nbgrader with our way to execute grades all of them."""
BROKEN = "no notebook at all"
TIMES_LESS = 20


@dataclasses.dataclass(frozen=True)
class Run:
    """A course that was graded: the processor time that it took, kernels included, and whether all could be graded."""

    course: Course
    seconds: float
    outcome: Any


@pytest.fixture(scope="module")
def submitted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Course, dict[str, str]]:
    """One submission of each kind, and which is which."""
    course = open_course(tmp_path_factory.mktemp("mixed"))
    return course, {kind: student for student, kind in hand_in(course, len(TAMPERINGS)).items()}


def graded(course: Course, students: Collection[str], folder: Path, grade: Callable[[Course], object]) -> Run:
    """Grade some of the submissions in a course of their own."""
    shutil.copytree(course.folder, folder)
    copied = Course.at(folder)
    for student in course.students("submitted", M4):
        if student not in students:
            shutil.rmtree(copied.path("submitted", student, M4))
    before = os.times()
    outcome = grade(copied)
    after = os.times()
    return Run(copied, sum(after[:4]) - sum(before[:4]), outcome)


@pytest.fixture(scope="module")
def ours(submitted: tuple[Course, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Run:
    course, students = submitted
    folder = tmp_path_factory.mktemp("ours") / "course"
    return graded(course, students.values(), folder, lambda copied: autograde(copied, M4))


@pytest.fixture(scope="module")
def stock(submitted: tuple[Course, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Run:
    course, students = submitted
    folder = tmp_path_factory.mktemp("stock") / "course"
    return graded(course, students.values(), folder, lambda copied: autograde_stock(copied, M4, OURS))


@pytest.fixture(scope="module")
def kernels(submitted: tuple[Course, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Run:
    course, students = submitted
    folder = tmp_path_factory.mktemp("kernels") / "course"
    some = [students[kind] for kind in WITH_KERNEL]
    return graded(course, some, folder, lambda copied: autograde_stock(copied, M4, KERNEL))


def test_what_one_learner_did_stops_no_other(submitted: tuple[Course, dict[str, str]], ours: Run, stock: Run) -> None:
    students = submitted[1]
    expected = set(students.values()) - {students[BROKEN]}
    assert isinstance(ours.outcome, Report)
    assert set(ours.outcome.graded) == expected
    assert list(ours.outcome.failures) == [students[BROKEN]]
    assert stock.outcome is False
    for run in (ours, stock):
        assert set(run.course.students("autograded", M4)) == expected


def test_a_notebook_that_was_changed_earns_what_its_answers_are_worth(
    submitted: tuple[Course, dict[str, str]], ours: Run, tmp_path: Path
) -> None:
    course = open_course(tmp_path)
    hand_in(course, len(TAMPERINGS), untouched=True)
    autograde(course, M4)
    expected, found = rows(course, M4), rows(ours.course, M4)
    for kind, student in submitted[1].items():
        if kind not in {*REFUSED, BROKEN}:
            assert found[student]["grades"] == expected[student]["grades"], kind


@pytest.mark.parametrize("kind", REFUSED)
def test_answers_that_cannot_count_earn_nothing_and_say_why(
    submitted: tuple[Course, dict[str, str]], ours: Run, stock: Run, kind: str
) -> None:
    student = submitted[1][kind]
    for run in (ours, stock):
        cells = rows(run.course, M4)[student]["grades"]
        process = {name: auto for name, (auto, _, _) in cells.items() if name.startswith("sam-priya")}
        assert set(process.values()) == {0.0}
        assert REFUSED[kind] in run.course.notebook("autograded", student, M4).read_text("utf-8")
    assert REFUSED[kind] in ours.outcome.notes.get(student, REFUSED[kind])


def test_both_ways_to_execute_leave_equal_rows(
    submitted: tuple[Course, dict[str, str]], ours: Run, stock: Run, kernels: Run
) -> None:
    assert rows(ours.course, M4) == rows(stock.course, M4)
    theirs = rows(kernels.course, M4)
    assert kernels.outcome is True
    assert set(theirs) == {submitted[1][kind] for kind in WITH_KERNEL}
    assert theirs == {student: row for student, row in rows(ours.course, M4).items() if student in theirs}


def test_a_submission_takes_a_twentieth_of_the_time_at_most(ours: Run, kernels: Run) -> None:
    mine = ours.seconds / len(TAMPERINGS)
    assert kernels.seconds / len(WITH_KERNEL) >= TIMES_LESS * mine


def test_what_we_graded_nbgrader_gives_feedback_on(ours: Run) -> None:
    assert give_feedback(ours.course, M4)
    assert set(ours.course.students("feedback", M4)) == set(ours.course.students("autograded", M4))
