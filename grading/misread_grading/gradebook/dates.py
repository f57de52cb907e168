"""Due dates of a lesson: for everybody, for one cohort, and for learners with extra days."""

from __future__ import annotations

import dataclasses
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from nbgrader import api
from sqlalchemy import and_, select
from sqlalchemy.exc import SAWarning

from misread_grading.assignment import release
from misread_grading.calendar import DAY, after, days_between
from misread_grading.cohort_membership import NOWHERE, enrolments
from misread_grading.errors import GradingError
from misread_grading.gradebook.cohort_dates import dates_of, own_dates, set_date
from misread_grading.submissions import checked
from misread_records.people import cohort_key

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

    from nbgrader.api import Gradebook

    from misread_grading.course import Course


@dataclasses.dataclass(frozen=True)
class Deadline:
    """Deadline of one learner for a lesson.

    Attributes:
        due: the deadline in UTC, extra days included.
        longer: their extra days, in days of the calendar; 0 if they have none.
    """

    due: datetime
    longer: float = 0.0


class NoDateForAll(GradingError):
    """A cohort cannot have its own date before there is one for everybody; the text says what to do first."""


def set_due(course: Course, lesson: str, due: datetime | None, cohort: str | None = None) -> datetime | None:
    """Set the due date of a lesson, and return the date before; None means no due date.

    Learners with extra days keep these days, counted from the new date. Penalties of submissions that were graded
    already change with the next grading.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        due: the due date.
        cohort: the only cohort that gets this date; with it, None means that the date for everybody applies again.

    Raises:
        NoLesson: if the course has no lesson of this name.
        NoDateForAll: if a cohort is to get a date before there is one for everybody.
    """
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            general = before = gradebook.find_assignment(lesson).duedate
            own = own_dates(course, lesson)
            rows = _rows(gradebook, lesson)
            days = {row.id: _days(general, own.get(row.student_id), row.extension, course.zone) for row in rows}
            if cohort is None:
                general = due.astimezone(UTC).replace(tzinfo=None) if due else None
                gradebook.update_or_create_assignment(lesson, duedate=general)
            elif general is None:
                raise NoDateForAll(
                    f"{lesson} has no date for everybody yet; set it first", ("grade", "due", lesson, "WHEN")
                )
            else:
                date = dates_of(course, lesson).get(cohort_key(cohort))
                before = date.replace(tzinfo=None) if date else general
                set_date(course, lesson, cohort, due)
            own = own_dates(course, lesson)
            for row in rows:
                row.extension = _extension(general, own.get(row.student_id), days[row.id], course.zone)
            gradebook.db.commit()
    return before.replace(tzinfo=UTC) if before else None


def _days(due: datetime | None, own: datetime | None, longer: timedelta | None, zone: ZoneInfo) -> float:
    """Return a learner's extra days beyond the date of their cohort, from the extension in the gradebook."""
    if due is None or own is None or longer is None:
        return days_longer(due, longer, zone)
    return days_longer(own, longer - (own - due), zone)


def _extension(due: datetime | None, own: datetime | None, days: float, zone: ZoneInfo) -> timedelta | None:
    """Return the extension to write into the gradebook for a cohort's own date, if any, and some extra days."""
    if due is None or own is None:
        return extension(due, days, zone) if days else None
    return own - due + extension(own, days, zone)


def extend(course: Course, lesson: str, student: str, days: float) -> datetime | None:
    """Give one learner extra days, which replace any given before; 0 takes them back.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        student: the learner's id.
        days: days of the calendar in the course's time zone, 0 or more.

    Returns:
        Their deadline in UTC; None if the lesson has no due date yet. The days then count from the date it gets.

    Raises:
        NoLesson: if the course has no lesson of this name.
        BadStudent: if no learner can have this id.
    """
    checked(student)
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            due = gradebook.find_assignment(lesson).duedate
            longer = _extension(due, own_dates(course, lesson).get(student), days, course.zone)
            gradebook.update_or_create_student(student)
            with warnings.catch_warnings():
                # nbgrader makes SQLAlchemy write incomplete rows and warn about it, which does no harm.
                warnings.simplefilter("ignore", SAWarning)
                gradebook.update_or_create_submission(lesson, student, extension=longer)
    return due.replace(tzinfo=UTC) + (longer or timedelta()) if due else None


def extension(due: datetime | None, days: float, zone: ZoneInfo) -> timedelta:
    """Return the extension to write into the gradebook for some extra days: the elapsed time between the two dates.

    So every part of nbgrader computes the same date. `due` is naive UTC, as nbgrader keeps it; without a due date, a
    day counts as 24 hours.
    """
    if due is None:
        return timedelta(days=days)
    start = due.replace(tzinfo=UTC)
    return after(start, days, zone) - start


