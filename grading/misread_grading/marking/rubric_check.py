"""Marks held against a rubric: what is wrong with them, what they count by it now, and what their writer is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.errors import GradingError
from misread_grading.submissions import as_prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records.marking import Marking
    from misread_scenarios.exercises import Rubric


class BadMarks(GradingError):
    """Marks are not what the rubric asks for; the text says which."""


def check_rows(rubric: Rubric, marking: Marking) -> None:
    """Hold marks against a rubric.

    Raises:
        BadMarks: with every row that is wrong.
    """
    known = {row.id for row in rubric.rows}
    most = rubric.most // len(rubric.rows)
    wrong = [f"{row} is no row of {rubric.id}" for row in marking.rows if row not in known]
    wrong += [f"{row} takes 0 to {most}, and not {mark}" for row, mark in marking.rows.items() if not 0 <= mark <= most]
    wrong += [f"{row} has no mark yet" for row in sorted(known - set(marking.rows)) if marking.final]
    if wrong:
        raise BadMarks("; ".join(wrong))


def marked_by(rubric: Rubric, marking: Marking) -> Marking:
    """Return a marking as it counts by the rubric as it is now: by its rows alone, as a draft where one has no mark.

    A rubric whose words were changed thus leaves the marks as they are; one that lost a row counts without it, and one
    that has a new row has its texts read again.
    """
    rows = {row.id: marking.rows[row.id] for row in rubric.rows if row.id in marking.rows}
    if len(rows) == len(marking.rows) == len(rubric.rows):
        return marking
    return marking.model_copy(update={"rows": rows, "final": marking.final and len(rows) == len(rubric.rows)})


def comment_of(rubric: Rubric, readings: Iterable[Marking]) -> str:
    """Return what the writer is told: each row's marks, then what each reader wrote, as text that cannot be markup."""
    given = tuple(readings)
    rows = [f"{row.name}: {' and '.join(str(one.rows[row.id]) for one in given)} of 2" for row in rubric.rows]
    words = [one.comment.strip() for one in given if one.comment.strip()]
    return "\n\n".join([*rows, *map(as_prose, words)])
