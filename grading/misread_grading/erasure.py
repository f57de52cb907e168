"""A learner taken out of a course: every copy of what they handed in, their scores, and what was said of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from nbgrader import api
from nbgrader.api import MissingEntry

from misread_grading import cohort_membership
from misread_grading.gradebook import history
from misread_grading.reports import emails, released_feedback
from misread_grading.submissions import EARLIER, checked
from misread_grading.withdrawn import strike

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from misread_grading.course import Course

STEPS = ("submitted", "autograded", "feedback")
DOWNLOADED = "downloaded"
"""Where `nbgrader zip_collect` takes archives from, and keeps them."""


def forget(course: Course, student: str, wait: float = 0.0) -> bool:
    """Delete all that a course has of a learner, and return whether it had anything.

    The gradebook comes first: where it cannot be used, nothing is deleted.

    Args:
        course: the folder of the course.
        student: the learner's id in nbgrader.
        wait: seconds to wait for a command that is changing the course.

    Raises:
        BadStudent: if nobody can have this id.
        filelock.Timeout: where another command is changing the course for longer than that.
        sqlalchemy.exc.SQLAlchemyError: where the gradebook cannot be used.
    """
    name = checked(student)
    with course.lock(wait):
        had_scores = _take_out(course, name)
        there = [path for path in _copies(course, name) if path.exists()]
        for path in there:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        emails.discard(course, name)
        released_feedback.discard(course, name)
        cohort_membership.unenrol(course, name)
        strike(course.folder, name)
        history.forget(course, name)
        return had_scores or bool(there)


def kept_of(course: Course, student: str) -> list[str]:
    """Return in words what a course has of a learner and `forget` would delete; nothing is deleted by this.

    Raises:
        BadStudent: if nobody can have this id.
        sqlalchemy.exc.SQLAlchemyError: where the gradebook cannot be used.
    """
    name = checked(student)
    with course.gradebook() as gradebook:
        one = gradebook.db.get(api.Student, name)
        lessons = sorted(work.assignment.name for work in one.submissions if work.timestamp) if one else []
    found = [f"scores and comments of {', '.join(lessons)}, with what they were before"] if lessons else []
    if one and not lessons:
        found = ["the row in the gradebook"]
    copies = [str(path.relative_to(course.folder)) for path in _copies(course, name) if path.exists()]
    posted = sum(1 for _ in (course.folder / emails.FOLDER).rglob(f"{name}.eml"))
    return [*found, *copies, *([f"letters: {posted}"] if posted else [])]


def _copies(course: Course, student: str) -> Iterator[Path]:
    """Yield where copies of what somebody handed in may lie, those that `nbgrader zip_collect` leaves among them."""
    yield from (course.path(step, student, ".") for step in STEPS)
    yield course.folder / EARLIER / student
    yield from course.folder.glob(f"{DOWNLOADED}/*/extracted/{student}")
    yield from course.folder.glob(f"{DOWNLOADED}/*/archive/{student}.zip")


def _take_out(course: Course, student: str) -> bool:
    with course.gradebook() as gradebook:
        try:
            gradebook.remove_student(student)
        except MissingEntry:
            return False
        return True
