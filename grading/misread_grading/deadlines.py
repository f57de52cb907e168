"""Until when a lesson may be handed in, by everybody and by those who have longer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

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
            gradebook.update_or_create_submission(lesson, student, extension=longer)
