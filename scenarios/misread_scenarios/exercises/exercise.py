"""The base classes of all exercises and of self-scoring exercises."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from misread_scenarios.versioned import Versioned

Answer: TypeAlias = Mapping[str, Mapping[str, str]]
"""A learner's answer, or the key: for each item, a value for each of its columns."""

Near: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Fraction]]]
"""The shares (between 0 and 1) that close answers earn, by item, column and value."""

Place: TypeAlias = tuple[str | int, ...]
"""A place in an authored file: `("items", 2, "key")`."""

Id = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1)]


class BadAnswer(ValueError):
    """An answer does not fit its exercise; the message says what an answer looks like."""


class Frozen(BaseModel):
    """Authored data: immutable, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LibraryFile(Versioned):
    """Content with its own file in the library.

    Attributes:
        id: the id, for example `X4.2`, which names the file (`x4-2.yaml`).
        title: the title that the learner reads.
    """

    id: Id
    title: Words

    @abc.abstractmethod
    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield the place of each fault that the types of the fields do not exclude, with a sentence about it.

        Most are names that the file does not define, and the sentence lists the names that it defines.
        """


class Exercise(LibraryFile):
    """A task for a learner.

    Attributes:
        competency: the competency that the exercise is scored on.
        objectives, covers: the learning objectives (`LO9`) and ideas of the course (`S101`) that it practises.
        minutes: the time that the exercise takes.
        instruction: the task.
        scoring: the scoring rule in words, which the learner reads before answering.
    """

    format: Literal["exercise/1"]
    kind: str
    competency: Words
    objectives: Annotated[tuple[str, ...], Field(min_length=1)]
    covers: Annotated[tuple[str, ...], Field(min_length=1)]
    minutes: Annotated[int, Field(ge=1, le=60)]
    instruction: Words
    scoring: Words


class Item(Frozen):
    """One line of an exercise.

    Attributes:
        text: the text that the learner reads.
        explain: the reason for the key, shown when no try is left or the answer is right.
        feedback: the reason why each wrong answer is tempting, by the answer's name; shown after a try.
    """

    id: Id
    text: Words
    explain: Words
    feedback: dict[str, str] = {}


class DataTable(Frozen):
    """A table that the question is about: its headings, its rows, and a note on where the figures come from."""

    columns: Annotated[tuple[Words, ...], Field(min_length=2, max_length=6)]
    rows: Annotated[tuple[tuple[Words, ...], ...], Field(min_length=1)]
    note: str = ""


class Mistake(Frozen):
    """A typical wrong answer: its fault, and the score that it must get, for example `5/8` or `0.2`."""

    slip: Words
    score: Annotated[str, Field(pattern=r"^(0|1|0?\.\d+|\d+/[1-9]\d*)$")]
    answer: JsonValue


def unreadable(
    read: Callable[[JsonValue], object], model: JsonValue, mistakes: Iterable[Mistake]
) -> Iterator[tuple[Place, str]]:
    """Yield the place and the fault of each answer in an exercise's file that its own `read` refuses."""
    answers: list[tuple[Place, JsonValue]] = [(("model",), model)]
    answers += [(("mistakes", number, "answer"), mistake.answer) for number, mistake in enumerate(mistakes)]
    for place, answer in answers:
        try:
            read(answer)
        except BadAnswer as error:
            yield place, str(error)


@dataclasses.dataclass(frozen=True)
class Hint:
    """Why a wrong answer is tempting: the item, the column, the given value, and the text."""

    item: str
    column: str
    value: str
    text: str


class Scored(Exercise):
    """An exercise that scores itself.

    Attributes:
        tries: the number of tries; the best try counts.
        rule: the name of its scoring rule (see `rules.RULES`).
        case: the story before the question, if there is one.
        table: the figures that the question is about, if any.
        other: the feedback on wrong answers that have no feedback of their own.
        model: the model answer, which scores 1, in the form of a learner's answer.
        mistakes: typical wrong answers, each with the score it must get.
    """

    tries: Annotated[int, Field(ge=1, le=5)]
    rule: str
    case: str = ""
    table: DataTable | None = None
    other: str = ""
    model: JsonValue
    mistakes: Annotated[tuple[Mistake, ...], Field(min_length=1)]

    @property
    @abc.abstractmethod
    def lines(self) -> tuple[Item, ...]:
        """The items, in the file's order."""

    @property
    @abc.abstractmethod
    def key(self) -> Answer:
        """The key."""

    @abc.abstractmethod
    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer if it does not fit."""

    @abc.abstractmethod
    def values(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield every column and value that may be given for an item."""

    @abc.abstractmethod
    def feedback_name(self, item: str, column: str, value: str) -> str:
        """Return the name of an item's feedback on a wrong value; empty if the value needs none."""

    @abc.abstractmethod
    def label(self, item: str, column: str, value: str) -> str:
        """Return a value of an item as the learner reads it."""

    @property
    def near(self) -> Near:
        """The shares that close answers earn; empty if the kind of exercise has no close answers."""
        return {}

    def wrong_values(self, item: str) -> list[tuple[str, str]]:
        """Return every possible column and value of an item, except the key."""
        return [(column, value) for column, value in self.values(item) if self.key[item][column] != value]

    def feedback_names(self, item: str) -> set[str]:
        """Return the names of all feedback that an item may have."""
        names = {self.feedback_name(item, column, value) for column, value in self.wrong_values(item)}
        return names - {""}

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield ids that are used twice, uneven table rows, and unknown names in feedback or answers."""
        if self.table is not None:
            for number, row in enumerate(self.table.rows):
                if len(row) != len(self.table.columns):
                    message = f"this row has {len(row)} cells and the table {len(self.table.columns)} columns"
                    yield ("table", "rows", number), message
        seen: set[str] = set()
        for number, item in enumerate(self.lines):
            if item.id in seen:
                yield ("items", number, "id"), f"'{item.id}' is used twice; give each item its own id"
            seen.add(item.id)
            wrong = sorted(self.feedback_names(item.id))
            for name in sorted(item.feedback.keys() - set(wrong)):
                message = f"'{name}' is not a wrong answer here; there are: {', '.join(wrong)}"
                yield ("items", number, "feedback", name), message
        yield from unreadable(self.read, self.model, self.mistakes)
