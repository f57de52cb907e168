"""Penalties for late work, by the nbgrader policy that the course's configuration names."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from nbgrader import api
from sqlalchemy import select, update
from traitlets import TraitError
from traitlets.config import Config

from misread_grading import lazy_imports
from misread_grading.course import Course, quiet
from misread_grading.errors import GradingError
from misread_grading.gradebook.dates import count_days
from misread_grading.gradebook.late_answers import HandedInLate, cost, events_of_web, in_utc, late_answers
from misread_grading.released_cells import released_cells

if TYPE_CHECKING:
    from nbgrader.api import Gradebook

_SETTINGS = {"AssignLatePenalties", "LateSubmissionPlugin"}
"""The parts of a course's configuration that define a late policy."""


class BadPolicy(GradingError):
    """The course's configuration names no policy that nbgrader can use; the text says what is wrong."""


class Lateness:
    """The late policy of a course (`AssignLatePenalties.plugin_class`)."""

    def __init__(self, config: Config) -> None:
        """Load the policy that the configuration names; without one, nothing is taken off.

        Raises:
            BadPolicy: if the name is not that of a policy.
        """
        self._policy = _policy(config) if _SETTINGS & set(config) else None

    def penalty(self, student: str, score: float, seconds: float) -> float | None:
        """Return the points that are taken off, from 0 to the score; None if nothing is.

        Args:
            student: the learner's id.
            score: the score of the notebook.
            seconds: the seconds after the due date, with extensions; 0 if it was on time. A calendar day has 86,400, so
                that policies that count days count calendar days.
        """
        if seconds <= 0 or self._policy is None:
            return None
        points = self._policy.late_submission_penalty(student, score, seconds)
        return None if points is None else min(max(float(points), 0.0), score)


def _policy(config: Config) -> Any:  # noqa: ANN401 - nbgrader's policy, or the course's own
    try:
        step = lazy_imports.AssignLatePenalties(config=config, log=quiet())
        step.init_plugin()
    except (TraitError, TypeError) as error:
        raise BadPolicy(f"what late work costs cannot be read from nbgrader_config.py: {error}") from error
    return step.plugin_inst


def update_penalties(course: Course, lesson: str, students: Collection[str] | None = None) -> int:
    """Compute the penalties for late work again, and return the number of learners whose penalty has changed.

    nbgrader computes them when it grades, for the whole submission. At that time no grader has marked the texts, whose
    points count as well, and the policy may change later. Here each answer has its own time, so a late answer costs at
    most what it earns, and does not affect the rest of the lesson.

    Args:
        course: the folder of the course.
        lesson: the lesson's name; nothing happens if it has not been graded.
        students: the learners; None: all.
    """
    policy, changed = Lateness(course.config), []
    with course.gradebook() as gradebook:
        count_days(gradebook, course, lesson)
        submissions = _submissions(gradebook, lesson, students)
        late = [submission for submission in submissions if submission.late is not None]
        points = _points(gradebook, late) if late else {}
        cells = released_cells(course, lesson) if late else ()
        for submission in submissions:
            penalty = None
            if submission.late is not None:
                events = events_of_web(course, submission.student, lesson)
                answers = late_answers(cells, points.get(submission.book, {}), events, submission.late, course.zone)
                penalty = cost(answers, partial(policy.penalty, submission.student))
            if penalty != submission.penalty:
                changed.append({"id": submission.book, "late_submission_penalty": penalty})
        if changed:
            gradebook.db.execute(update(api.SubmittedNotebook), changed)
            gradebook.db.commit()
    return len(changed)


@dataclasses.dataclass(frozen=True)
class _Submission:
    """A graded submission: its learner, its notebook, its penalty, and its lateness if it is late."""

    student: str
    book: str
    penalty: float | None
    late: HandedInLate | None


def _submissions(gradebook: Gradebook, lesson: str, students: Collection[str] | None) -> list[_Submission]:
    assignment, book = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(
            assignment.student_id,
            book.id,
            book.late_submission_penalty,
            assignment.timestamp,
            api.Assignment.duedate,
            assignment.extension,
        )
        .join(api.Assignment, api.Assignment.id == assignment.assignment_id)
        .join(book, book.assignment_id == assignment.id)
        .where(api.Assignment.name == lesson, *([assignment.student_id.in_(students)] if students is not None else []))
    )
    return [
        _Submission(student, id_, penalty, lateness(at, due, longer))
        for student, id_, penalty, at, due, longer in gradebook.db.execute(query)
    ]


def lateness(at: datetime | None, due: datetime | None, longer: timedelta | None) -> HandedInLate | None:
    """Return how late a submission is; None if it is on time, or the lesson has no due date.

    Moments are naive UTC, as in nbgrader.
    """
    if at is None or due is None or at <= due + (longer or timedelta()):
        return None
    return HandedInLate(in_utc(due + (longer or timedelta())), in_utc(at))


def _points(gradebook: Gradebook, submissions: Iterable[_Submission]) -> dict[str, dict[str, float]]:
    """Return the points of each graded cell, by the notebook and the cell's `grade_id`."""
    grade, cell = api.Grade, api.BaseCell
    query = select(grade.notebook_id, cell.name, grade.score).join(cell, cell.id == grade.cell_id)
    by_notebook: dict[str, dict[str, float]] = {}
    for id_, name, score in gradebook.db.execute(
        query.where(grade.notebook_id.in_([submission.book for submission in submissions]))
    ):
        by_notebook.setdefault(id_, {})[name] = float(score or 0.0)
    return by_notebook
