"""Until when a lesson may be handed in, by everybody, by one cohort, and by those who have longer."""

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
from misread_grading.cohort_membership import NOWHERE, roll
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
    """Until when one learner may hand in a lesson.

    Attributes:
        due: the moment, in UTC, with what they were given longer.
        longer: the days of the calendar that they were given longer than the others; 0 if they were given none.
    """

    due: datetime
    longer: float = 0.0


class NoDateForAll(GradingError):
    """A cohort cannot have its own date while there is none for everybody; the text says what to do first."""


def set_due(course: Course, lesson: str, due: datetime | None, cohort: str | None = None) -> datetime | None:
    """Say until when a lesson may be handed in, and return until when that was; None: for ever.

    Those who have some days longer keep these days, counted from the new date. What is graded already changes with the
    next grading.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        due: until when.
        cohort: for whom alone; with it, None lets the date of everybody hold for them again.

    Raises:
        NoLesson: if the course has none of that name.
        NoDateForAll: if a cohort shall have a date, and there is none for everybody.
    """
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            general = before = gradebook.find_assignment(lesson).duedate
            own = own_dates(course, lesson)
            rows = _rows(gradebook, lesson)
            days = {one.id: _days(general, own.get(one.student_id), one.extension, course.zone) for one in rows}
            if cohort is None:
                general = due.astimezone(UTC).replace(tzinfo=None) if due else None
                gradebook.update_or_create_assignment(lesson, duedate=general)
            elif general is None:
                raise NoDateForAll(
                    f"{lesson} has no date for everybody yet; set it first", ("grade", "due", lesson, "WHEN")
                )
            else:
                there = dates_of(course, lesson).get(cohort_key(cohort))
                before = there.replace(tzinfo=None) if there else general
                set_date(course, lesson, cohort, due)
            own = own_dates(course, lesson)
            for one in rows:
                one.extension = _extension(general, own.get(one.student_id), days[one.id], course.zone)
            gradebook.db.commit()
    return before.replace(tzinfo=UTC) if before else None


def _days(due: datetime | None, own: datetime | None, longer: timedelta | None, zone: ZoneInfo) -> float:
    """Return how many days longer somebody has than the others of their cohort, by what the gradebook keeps."""
    if due is None or own is None or longer is None:
        return days_longer(due, longer, zone)
    return days_longer(own, longer - (own - due), zone)


def _extension(due: datetime | None, own: datetime | None, days: float, zone: ZoneInfo) -> timedelta | None:
    """Return what the gradebook keeps of a cohort's own date, if there is one, and so many days longer."""
    if due is None or own is None:
        return extension(due, days, zone) if days else None
    return own - due + extension(own, days, zone)


def extend(course: Course, lesson: str, student: str, days: float) -> datetime | None:
    """Give one learner some days longer than the others, in place of any given before; 0 takes them back.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        student: who gets longer.
        days: days of the calendar in the course's time zone, 0 or more.

    Returns:
        Until when they may hand in, in UTC; None if the lesson has no date yet, from which the days will count.

    Raises:
        NoLesson: if the course has none of that name.
        BadStudent: if the id can be no learner's.
    """
    checked(student)
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            due = gradebook.find_assignment(lesson).duedate
            longer = _extension(due, own_dates(course, lesson).get(student), days, course.zone)
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


def count_days(gradebook: Gradebook, course: Course, lesson: str) -> None:
    """Set the end of everybody's time to what their cohort's date and their extra days say."""
    due = gradebook.db.scalar(select(api.Assignment.duedate).where(api.Assignment.name == lesson))
    if due is None:
        return
    own = own_dates(course, lesson)
    for one in _rows(gradebook, lesson):
        theirs, before = own.get(one.student_id), one.extension or timedelta()
        meant = _extension(due, theirs, _days(due, theirs, one.extension, course.zone), course.zone)
        if abs((meant or timedelta()) - before) > timedelta(seconds=1):
            one.extension = meant
    gradebook.db.commit()


def days_given(course: Course, lesson: str) -> Callable[[str, datetime | None, timedelta | None], float]:
    """Return what tells how many days longer a student has, by the lesson's date and the gradebook's extension."""
    own = own_dates(course, lesson)
    return lambda student, due, longer: _days(due, own.get(student), longer, course.zone)


def _rows(gradebook: Gradebook, lesson: str) -> list[api.SubmittedAssignment]:
    """Return the submissions of a lesson, those that are empty included."""
    one = api.SubmittedAssignment
    query = select(one).join(api.Assignment, api.Assignment.id == one.assignment_id)
    return list(gradebook.db.scalars(query.where(api.Assignment.name == lesson)))


def any_due(course: Course) -> bool:
    """Return whether any lesson of a course has a date."""
    with course.gradebook() as gradebook:
        return any(assignment.duedate is not None for assignment in gradebook.assignments)


def deadlines(course: Course, lesson: str) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return until when a lesson may be handed in, in UTC, and the deadlines of those who have longer, by student.

    Raises:
        NoLesson: if the course has none of that name.
    """
    release(course, lesson)
    with course.gradebook() as gradebook:
        return deadlines_in(gradebook, course, lesson)


def deadlines_in(gradebook: Gradebook, course: Course, lesson: str) -> tuple[datetime | None, dict[str, Deadline]]:
    """Return what `deadlines` does, of a lesson that was released, from a gradebook that is open."""
    naive = gradebook.find_assignment(lesson).duedate
    if naive is None:
        return None, {}
    own, zone = own_dates(course, lesson), course.zone
    found = {student: Deadline(due.replace(tzinfo=UTC)) for student, due in own.items()}
    for one in _rows(gradebook, lesson):
        if one.extension is not None:
            theirs = own.get(one.student_id)
            days = _days(naive, theirs, one.extension, zone)
            longer = _extension(naive, theirs, days, zone) or timedelta()
            found[one.student_id] = Deadline(naive.replace(tzinfo=UTC) + longer, days)
    return naive.replace(tzinfo=UTC), found


def due_dates(course: Course, student: str, wait: float = 60.0, cohort: str | None = None) -> dict[str, Deadline]:
    """Return until when a learner may hand in each lesson that has a date.

    Args:
        course: the folder of the course.
        student: whose dates.
        wait: seconds to wait while somebody else writes to the gradebook.
        cohort: in which they are; if it is not said, the one that the folder knows.

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
    there = cohort if cohort is not None else roll(course).get(student, NOWHERE).cohort
    for name, due, longer in rows:
        date = dates_of(course, name).get(cohort_key(there))
        own = date.replace(tzinfo=None) if date else None
        days = _days(due, own, longer, course.zone)
        ends = _extension(due, own, days, course.zone) or timedelta()
        found[name] = Deadline(due.replace(tzinfo=UTC) + ends, days)
    return found
