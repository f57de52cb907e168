"""Runs nbgrader's own steps in this process, as its commands do, and returns the rows that they write."""

from __future__ import annotations

import logging
import warnings
from typing import Any

from nbformat.warnings import DuplicateCellId
from nbgrader.converters import Autograde, GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from misread_grading.course import Course

KERNEL = "nbgrader.preprocessors.Execute"
OURS = "misread_grading.autograding.execute_step.Execute"
QUIET = logging.getLogger("tests.nbgrader")
QUIET.setLevel(logging.CRITICAL + 1)


def autograde_stock(course: Course, lesson: str, execute: str = KERNEL) -> bool:
    """Run `nbgrader autograde` with one of the two ways to execute; return whether every submission was graded."""
    config = _config(course, lesson)
    config.Autograde.autograde_preprocessors = [execute, *course.config.Autograde.autograde_preprocessors[1:]]
    return _run(Autograde, config)


def give_feedback(course: Course, lesson: str) -> bool:
    """Run `nbgrader generate_feedback`."""
    return _run(GenerateFeedback, _config(course, lesson))


def rows(course: Course, lesson: str) -> dict[str, dict[str, Any]]:
    """Return the gradebook's rows of each student: scores, cells that need a grader, comments, penalties, times."""
    with course.gradebook() as gradebook:
        return {row.student.id: _row(row) for row in gradebook.assignment_submissions(lesson)}


def _row(submission: Any) -> dict[str, Any]:  # noqa: ANN401 - nbgrader's own
    (notebook,) = submission.notebooks
    return {
        "timestamp": submission.timestamp,
        "penalty": notebook.late_submission_penalty,
        "grades": {g.name: (g.auto_score, g.manual_score, g.needs_manual_grade) for g in notebook.grades},
        "comments": {c.name: (c.auto_comment, c.manual_comment) for c in notebook.comments},
    }


def _config(course: Course, lesson: str) -> Config:
    config = Config(course.config)
    config.CourseDirectory.assignment_id = lesson
    return config


def _run(step: Any, config: Config) -> bool:  # noqa: ANN401 - one of nbgrader's converters
    with warnings.catch_warnings():
        # nbgrader lets the database flush incomplete rows, and learners may copy a cell with its id.
        warnings.simplefilter("ignore", SAWarning)
        warnings.simplefilter("ignore", DuplicateCellId)
        return _is_complete(step, config)


def _is_complete(step: Any, config: Config) -> bool:  # noqa: ANN401 - one of nbgrader's converters
    try:
        step(coursedir=CourseDirectory(config=config), config=config, log=QUIET).start()
    except NbGraderException:
        return False
    return True
