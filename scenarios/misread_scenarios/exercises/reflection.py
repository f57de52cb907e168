"""Reflections: texts that learners write and that a grader marks on the rows of a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from misread_scenarios.exercises.exercise import Exercise, Frozen, Id, Place, Words
from misread_scenarios.word_count import count_words


class Length(Frozen):
    """The number of words that a text should have. A reader also accepts longer and shorter texts."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1, le=2000)]


class MarkedText(Frozen):
    """A typical weak text: its fault, its mark for each row of the rubric, and the sum of the marks."""

    slip: Words
    text: Words
    marks: dict[str, Annotated[int, Field(ge=0, le=2)]]
    score: Annotated[int, Field(ge=0)]


class TaskRow(Frozen):
    """A row of the rubric as it applies to this task: its name here, and what earns 0, 1 and 2 points."""

    id: Id
    name: Words
    zero: Words
    one: Words
    two: Words


class Reflection(Exercise):
    """A text to write.

    Attributes:
        prompt: the subject of the text.
        help: how to begin, and what to leave out.
        words: the number of words.
        parts: the names of the parts, each written in a field of its own; empty if one field takes the whole text.
        reminder: whether the text names a step and a day, which the writer may download as a calendar file.
        rubric: the id of the rubric whose rows a grader marks.
        rows: the rubric's rows as they apply here; empty if the rubric's own words are specific enough.
        sample: a good text, shown to learners after they hand in a text of the requested length.
        mistakes: typical weak texts with the marks that they must get, for readers to practise on.
    """

    kind: Literal["reflection"]
    prompt: Words
    help: Words
    words: Length
    parts: tuple[Annotated[str, Field(pattern=r"^[^:\n]{1,60}$")], ...] = ()
    reminder: bool = False
    rubric: Id
    rows: tuple[TaskRow, ...] = ()
    sample: Words
    mistakes: tuple[MarkedText, ...] = ()

    def length(self, text: str) -> int:
        """Return the number of words of a text, without the names of the parts."""
        return count_words(self.without_labels(text))

    def without_labels(self, text: str) -> str:
        """Return a text without the names of the parts, which begin their lines."""
        labels = tuple(f"{part}:" for part in self.parts)
        lines = (
            next((line[len(label) :] for label in labels if line.startswith(label)), line) for line in text.split("\n")
        )
        return "\n".join(lines)

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield an impossible range of words, and marks that do not add up."""
        if self.words.min > self.words.max:
            yield ("words",), f"{self.words.min} to {self.words.max} words cannot be kept; put the smaller number first"
        for number, mistake in enumerate(self.mistakes):
            if (total := sum(mistake.marks.values())) != mistake.score:
                yield ("mistakes", number, "score"), f"the marks add up to {total}, and not to {mistake.score}"
