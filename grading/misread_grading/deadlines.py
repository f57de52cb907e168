"""Until when a lesson may be handed in, by everybody and by those who have longer."""

from __future__ import annotations

import dataclasses
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nbgrader import api
from sqlalchemy import and_, select
from sqlalchemy.exc import SAWarning

from misread_grading.calendar import DAY, after, days_between
from misread_grading.release import release
from misread_grading.submitting import checked

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from nbgrader.api import Gradebook

    from misread_grading.course import Course


@dataclasses.dataclass(frozen=True)
class Deadline:
    """Until when one learner may hand in a lesson.

    Attributes:
        due: the moment, in UTC, with what they were given longer.
        longer: the days of the calendar that they were given longer than the others; 0 where they were given none.
    """

    due: datetime
    longer: float = 0.0


def set_due(course: Course, lesson: str, due: datetime | None) -> datetime | None:
    """Say until when a lesson may be handed in, and return until when that was; None: for ever.

    Those who have some days longer keep these days, counted from the new date. What is graded already changes with the
    next grading.

    Raises:
        NoLesson: where the course has none of that name.
    """
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            before = gradebook.find_assignment(lesson).duedate
            days = {one.id: days_longer(before, one.extension, course.zone) for one in _longer(gradebook, lesson)}
            naive = due.astimezone(UTC).replace(tzinfo=None) if due else None
            gradebook.update_or_create_assignment(lesson, duedate=naive)
            for one in _longer(gradebook, lesson):
                one.extension = extension(naive, days[one.id], course.zone)
            gradebook.db.commit()
    return before.replace(tzinfo=UTC) if before else None


def extend(course: Course, lesson: str, student: str, days: float) -> datetime | None:
    """Give one learner some days longer than the others, in place of any given before; 0 takes them back.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        student: who gets longer.
        days: days of the calendar in the course's time zone, 0 or more.

    Returns:
        Until when they may hand in, in UTC; None where the lesson has no date yet, from which the days will count.

    Raises:
        NoLesson: where the course has none of that name.
        BadStudent: where the id can be no learner's.
    """
    checked(student)
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            due = gradebook.find_assignment(lesson).duedate
            longer = extension(due, days, course.zone) if days else None
            gradebook.update_or_create_student(student)
            with warnings.catch_warnings():
                # nbgrader lets the database write rows that it has half made, which is no harm.
                warnings.simplefilter("ignore", SAWarning)
                gradebook.update_or_create_submission(lesson, student, extension=longer)
    return due.replace(tzinfo=UTC) + (longer or timedelta()) if due else None


def extension(due: datetime | None, days: float, zone: ZoneInfo) -> timedelta:
    """Return what the gradebook keeps of so many days longer: the time between the two dates, in hours as they pass.

    So every part of nbgrader comes to the same date. `due` is naive UTC, as nbgrader keeps it; without one, a day is
    24 hours until there is one.
    """
    if due is None:
        return timedelta(days=days)
    start = due.replace(tzinfo=UTC)
    return after(start, days, zone) - start


def days_longer(due: datetime | None, longer: timedelta | None, zone: ZoneInfo) -> float:
    """Return the days of the calendar that a gradebook's extension stands for; the arguments are those of `extension`.

    Whole days of 24 hours each, as formgrader and earlier versions of the course write them, are as many days.
    """
    if not longer or longer < timedelta():
        return 0.0
    start = due.replace(tzinfo=UTC) if due else None
    days = days_between(start, start + longer, zone) if start else longer / DAY
    return longer / DAY if days != int(days) and not longer % DAY else days


def count_days(gradebook: Gradebook, lesson: str, zone: ZoneInfo) -> None:
    """Have every extension of a lesson end where its days of the calendar end, whoever wrote it into the gradebook."""
    due = gradebook.db.scalar(select(api.Assignment.duedate).where(api.Assignment.name == lesson))
    if due is None:
        return
    for one in _longer(gradebook, lesson):
        meant = extension(due, days_longer(due, one.extension, zone), zone)
        if abs(meant - one.extension) > timedelta(seconds=1):
            one.extension = meant
    gradebook.db.commit()


def _longer(gradebook: Gradebook, lesson: str) -> list[api.SubmittedAssignment]:
    """Return the submissions of those who have longer."""
    one = api.SubmittedAssignment
    query = select(one).join(api.Assignment, api.Assignment.id == one.assignment_id)
    return list(gradebook.db.scalars(query.where(api.Assignment.name == lesson, one.extension.is_not(None))))


def deadlines(course: Course, lesson: str) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return until when a lesson may be handed in, in UTC, and the deadlines of those who have longer, by student.

    Raises:
        NoLesson: where the course has none of that name.
    """
    release(course, lesson)
    with course.gradebook() as gradebook:
        return deadlines_in(gradebook, lesson, course.zone)


def deadlines_in(gradebook: Gradebook, lesson: str, zone: ZoneInfo) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return what `deadlines` does, of a lesson that was released, from a gradebook that is open."""
    naive = gradebook.find_assignment(lesson).duedate
    if naive is None:
        return None, {}
    found = {}
    for one in _longer(gradebook, lesson):
        days = days_longer(naive, one.extension, zone)
        found[one.student_id] = Deadline(naive.replace(tzinfo=UTC) + extension(naive, days, zone), days)
    return naive.replace(tzinfo=UTC), found


def due_dates(course: Course, student: str, wait: float = 60.0) -> dict[str, Deadline]:
    """Return until when a learner may hand in each lesson that has a date.

    Args:
        course: the folder of the course.
        student: whose dates.
        wait: seconds to wait while somebody else writes to the gradebook.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: where it cannot be read by then.
    """
    lesson, theirs = api.Assignment, api.SubmittedAssignment
    query = select(lesson.name, lesson.duedate, theirs.extension).outerjoin(
        theirs, and_(theirs.assignment_id == lesson.id, theirs.student_id == student)
    )
    with course.gradebook(wait) as gradebook:
        rows = gradebook.db.execute(query.where(lesson.duedate.is_not(None))).all()
    found = {}
    for name, due, longer in rows:
        days = days_longer(due, longer, course.zone)
        found[name] = Deadline(due.replace(tzinfo=UTC) + extension(due, days, course.zone), days)
    return found
