"""Until when a lesson may be handed in, by everybody and by those who have longer."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime, timedelta

from nbgrader import api
from sqlalchemy import and_, select
from sqlalchemy.exc import SAWarning

from misread_grading.course import Course
from misread_grading.release import release
from misread_grading.submitting import checked


def set_due(course: Course, lesson: str, due: datetime | None) -> None:
    """Say until when a lesson may be handed in; None: for ever. What is graded already changes with the next grading.

    Raises:
        NoLesson: where the course has none of that name.
    """
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            naive = due.astimezone(UTC).replace(tzinfo=None) if due else None
            gradebook.update_or_create_assignment(lesson, duedate=naive)


def extend(course: Course, lesson: str, student: str, longer: timedelta) -> None:
    """Give one learner longer than the others; it replaces what they were given before.

    Raises:
        NoLesson: where the course has none of that name.
        BadStudent: where the id can be no learner's.
    """
    checked(student)
    with course.lock():
        release(course, lesson)
        with course.gradebook() as gradebook:
            gradebook.update_or_create_student(student)
            with warnings.catch_warnings():
                # nbgrader lets the database write rows that it has half made, which is no harm.
                warnings.simplefilter("ignore", SAWarning)
                gradebook.update_or_create_submission(lesson, student, extension=longer)


def due_dates(course: Course, student: str, wait: float = 60.0) -> dict[str, datetime]:
    """Return until when a learner may hand in each lesson that has a date, with what they were given longer.

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
    return {name: due.replace(tzinfo=UTC) + (longer or timedelta()) for name, due, longer in rows}
