"""The base classes of all exercises and of those that score themselves."""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from misread_scenarios.versioned import Versioned

Answer: TypeAlias = Mapping[str, Mapping[str, str]]
"""A learner's answer, or the key: for each item, a value for each of its columns."""

Near: TypeAlias = Mapping[str, Mapping[str, Mapping[str, Fraction]]]
"""What close answers earn: for each item, column and value, a share between 0 and 1."""

Place: TypeAlias = tuple[str | int, ...]
"""A place in an authored file: `("items", 2, "key")`."""

Id = Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9]*([.-][A-Za-z0-9]+)*$", max_length=60)]
Words = Annotated[str, Field(min_length=1)]


class BadAnswer(ValueError):
    """An answer does not fit its exercise; the message says what would have fitted."""


class Frozen(BaseModel):
    """Authored data: immutable, without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LibraryFile(Versioned):
    """Content with its own file in the library.

    Attributes:
        id: the id, for example `X4.2`, which names the file (`x4-2.yaml`).
        title: as the learner reads it.
    """

    id: Id
    title: Words

    @abc.abstractmethod
    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield the place of each name that the file does not define, with a sentence about the names it has."""


class Exercise(LibraryFile):
    """A task for a learner.

    Attributes:
        competency: the competency that it is scored on.
        objectives, covers: the learning objectives (`LO9`) and ideas of the course (`S101`) that it practises.
        minutes: how long it takes.
        instruction: what to do.
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
        text: as the learner reads it.
        explain: why the key is right; shown when no try is left, or the answer is right.
        feedback: why each wrong answer is tempting, by the answer's name; shown after a try.
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
    """A typical mistake: its fault, and the score that it must get, for example `5/8` or `0.2`."""

    slip: Words
    score: Annotated[str, Field(pattern=r"^(0|1|0?\.\d+|\d+/[1-9]\d*)$")]
    answer: JsonValue


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
        tries: how often it may be answered; the best try counts.
        rule: the name of its scoring rule (see `rules.RULES`).
        case: what happens before the question, if anything.
        table: the figures that the question is about, if any.
        other: shown for a wrong answer that has no feedback of its own.
        model: the answer that scores 1, as a learner's answer is written.
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
        """What answers that are close to the key earn; nothing unless a kind says otherwise."""
        return {}

    def wrong_values(self, item: str) -> list[tuple[str, str]]:
        """Return every column and value that may be given for an item, apart from the key."""
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
        for place, answer in self._answers():
            try:
                self.read(answer)
            except BadAnswer as error:
                yield place, str(error)

    def _answers(self) -> Iterator[tuple[Place, JsonValue]]:
        yield ("model",), self.model
        for number, mistake in enumerate(self.mistakes):
            yield ("mistakes", number, "answer"), mistake.answer