def days_longer(due: datetime | None, longer: timedelta | None, zone: ZoneInfo) -> float:
    """Return an extension of the gradebook in days of the calendar: the inverse of `extension`.

    A multiple of 24 hours, as formgrader and earlier versions of the course write, counts as that number of days.
    """
    if not longer or longer < timedelta():
        return 0.0
    start = due.replace(tzinfo=UTC) if due else None
    days = days_between(start, start + longer, zone) if start else longer / DAY
    return longer / DAY if days != int(days) and not longer % DAY else days


def count_days(gradebook: Gradebook, course: Course, lesson: str) -> None:
    """Set everybody's extension in the gradebook to match their cohort's date and their extra days."""
    due = gradebook.db.scalar(select(api.Assignment.duedate).where(api.Assignment.name == lesson))
    if due is None:
        return
    own = own_dates(course, lesson)
    for row in _rows(gradebook, lesson):
        theirs, before = own.get(row.student_id), row.extension or timedelta()
        extended = _extension(due, theirs, _days(due, theirs, row.extension, course.zone), course.zone)
        if abs((extended or timedelta()) - before) > timedelta(seconds=1):
            row.extension = extended
    gradebook.db.commit()


def days_given(course: Course, lesson: str) -> Callable[[str, datetime | None, timedelta | None], float]:
    """Return a function that computes a student's extra days from the lesson's date and the extension."""
    own = own_dates(course, lesson)
    return lambda student, due, longer: _days(due, own.get(student), longer, course.zone)


def _rows(gradebook: Gradebook, lesson: str) -> list[api.SubmittedAssignment]:
    """Return the rows of a lesson's submissions, empty ones included."""
    submitted = api.SubmittedAssignment
    query = select(submitted).join(api.Assignment, api.Assignment.id == submitted.assignment_id)
    return list(gradebook.db.scalars(query.where(api.Assignment.name == lesson)))


def any_due(course: Course) -> bool:
    """Return whether any lesson of a course has a date."""
    with course.gradebook() as gradebook:
        return any(assignment.duedate is not None for assignment in gradebook.assignments)


def deadlines(course: Course, lesson: str) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return a lesson's due date in UTC, and the deadlines of students with another date, by student.

    Raises:
        NoLesson: if the course has no lesson of this name.
    """
    release(course, lesson)
    with course.gradebook() as gradebook:
        return deadlines_in(gradebook, course, lesson)


def deadlines_in(gradebook: Gradebook, course: Course, lesson: str) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return the same as `deadlines`, for a released lesson, from an open gradebook."""
    naive = gradebook.find_assignment(lesson).duedate
    if naive is None:
        return None, {}
    own, zone = own_dates(course, lesson), course.zone
    others = {student: Deadline(due.replace(tzinfo=UTC)) for student, due in own.items()}
    for row in _rows(gradebook, lesson):
        if row.extension is not None:
            theirs = own.get(row.student_id)
            days = _days(naive, theirs, row.extension, zone)
            longer = _extension(naive, theirs, days, zone) or timedelta()
            others[row.student_id] = Deadline(naive.replace(tzinfo=UTC) + longer, days)
    return naive.replace(tzinfo=UTC), others


def due_dates(course: Course, student: str, wait: float = 60.0, cohort: str | None = None) -> dict[str, Deadline]:
    """Return a learner's deadline for each lesson that has a due date.

    Args:
        course: the folder of the course.
        student: the learner's id.
        wait: seconds to wait while another program writes to the gradebook.
        cohort: the learner's cohort; None: the cohort that the folder names.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be read within that time.
    """
    lesson, theirs = api.Assignment, api.SubmittedAssignment
    query = select(lesson.name, lesson.duedate, theirs.extension).outerjoin(
        theirs, and_(theirs.assignment_id == lesson.id, theirs.student_id == student)
    )
    with course.gradebook(wait) as gradebook:
        rows = gradebook.db.execute(query.where(lesson.duedate.is_not(None))).all()
    dates = {}
    name_of_cohort = cohort if cohort is not None else enrolments(course).get(student, NOWHERE).cohort
    for name, due, longer in rows:
        date = dates_of(course, name).get(cohort_key(name_of_cohort))
        own = date.replace(tzinfo=None) if date else None
        days = _days(due, own, longer, course.zone)
        ends = _extension(due, own, days, course.zone) or timedelta()
        dates[name] = Deadline(due.replace(tzinfo=UTC) + ends, days)
    return dates
