"""A cohort scored again by what the keys say now: who moves, and why; what was before is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.autograde import Progress, Report, Workers, autograde
from misread_grading.cells import graded_cells
from misread_grading.history import changed_since, keep, last, record, versions
from misread_grading.moves import Move, moves_between

if TYPE_CHECKING:
    from misread_grading.course import Course

KEY = "the content of {item} has changed"
OTHER = "what was handed in, or how it is counted, has changed"


@dataclasses.dataclass(frozen=True)
class Regraded:
    """What came of scoring a lesson again: nbgrader's side of it, and every score that moved."""

    report: Report
    moves: tuple[Move, ...]


def regrade(
    course: Course, lesson: str, workers: Workers | None = None, *, progress: Progress = lambda _done, _of: None
) -> Regraded:
    """Grade every submission of a lesson again, keep what the scores were before, and return which ones moved.

    What readers gave stays.

    Raises:
        NoLesson: where the course has none of that name.
        filelock.Timeout: where another command is changing the course.
    """
    known = last(course, lesson)
    before = record(course, lesson, known)
    cells = graded_cells(course, lesson)
    changed = changed_since(known, versions({cell.item for cell in cells})) if known else set()
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    why = {cell.name: KEY.format(item=cell.item) if cell.item in changed else OTHER for cell in cells}
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))
