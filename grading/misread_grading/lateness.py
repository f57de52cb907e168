"""What handing in late costs: nbgrader's own policy, as the course's configuration names it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from nbgrader import api
from sqlalchemy import func, select, update
from traitlets import TraitError
from traitlets.config import Config

from misread_grading.calendar import DAY, days_between
from misread_grading.course import Course, quiet
from misread_grading.deadlines import count_days

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_SETTINGS = {"AssignLatePenalties", "LateSubmissionPlugin"}
"""Parts of a course's configuration by which it has a policy of its own."""


class BadPolicy(ValueError):
    """The configuration of a course names no policy that nbgrader could use; the text says what is wrong."""


class Lateness:
    """The late policy of a course (`AssignLatePenalties.plugin_class`)."""

    def __init__(self, config: Config) -> None:
        """Make the policy ready, where the course names one: without, nbgrader's takes nothing off.

        Raises:
            BadPolicy: where what it names is none.
        """
        self._policy = _policy(config) if _SETTINGS & set(config) else None

    def penalty(self, student: str, score: float, seconds: float) -> float | None:
        """Return the points that are taken off, from 0 to the score; None where there is nothing to take off.

        Args:
            student: whose submission it is.
            score: of the notebook.
            seconds: by which it came after the due date, extensions included; 0 where it did not. A day of the
                calendar has 86,400, so that a policy which counts days counts those.
        """
        if seconds <= 0 or self._policy is None:
            return None
        found = self._policy.late_submission_penalty(student, score, seconds)
        return None if found is None else min(max(float(found), 0.0), score)


def _policy(config: Config) -> Any:  # noqa: ANN401 - nbgrader's, or one of the course's own
    from nbgrader.preprocessors import AssignLatePenalties  # noqa: PLC0415 - slow to load, and many have no policy

    try:
        step = AssignLatePenalties(config=config, log=quiet())
        step.init_plugin()
    except (TraitError, TypeError) as error:
        raise BadPolicy(f"what late work costs cannot be read from nbgrader_config.py: {error}") from error
    return step.plugin_inst


def settle(course: Course, lesson: str, students: Collection[str] | None = None) -> int:
    """Work out anew what being late costs, and return for how many that has changed.

    nbgrader does so when it grades. By then nobody has read the texts, whose points count as well; and the policy may
    be another since.

    Args:
        course: the folder of the course.
        lesson: which lesson; where it was not graded yet, there is nothing to do.
        students: for whom; for everybody if it is not said.
    """
    policy, changed = Lateness(course.config), []
    one, book, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
    query = (
        select(one.student_id, one.timestamp, one.extension, api.Assignment.duedate, book.id)
        .add_columns(book.late_submission_penalty, func.sum(grade.score))
        .join(api.Assignment, api.Assignment.id == one.assignment_id)
        .join(book, book.assignment_id == one.id)
        .join(grade, grade.notebook_id == book.id)
        .where(api.Assignment.name == lesson, *([one.student_id.in_(students)] if students is not None else []))
        .group_by(one.student_id, one.timestamp, one.extension, api.Assignment.duedate, book.id)
        .group_by(book.late_submission_penalty)
    )
    with course.gradebook() as gradebook:
        count_days(gradebook, lesson, course.zone)
        for student, at, longer, due, id_, before, score in gradebook.db.execute(query):
            late = days_late(at, due, longer, course.zone)
            penalty = policy.penalty(student, float(score or 0.0), late * DAY.total_seconds())
            if penalty != before:
                changed.append({"id": id_, "late_submission_penalty": penalty})
        if changed:
            gradebook.db.execute(update(book), changed)
            gradebook.db.commit()
    return len(changed)


def days_late(at: datetime | None, due: datetime | None, longer: timedelta | None, zone: ZoneInfo) -> float:
    """Return how many days of the calendar something handed in then is late; 0 where it is in time, or nothing is due.

    Moments are naive UTC, as nbgrader keeps them.
    """
    if at is None or due is None:
        return 0.0
    end = due + (longer or timedelta())
    return days_between(end.replace(tzinfo=UTC), at.replace(tzinfo=UTC), zone) if at > end else 0.0
