"""Deletes a learner from a course: all copies of their submissions, their scores, their feedback and their letters."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from nbgrader import api
from nbgrader.api import MissingEntry

from misread_grading import cohort_membership
from misread_grading.gradebook import history
from misread_grading.reports import emails, released_feedback
from misread_grading.submissions import EARLIER, checked
from misread_grading.withdrawn import remove

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from misread_grading.course import Course

STEPS = ("submitted", "autograded", "feedback")
DOWNLOADED = "downloaded"
"""The folder in which `nbgrader zip_collect` reads and keeps archives."""


def forget(course: Course, student: str, wait: float = 0.0) -> bool:
    """Delete everything that a course has of a learner, and return whether it had anything.

    The gradebook comes first: if it cannot be used, nothing is deleted.

    Args:
        course: the folder of the course.
        student: the learner's id in nbgrader.
        wait: seconds to wait for another command that is changing the course.

    Raises:
        BadStudent: if this cannot be the id of a learner.
        filelock.Timeout: if another command is still changing the course after that time.
        sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be used.
    """
    name = checked(student)
    with course.lock(wait):
        had_scores = _take_out(course, name)
        paths = [path for path in _copies(course, name) if path.exists()]
        for path in paths:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        emails.discard(course, name)
        released_feedback.discard(course, name)
        cohort_membership.unenrol(course, name)
        remove(course.folder, name)
        history.forget(course, name)
        return had_scores or bool(paths)


def kept_of(course: Course, student: str) -> list[str]:
    """Return descriptions of what `forget` would delete of a learner; this deletes nothing.

    Raises:
        BadStudent: if this cannot be the id of a learner.
        sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be used.
    """
    name = checked(student)
    with course.gradebook() as gradebook:
        row = gradebook.db.get(api.Student, name)
        lessons = sorted(work.assignment.name for work in row.submissions if work.timestamp) if row else []
    scores = [f"scores and comments of {', '.join(lessons)}, with their earlier values"] if lessons else []
    if row and not lessons:
        scores = ["the row in the gradebook"]
    copies = [str(path.relative_to(course.folder)) for path in _copies(course, name) if path.exists()]
    posted = sum(1 for _ in (course.folder / emails.FOLDER).rglob(f"{name}.eml"))
    return [*scores, *copies, *([f"letters: {posted}"] if posted else [])]


def _copies(course: Course, student: str) -> Iterator[Path]:
    """Yield the possible paths of copies of a learner's submissions, also those that `nbgrader zip_collect` leaves."""
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
