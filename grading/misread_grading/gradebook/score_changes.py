"""Scores that are others now than they were: whose, from how many points to how many, and why."""

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
    """Yield every score of a record that an earlier one has otherwise; `why` says the reason by the cell's name."""
    for student, scores in sorted(after.scores.items()):
        for cell, points in scores.items():
            was = before.scores.get(student, {}).get(cell)
            if was != points:
                yield ScoreChange(student, cell, was, points, why(cell))


def table(moves: tuple[ScoreChange, ...], names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> Table:
    """Return who moved as a table, in the order of their names.

    Args:
        moves: the scores that moved.
        names: learners' names by their ids.
        enrolled: where they are enrolled, by their ids.
    """
    orders = {one.student: order_of(names.get(one.student) or one.student) for one in moves}
    by_name = sorted(moves, key=lambda one: (orders[one.student], one.student))
    rows = [[*_who(one.student, names, enrolled), one.cell, one.before, one.after, one.why] for one in by_name]
    return Table("Moves", ["learner", "staff id", "name", "cohort", "cell", "before", "after", "why"], rows)


def _who(student: str, names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> list[str | None]:
    one = enrolled.get(student, NOWHERE)
    return [student, one.number, names.get(student), one.cohort or None]
