"""A learner taken out of a course: every copy of what they handed in, their scores, and what was said of them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from nbgrader.api import MissingEntry

from misread_grading import history, letters
from misread_grading.submitting import EARLIER, checked
from misread_grading.withdrawn import strike

if TYPE_CHECKING:
    from misread_grading.course import Course

STEPS = ("submitted", "autograded", "feedback")


def forget(course: Course, student: str, wait: float = 0.0) -> bool:
    """Delete all that a course has of a learner, and return whether it had anything.

    Args:
        course: the folder of the course.
        student: the learner's id in nbgrader.
        wait: seconds to wait for a command that is changing the course.

    Raises:
        BadStudent: where nobody can have this id.
        filelock.Timeout: where another command is changing the course for longer than that.
    """
    name = checked(student)
    with course.lock(wait):
        folders = (*(course.path(step, name, ".") for step in STEPS), course.folder / EARLIER / name)
        there = [folder for folder in folders if folder.exists()]
        for folder in there:
            shutil.rmtree(folder)
        letters.discard(course, name)
        strike(course.folder, name)
        history.forget(course, name)
        with course.gradebook() as gradebook:
            try:
                gradebook.remove_student(name)
            except MissingEntry:
                return bool(there)
            return True
