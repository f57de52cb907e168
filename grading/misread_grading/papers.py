"""The texts of a cohort as they were graded: read from the notebooks that formgrader shows, too."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from misread_grading.learner_text import words_of
from misread_grading.placing import placed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_grading.course import Course

MOST_KEPT = 20_000
"""Notebooks whose texts are kept in memory: a hundred kilobytes of text is rare, a page or less is usual."""


def papers(course: Course, lesson: str, cell: str, blank: str) -> dict[str, str]:
    """Return what each student has written in a cell, by their ids; those who left it as it was have none.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        cell: the `grade_id` of the cell.
        blank: what the cell says as it is released.
    """
    found = {
        student: _texts(course, student, lesson).get(cell, "") for student in course.students("autograded", lesson)
    }
    return {student: words_of(source) for student, source in found.items() if source.strip() not in {"", blank.strip()}}


def _texts(course: Course, student: str, lesson: str) -> Mapping[str, str]:
    """Return the texts of a graded notebook; it is read again only once it has changed."""
    try:
        stat = course.notebook("autograded", student, lesson).stat()
    except FileNotFoundError:
        return {}
    return _read(course, student, lesson, stat.st_mtime_ns, stat.st_ino)


@functools.lru_cache(maxsize=MOST_KEPT)
def _read(course: Course, student: str, lesson: str, _changed: int, _file: int) -> Mapping[str, str]:
    found = placed(course, student, lesson)
    return found.texts if found else {}
