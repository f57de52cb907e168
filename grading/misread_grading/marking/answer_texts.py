"""Texts of a cohort, read from the graded notebooks that formgrader also shows."""

from __future__ import annotations

import dataclasses
import functools
import os
from typing import TYPE_CHECKING

from misread_grading.submissions import placed, shown_text

if TYPE_CHECKING:
    from misread_grading.course import Course

MOST_KEPT = 20_000
"""Most texts that are kept in memory: a page or less is usual, a hundred kilobytes is rare."""


@dataclasses.dataclass(frozen=True)
class AnswerPlace:
    """The place of a text in every notebook of a lesson.

    Attributes:
        lesson, cell: the lesson, and the `grade_id` of the cell.
        blank: the content of the cell in the released notebook.
    """

    lesson: str
    cell: str
    blank: str


def papers(course: Course, sheet: AnswerPlace) -> dict[str, str]:
    """Return the text of each student, by id; students who left the cell unchanged are left out."""
    texts = {student: paper(course, sheet, student) for student in course.students("autograded", sheet.lesson)}
    return {student: text for student, text in texts.items() if text is not None}


def paper(course: Course, sheet: AnswerPlace, student: str) -> str | None:
    """Return the text of one student; None if there is none. The file is read again only if it has changed."""
    path = _path(course, student, sheet.lesson)
    try:
        stat = os.stat(path)  # noqa: PTH116 - it takes half the time, for a thousand files in a row
    except FileNotFoundError:
        return None
    return _read(course, student, sheet, stat.st_mtime_ns, stat.st_ino)


@functools.lru_cache(maxsize=MOST_KEPT)
def _path(course: Course, student: str, lesson: str) -> str:
    return str(course.notebook("autograded", student, lesson))


@functools.lru_cache(maxsize=MOST_KEPT)
def _read(course: Course, student: str, sheet: AnswerPlace, _changed: int, _file: int) -> str | None:
    notebook = placed(course, student, sheet.lesson)
    source = notebook.texts.get(sheet.cell, "") if notebook else ""
    return None if source.strip() in {"", sheet.blank.strip()} else shown_text(source)
