"""The texts of a cohort as they were graded: read from the notebooks that formgrader shows, too."""

from __future__ import annotations

import dataclasses
import functools
import os
from typing import TYPE_CHECKING

from misread_grading.submissions import placed, words_of

if TYPE_CHECKING:
    from misread_grading.course import Course

MOST_KEPT = 20_000
"""Texts that are kept in memory: a hundred kilobytes of text is rare, a page or less is usual."""


@dataclasses.dataclass(frozen=True)
class AnswerPlace:
    """Where a text stands in every notebook of a lesson.

    Attributes:
        lesson, cell: the lesson, and the `grade_id` of the cell.
        blank: what the cell says as it is released.
    """

    lesson: str
    cell: str
    blank: str


def papers(course: Course, sheet: AnswerPlace) -> dict[str, str]:
    """Return what each student has written, by their ids; those who left the cell as it was have none."""
    found = {student: paper(course, sheet, student) for student in course.students("autograded", sheet.lesson)}
    return {student: text for student, text in found.items() if text is not None}


def paper(course: Course, sheet: AnswerPlace, student: str) -> str | None:
    """Return what one student has written; None if there is nothing. It is read again only once it has changed."""
    path = _path(course, student, sheet.lesson)
    try:
        stat = os.stat(path)  # noqa: PTH116 - a thousand of them in a row, at half the time
    except FileNotFoundError:
        return None
    return _read(course, student, sheet, stat.st_mtime_ns, stat.st_ino)


@functools.lru_cache(maxsize=MOST_KEPT)
def _path(course: Course, student: str, lesson: str) -> str:
    return str(course.notebook("autograded", student, lesson))


@functools.lru_cache(maxsize=MOST_KEPT)
def _read(course: Course, student: str, sheet: AnswerPlace, _changed: int, _file: int) -> str | None:
    found = placed(course, student, sheet.lesson)
    source = found.texts.get(sheet.cell, "") if found else ""
    return None if source.strip() in {"", sheet.blank.strip()} else words_of(source)
