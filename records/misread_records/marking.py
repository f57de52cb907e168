"""What a reader gave for a text, at one moment: the marks, row by row, and a comment."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from misread_records.event import Name

LONGEST_COMMENT = 10_000
"""Characters of a reader's comment."""
MOST_ROWS = 50

Mark = Annotated[int, Field(ge=0, le=100)]


def _short_enough(comment: str) -> str:
    if len(comment) > LONGEST_COMMENT:
        raise ValueError(f"it has {len(comment):,} characters, and at most {LONGEST_COMMENT:,} fit; shorten it")
    return comment


class Marking(BaseModel):
    """One reader's marks for one learner's text.

    A reader who thinks again gives another marking, and the earlier one stays: the latest of each reader holds.

    Attributes:
        id: made where the reader sits, so that sending it twice counts once.
        at: when it arrived.
        marker: the reader, by the name that events and members carry.
        cohort, lesson, item: which exercise.
        learner: who wrote the text.
        text: the version of the text that was read; marks for an earlier text do not hold for a later one.
        rubric: the version of the rubric that was marked by.
        rows: the mark of each row that has one, by the row's id.
        comment: what the writer is told.
        final: whether the reader is done with it; False while it is a draft.
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
    rows: Annotated[dict[Name, Mark], Field(max_length=MOST_ROWS)]
    comment: Annotated[str, AfterValidator(_short_enough)] = ""
    final: bool = False

    @property
    def total(self) -> int:
        """The sum of the rows."""
        return sum(self.rows.values())
