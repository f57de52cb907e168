"""A cohort scored again by what the keys say now: who moves, and why; what was before is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.autograde import Progress, Report, Workers, autograde
from misread_grading.cells import graded_cells
from misread_grading.history import Record, keep, last, record, versions
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
    changed = _changed(known, {cell.item for cell in cells})
    if known is not None:
        before = _unbroken(before, known, {cell.name for cell in cells if cell.item in changed and not cell.by_hand})
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    why = {cell.name: KEY.format(item=cell.item) if cell.item in changed else OTHER for cell in cells}
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))


def _changed(known: Record | None, items: set[str]) -> set[str]:
    """Return the items whose content is not what it was when the scores were worked out that were kept last."""
    if known is None:
        return set()
    return {item for item, version in versions(items).items() if known.versions.get(item, version) != version}


def _unbroken(before: Record, known: Record, cells: set[str]) -> Record:
    """Return the scores as they were before a key changed, also of whom a run that was broken off has scored by it."""
    scores = {student: dict(own) for student, own in before.scores.items()}
    for student, own in scores.items():
        were = known.scores.get(student, {})
        own.update({name: were[name] for name in cells & set(own) & set(were)})
    return dataclasses.replace(before, scores=scores)
