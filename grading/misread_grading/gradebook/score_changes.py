"""Changes of scores: the learner, the points before and after, and the reason."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.cohort_membership import NOWHERE, Enrolled
from misread_grading.reports import Table
from misread_records.people import order_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from misread_grading.gradebook.history import Record


@dataclasses.dataclass(frozen=True)
class ScoreChange:
    """A score that has changed: the learner, the cell, the points before and after, and why."""

    student: str
    cell: str
    before: float | None
    after: float | None
    why: str


def moves_between(before: Record, after: Record, why: Callable[[str], str]) -> Iterator[ScoreChange]:
    """Yield every score that differs between two records; `why` returns the reason by the cell's name."""
    for student, scores in sorted(after.scores.items()):
        for cell, points in scores.items():
            was = before.scores.get(student, {}).get(cell)
            if was != points:
                yield ScoreChange(student, cell, was, points, why(cell))


def table(moves: tuple[ScoreChange, ...], names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> Table:
    """Return the changed scores as a table, sorted by the learners' names.

    Args:
        moves: the changed scores.
        names: the learners' names, by their ids.
        enrolled: the learners' enrolments, by their ids.
    """
    orders = {move.student: order_of(names.get(move.student) or move.student) for move in moves}
    by_name = sorted(moves, key=lambda move: (orders[move.student], move.student))
    rows = [[*_who(move.student, names, enrolled), move.cell, move.before, move.after, move.why] for move in by_name]
    return Table("Moves", ["learner", "staff id", "name", "cohort", "cell", "before", "after", "why"], rows)


def _who(student: str, names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> list[str | None]:
    enrolment = enrolled.get(student, NOWHERE)
    return [student, enrolment.number, names.get(student), enrolment.cohort or None]
