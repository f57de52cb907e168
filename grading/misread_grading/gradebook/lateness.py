"""What handing in late costs: nbgrader's own policy, as the course's configuration names it."""

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
"""Parts of a course's configuration by which it has a policy of its own."""


class BadPolicy(GradingError):
    """The configuration of a course names no policy that nbgrader could use; the text says what is wrong."""


class Lateness:
    """The late policy of a course (`AssignLatePenalties.plugin_class`)."""

    def __init__(self, config: Config) -> None:
        """Make the policy ready, where the course names one: without, nbgrader's takes nothing off.

        Raises:
            BadPolicy: if what it names is not a policy.
        """
        self._policy = _policy(config) if _SETTINGS & set(config) else None

    def penalty(self, student: str, score: float, seconds: float) -> float | None:
        """Return the points that are taken off, from 0 to the score; None if there is nothing to take off.

        Args:
            student: whose submission it is.
            score: of the notebook.
            seconds: by which it came after the due date, extensions included; 0 if it did not. A day of the
                calendar has 86,400, so that a policy which counts days counts those.
        """
        if seconds <= 0 or self._policy is None:
            return None
        found = self._policy.late_submission_penalty(student, score, seconds)
        return None if found is None else min(max(float(found), 0.0), score)


def _policy(config: Config) -> Any:  # noqa: ANN401 - nbgrader's, or one of the course's own
    try:
        step = lazy_imports.AssignLatePenalties(config=config, log=quiet())
        step.init_plugin()
    except (TraitError, TypeError) as error:
        raise BadPolicy(f"what late work costs cannot be read from nbgrader_config.py: {error}") from error
    return step.plugin_inst


def update_penalties(course: Course, lesson: str, students: Collection[str] | None = None) -> int:
    """Work out anew what being late costs, and return for how many that has changed.

    nbgrader does so when it grades, and for the whole submission. By then nobody has read the texts, whose points count
    as well, and the policy may be another since. Here each answer has its own time, so that one which comes late costs
    at most what it earns, and not the lesson.

    Args:
        course: the folder of the course.
        lesson: which lesson; where it was not graded yet, there is nothing to do.
        students: for whom; for everybody if it is not said.
    """
    policy, changed = Lateness(course.config), []
    with course.gradebook() as gradebook:
        count_days(gradebook, course, lesson)
        found = _submissions(gradebook, lesson, students)
        late = [one for one in found if one.late is not None]
        points = _points(gradebook, late) if late else {}
        cells = released_cells(course, lesson) if late else ()
        for one in found:
            penalty = None
            if one.late is not None:
                events = events_of_web(course, one.student, lesson)
                answers = late_answers(cells, points.get(one.book, {}), events, one.late, course.zone)
                penalty = cost(answers, partial(policy.penalty, one.student))
            if penalty != one.penalty:
                changed.append({"id": one.book, "late_submission_penalty": penalty})
        if changed:
            gradebook.db.execute(update(api.SubmittedNotebook), changed)
            gradebook.db.commit()
    return len(changed)


@dataclasses.dataclass(frozen=True)
class _Submission:
    """A graded submission: whose it is, its notebook, the penalty that it has, and how late it is, if it is."""

    student: str
    book: str
    penalty: float | None
    late: HandedInLate | None


def _submissions(gradebook: Gradebook, lesson: str, students: Collection[str] | None) -> list[_Submission]:
    one, book = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(
            one.student_id, book.id, book.late_submission_penalty, one.timestamp, api.Assignment.duedate, one.extension
        )
        .join(api.Assignment, api.Assignment.id == one.assignment_id)
        .join(book, book.assignment_id == one.id)
        .where(api.Assignment.name == lesson, *([one.student_id.in_(students)] if students is not None else []))
    )
    return [
        _Submission(student, id_, penalty, lateness(at, due, longer))
        for student, id_, penalty, at, due, longer in gradebook.db.execute(query)
    ]


def lateness(at: datetime | None, due: datetime | None, longer: timedelta | None) -> HandedInLate | None:
    """Return how something handed in then is late; None if it is in time, or nothing is due.

    Moments are naive UTC, as nbgrader keeps them.
    """
    if at is None or due is None or at <= due + (longer or timedelta()):
        return None
    return HandedInLate(in_utc(due + (longer or timedelta())), in_utc(at))


def _points(gradebook: Gradebook, submissions: Iterable[_Submission]) -> dict[str, dict[str, float]]:
    """Return what each graded cell earns, by the notebook and the cell's `grade_id`."""
    grade, cell = api.Grade, api.BaseCell
    query = select(grade.notebook_id, cell.name, grade.score).join(cell, cell.id == grade.cell_id)
    found: dict[str, dict[str, float]] = {}
    for id_, name, score in gradebook.db.execute(query.where(grade.notebook_id.in_([one.book for one in submissions]))):
        found.setdefault(id_, {})[name] = float(score or 0.0)
    return found
