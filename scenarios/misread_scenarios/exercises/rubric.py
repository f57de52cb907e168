"""Rubrics: the rows on which a grader marks a text, with examples for one and for two points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from misread_scenarios.exercises.exercise import Frozen, Id, LibraryFile, Place, Words

MOST = 2
"""The most points of a row; the fewest are 0."""


class Anchor(Frozen):
    """A description of a mark, and a learner's sentence that earns it."""

    looks_like: Words
    sample: Words


class RubricRow(Frozen):
    """One criterion of a rubric, marked 0, 1 or 2.

    Attributes:
        name, asks: the name of the criterion, and the question that a grader asks about the text.
        zero: what earns no point.
        one, two: what earns one point, and what earns two.
    """

    id: Id
    name: Words
    asks: Words
    zero: Words
    one: Anchor
    two: Anchor


class Rubric(LibraryFile):
    """Four rows of 0 to 2 points.

    Attributes:
        used_by: the reflections that readers mark by this rubric.
        passing: the points from which a text passes.
    """

    format: Literal["rubric/1"]
    used_by: tuple[Id, ...]
    passing: Annotated[int, Field(ge=1)]
    rows: Annotated[tuple[RubricRow, ...], Field(min_length=4, max_length=4)]

    @property
    def most(self) -> int:
        """The most points that a text can get."""
        return MOST * len(self.rows)

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield rows whose id is used twice, and a pass mark above the most points of a text."""
        ids = [row.id for row in self.rows]
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield ("rows", number, "id"), f"'{id_}' is used twice; give each row an id of its own"
        if self.passing > self.most:
            yield ("passing",), f"a text can get {self.most} points at most; write a pass mark up to that"
