"""A cohort scored again by what the keys say now: who moves, and why; what was before is kept."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.autograde import Progress, Report, Workers, autograde
from misread_grading.cells import graded_cells
from misread_grading.history import Record, keep, last, record, versions
from misread_grading.spreadsheet import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_grading.course import Course
    from misread_grading.desk import Desk, Pile

KEY = "the content of {item} has changed"
OTHER = "what was handed in, or how it is counted, has changed"
READERS = "what readers gave comes to that by the rubric and the number of readers as they are now"


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
    cells = graded_cells(course, lesson)
    changed = _changed(known, {cell.item for cell in cells})
    if known is not None:
        before = _unbroken(before, known, {cell.name for cell in cells if cell.item in changed and not cell.by_hand})
    keep(course, before)
    report = autograde(course, lesson, workers, force=True, progress=progress)
    after = record(course, lesson)
    keep(course, after)
    items = {cell.name: cell.item for cell in cells}
    return Regraded(report, _moves(before, after, {name for name, item in items.items() if item in changed}, items))


def settle_texts(desk: Desk, pile: Pile, course: Course) -> tuple[int, tuple[Move, ...]]:
    """Write what the texts of a pile come to into the gradebook; return how many those are, and which scores moved.

    A score moves where there was another: the rubric has changed, or who reads, or somebody typed it into formgrader.
    What the scores were before is kept.
    """
    lesson = pile.task.lesson
    known = last(course, lesson)
    before = record(course, lesson, known)
    written = desk.write(pile.task, pile.standings)
    after = record(course, lesson, known)
    items = {pile.task.cell: pile.task.item}
    found = _moves(_of_cells(before, items), _of_cells(after, items), set(), items)
    moves = tuple(dataclasses.replace(move, why=READERS) for move in found if move.before is not None)
    if moves:
        keep(course, before)
        keep(course, after)
    return written, moves


def _of_cells(found: Record, cells: Mapping[str, str]) -> Record:
    """Return a record of some cells alone."""
    scores = {student: {name: own[name] for name in own if name in cells} for student, own in found.scores.items()}
    return dataclasses.replace(found, scores=scores)


def table(moves: tuple[Move, ...], names: Mapping[str, str]) -> Table:
    """Return who moved as a table; `names` are learners' names by their ids."""
    rows = [[one.student, names.get(one.student), one.cell, one.before, one.after, one.why] for one in moves]
    return Table("Moves", ["learner", "name", "cell", "before", "after", "why"], rows)


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


def _moves(before: Record, after: Record, changed: set[str], items: dict[str, str]) -> tuple[Move, ...]:
    found = []
    for student, scores in sorted(after.scores.items()):
        for name, points in scores.items():
            was = before.scores.get(student, {}).get(name)
            if was != points:
                why = KEY.format(item=items[name]) if name in changed else OTHER
                found.append(Move(student, name, was, points, why))
    return tuple(found)
