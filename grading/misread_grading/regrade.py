"""A cohort scored again by what the keys say now: who moves, and why; what was before is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.autograde import Progress, Report, Workers, autograde
from misread_grading.cells import graded_cells
from misread_grading.history import Record, keep, last, record
from misread_grading.spreadsheet import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_grading.course import Course

KEY = "the content of {item} has changed"
OTHER = "what was handed in, or how it is counted, has changed"


@dataclasses.dataclass(frozen=True)
class Move:
    """One score that is another now: whose, of which cell, from how many points to how many, and why."""

    student: str
    cell: str
    before: float | None
    after: float | None
    why: str


@dataclasses.dataclass(frozen=True)
class Regraded:
    """What came of scoring a lesson again: nbgrader's side of it, and every score that moved."""

    report: Report
    moves: tuple[Move, ...]

    @property
    def students(self) -> int:
        """How many learners move."""
        return len({move.student for move in self.moves})


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
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    changed = {
        item for item, version in after.versions.items() if known and known.versions.get(item, version) != version
    }
    items = {cell.name: cell.item for cell in graded_cells(course, lesson)}
    return Regraded(report, _moves(before, after, {name for name, item in items.items() if item in changed}, items))


def table(moves: tuple[Move, ...], names: Mapping[str, str]) -> Table:
    """Return who moved as a table; `names` are learners' names by their ids."""
    rows = [[one.student, names.get(one.student), one.cell, one.before, one.after, one.why] for one in moves]
    return Table("Moves", ["learner", "name", "cell", "before", "after", "why"], rows)


def _moves(before: Record, after: Record, changed: set[str], items: dict[str, str]) -> tuple[Move, ...]:
    found = []
    for student, scores in sorted(after.scores.items()):
        for name, points in scores.items():
            was = before.scores.get(student, {}).get(name)
            if was != points:
                why = KEY.format(item=items[name]) if name in changed else OTHER
                found.append(Move(student, name, was, points, why))
    return tuple(found)
