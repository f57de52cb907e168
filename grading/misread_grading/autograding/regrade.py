"""A cohort scored again by what the keys say now: who moves, and why; what was before is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.autograding.batch import Progress, Report, Workers, autograde, previewed
from misread_grading.gradebook import ScoreChange, changed_since, keep, last, moves_between, record, versions
from misread_grading.released_cells import released_cells
from misread_grading.submissions import CannotReplay, unreplayable

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_grading.gradebook import Record

KEY = "the content of {item} has changed"
OTHER = "what was handed in, or how it is counted, has changed"


@dataclasses.dataclass(frozen=True)
class Regraded:
    """What came of scoring a lesson again: nbgrader's side of it, and every score that moved."""

    report: Report
    moves: tuple[ScoreChange, ...]


def regrade(
    course: Course,
    lesson: str,
    workers: Workers | None = None,
    *,
    anyway: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Regraded:
    """Grade every submission of a lesson again, keep what the scores were before, and return which ones moved.

    What readers gave stays.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        workers: where to grade; in this process if it is not said.
        anyway: grade also where answers do not fit the content any more; those then get no points.
        progress: is told how far it is.

    Raises:
        NoLesson: if the course has none of that name.
        CannotReplay: if answers do not fit the content any more; nothing has changed then.
        filelock.Timeout: where another command is changing the course.
    """
    if not anyway and (lost := unreplayable(course, lesson)):
        raise CannotReplay(lesson, lost)
    known = last(course, lesson)
    before = record(course, lesson, known)
    why = _why(course, lesson, known)
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))


def preview(
    course: Course, lesson: str, workers: Workers | None = None, *, progress: Progress = lambda _done, _of: None
) -> Regraded:
    """Return what `regrade` would do to the scores of a lesson, and change nothing.

    Raises:
        NotGraded: if the lesson was never released.
    """
    known = last(course, lesson)
    before = record(course, lesson, known)
    why = _why(course, lesson, known)
    by_hand = {cell.name for cell in released_cells(course, lesson) if cell.by_hand}
    report, scores = Report(), dict(before.scores)
    for one in previewed(course, lesson, workers, progress=progress):
        if one.failure:
            report.failures[one.student] = one.failure
            continue
        report.graded.append(one.student)
        was = before.scores.get(one.student, {})
        auto = {name: points for name, points in one.scores.items() if name not in by_hand}
        scores[one.student] = {**was, **auto}
    after = dataclasses.replace(before, scores=scores)
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))


def _why(course: Course, lesson: str, known: Record | None) -> dict[str, str]:
    """Return, by the cell, why a score of it moves."""
    cells = released_cells(course, lesson)
    changed = changed_since(known, versions({cell.item for cell in cells})) if known else set()
    return {cell.name: KEY.format(item=cell.item) if cell.item in changed else OTHER for cell in cells}
