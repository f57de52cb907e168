"""Reflections: written in one's own words, and marked by a reader on the rows of a rubric."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from misread_scenarios.exercises.exercise import Exercise, Frozen, Id, Place, Words
from misread_scenarios.word_count import count_words


class Length(Frozen):
    """How many words are asked for. More or fewer are taken as well: a reader judges what is said."""

    min: Annotated[int, Field(ge=1)]
    max: Annotated[int, Field(ge=1, le=2000)]


class MarkedText(Frozen):
    """A typical text that falls short: what goes wrong in it, its mark for each row of the rubric, and their sum."""

    slip: Words
    text: Words
    marks: dict[str, Annotated[int, Field(ge=0, le=2)]]
    score: Annotated[int, Field(ge=0)]


class TaskRow(Frozen):
    """What a row of the rubric means for this task: what it is called here, and what earns 0, 1 and 2 points."""

    id: Id
    name: Words
    zero: Words
    one: Words
    two: Words


class Reflection(Exercise):
    """A text to write.

    Attributes:
        prompt: what to write about.
        help: how to begin, and what to leave out.
        words: how many words.
        parts: the names of the rows that it is written in, one field each; none where one field takes it all.
        reminder: whether a step with a day is asked for, which the writer may take along as a calendar file.
        rubric: the id of the rubric whose rows a reader marks.
        rows: what these rows mean here, where the rubric's own words are too general; else none.
        sample: a good text, shown to those who have handed in one of the length that is asked for.
        mistakes: typical texts that fall short, with the marks they must get: for readers to practise on.
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
        """Return how many words of a text are its writer's own."""
        return count_words(self.without_labels(text))

    def without_labels(self, text: str) -> str:
        """Return a text without the names of the parts, which begin their lines."""
        labels = tuple(f"{part}:" for part in self.parts)
        lines = (next((line[len(one) :] for one in labels if line.startswith(one)), line) for line in text.split("\n"))
        return "\n".join(lines)

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield a number of words that cannot be kept, and marks that do not add up."""
        if self.words.min > self.words.max:
            yield ("words",), f"{self.words.min} to {self.words.max} words cannot be kept; put the smaller number first"
        for number, mistake in enumerate(self.mistakes):
            if (total := sum(mistake.marks.values())) != mistake.score:
                yield ("mistakes", number, "score"), f"the marks add up to {total}, and not to {mistake.score}"
