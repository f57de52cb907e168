"""Scores a lesson again with the present keys, and returns which scores changed and why; earlier scores are kept."""

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
    """The result of scoring a lesson again: the report of grading, and every score that changed."""

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
    """Grade every submission of a lesson again, keep the scores from before, and return which ones changed.

    Points by graders stay.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        workers: the workers that grade; None: this process.
        anyway: also grade answers that do not fit the content any more; they get no points.
        progress: the callback for progress.

    Raises:
        NoLesson: if the course has no lesson of this name.
        CannotReplay: if answers do not fit the content any more; nothing has changed then.
        filelock.Timeout: if another command is changing the course.
    """
    if not anyway and (lost := unreplayable(course, lesson)):
        raise CannotReplay(lesson, lost)
    latest = last(course, lesson)
    before = record(course, lesson, latest)
    why = _why(course, lesson, latest)
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))


def preview(
    course: Course, lesson: str, workers: Workers | None = None, *, progress: Progress = lambda _done, _of: None
) -> Regraded:
    """Return how `regrade` would change the scores of a lesson, and change nothing.

    Raises:
        NotGraded: if the lesson was never released.
    """
    latest = last(course, lesson)
    before = record(course, lesson, latest)
    why = _why(course, lesson, latest)
    by_hand = {cell.name for cell in released_cells(course, lesson) if cell.by_hand}
    report, scores = Report(), dict(before.scores)
    for graded in previewed(course, lesson, workers, progress=progress):
        if graded.failure:
            report.failures[graded.student] = graded.failure
            continue
        report.graded.append(graded.student)
        was = before.scores.get(graded.student, {})
        auto = {name: points for name, points in graded.scores.items() if name not in by_hand}
        scores[graded.student] = {**was, **auto}
    after = dataclasses.replace(before, scores=scores)
    return Regraded(report, tuple(moves_between(before, after, why.__getitem__)))


def _why(course: Course, lesson: str, latest: Record | None) -> dict[str, str]:
    """Return the reason for a change of a score, by cell."""
    cells = released_cells(course, lesson)
    changed = changed_since(latest, versions({cell.item for cell in cells})) if latest else set()
    return {cell.name: KEY.format(item=cell.item) if cell.item in changed else OTHER for cell in cells}
