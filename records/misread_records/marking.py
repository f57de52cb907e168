"""A marking: the marks that a grader gave for a text, row by row, with a comment."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from misread_records.event import Name

LONGEST_COMMENT = 10_000
"""The most characters of a grader's comment."""
MOST_ROWS = 50

RowMark = Annotated[int, Field(ge=0, le=100)]


def _short_enough(comment: str) -> str:
    if len(comment) > LONGEST_COMMENT:
        raise ValueError(f"it has {len(comment):,} characters, and at most {LONGEST_COMMENT:,} fit; shorten it")
    return comment


class Marking(BaseModel):
    """One grader's marks for one learner's text.

    A grader who changes their mind gives another marking, and the earlier one is kept. The latest of each grader
    counts.

    Attributes:
        id: the id, made in the grader's browser, so that a marking sent twice counts once.
        at: the time at which the marking arrived.
        marker: the grader's id, as in events and members.
        cohort, lesson, item: the exercise, and the cohort in which it was done.
        learner: the learner who wrote the text.
        text: the version of the text; marks for an earlier version do not count for a later one.
        rubric: the version of the rubric that the grader used.
        rows: the mark of each marked row, by the row's id.
        comment: the grader's comment for the learner.
        final: whether the grader has finished; False for a draft.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    id: Annotated[UUID, Field(strict=False)]
    at: Annotated[AwareDatetime, Field(strict=False)]
    marker: Name
    cohort: Name
    lesson: Name
    item: Name
    learner: Name
    text: Name
    rubric: Name
    rows: Annotated[dict[Name, RowMark], Field(max_length=MOST_ROWS)]
    comment: Annotated[str, AfterValidator(_short_enough)] = ""
    final: bool = False

    @property
    def total(self) -> int:
        """The sum of the marks of all rows."""
        return sum(self.rows.values())
