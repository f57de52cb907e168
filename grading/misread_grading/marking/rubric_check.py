"""Check of marks against a rubric, and the comment that the writer of the text gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.errors import GradingError
from misread_grading.submissions import as_prose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records.marking import Marking
    from misread_scenarios.exercises import Rubric


class BadMarks(GradingError):
    """Marks do not fit the rubric; the text names every row that is wrong."""


def check_rows(rubric: Rubric, marking: Marking) -> None:
    """Check marks against a rubric.

    Raises:
        BadMarks: with every row that is wrong.
    """
    rows = {row.id for row in rubric.rows}
    most = rubric.most // len(rubric.rows)
    wrong = [f"{row} is not a row of {rubric.id}" for row in marking.rows if row not in rows]
    wrong += [f"{row} takes 0 to {most}, not {mark}" for row, mark in marking.rows.items() if not 0 <= mark <= most]
    wrong += [f"{row} has no mark yet" for row in sorted(rows - set(marking.rows)) if marking.final]
    if wrong:
        raise BadMarks("; ".join(wrong))


def marked_by(rubric: Rubric, marking: Marking) -> Marking:
    """Return a marking adapted to the current rubric: with its rows only, and as a draft if a row has no mark.

    So a rubric with changed words keeps the marks, a rubric that lost a row drops that row's marks, and a rubric with a
    new row makes its texts wait for a grader again.
    """
    rows = {row.id: marking.rows[row.id] for row in rubric.rows if row.id in marking.rows}
    if len(rows) == len(marking.rows) == len(rubric.rows):
        return marking
    return marking.model_copy(update={"rows": rows, "final": marking.final and len(rows) == len(rubric.rows)})


def comment_of(rubric: Rubric, readings: Iterable[Marking]) -> str:
    """Return the comment for the writer: each row's marks, then each grader's words, as text without markup."""
    markings = tuple(readings)
    rows = [
        f"{row.name}: {' and '.join(str(marking.rows[row.id]) for marking in markings)} of 2" for row in rubric.rows
    ]
    words = [marking.comment.strip() for marking in markings if marking.comment.strip()]
    return "\n\n".join([*rows, *map(as_prose, words)])
