"""Choose: pick from the options of each item. Highlight: mark lines in the transcript of each item."""

from __future__ import annotations

import abc
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import Answer, BadAnswer, Frozen, Item, Near, Place, Scored, Words
from misread_scenarios.exercises.match import Share
from misread_scenarios.exercises.rules import LEFT, PICKED
from misread_scenarios.problems import offer

MISSED = "missed"


class ItemWithOptions(Item):
    """An item with options of its own."""

    @property
    @abc.abstractmethod
    def labels(self) -> Mapping[str, str]:
        """Each option as the learner reads it, by id."""

    @property
    @abc.abstractmethod
    def keyed(self) -> frozenset[str]:
        """The options that belong."""


class ChoiceItem(ItemWithOptions):
    """A question with its own options.

    Feedback has the id of an option that is wrong to pick.

    Attributes:
        key: the option that belongs, or all that do.
        near: the share (between 0 and 1) that each close option earns.
    """

    options: Annotated[dict[str, Words], Field(min_length=2, max_length=8)]
    key: str | tuple[str, ...]
    near: Annotated[dict[str, Share], Field(default_factory=dict)]

    @property
    def labels(self) -> Mapping[str, str]:
        """Each option as the learner reads it, by id."""
        return self.options

    @property
    def keyed(self) -> frozenset[str]:
        """The options that belong."""
        return frozenset({self.key} if isinstance(self.key, str) else self.key)


class SpokenLine(Frozen):
    """One line of a transcript: its speaker, its words, and whether learners should mark it."""

    id: Annotated[str, Field(pattern=r"^[a-z]{1,8}$")]
    who: Words
    says: Words
    key: bool


class Transcript(ItemWithOptions):
    """A talk, line by line; `text` says where it takes place.

    The feedback on line c has the name `c.picked` if the line is wrong to mark, and `c.missed` if it was overlooked.
    """

    lines: Annotated[tuple[SpokenLine, ...], Field(min_length=3, max_length=20)]

    @property
    def labels(self) -> Mapping[str, str]:
        """Each line with its speaker, by id."""
        return {line.id: f"{line.who}: {line.says}" for line in self.lines}

    @property
    def keyed(self) -> frozenset[str]:
        """The lines that belong."""
        return frozenset(line.id for line in self.lines if line.key)


class PickedPerItem(Scored):
    """The base class of `Choose` and `Highlight`, in which learners pick some options of each item.

    An answer is `{item: [option, ...]}`. The form that is scored has a column for each option.
    """

    @property
    @abc.abstractmethod
    def questions(self) -> tuple[ItemWithOptions, ...]:
        """The items with their options, in the file's order."""

    @property
    def lines(self) -> tuple[Item, ...]:
        """The items, in the file's order."""
        return self.questions

    @property
    def key(self) -> Answer:
        """Which options belong."""
        return {item.id: _columns(item, item.keyed) for item in self.questions}

    @property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        return {item.id: item.labels for item in self.questions}

    @abc.abstractmethod
    def _check(self, item: str, picked: list[str]) -> None:
        """Raise BadAnswer if the number of picked options does not fit an item."""

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer if an item or an option is missing, unknown or named twice."""
        if not isinstance(answer, dict):
            raise BadAnswer("an answer gives each item its options, as in {item: [option]}")
        items = {item.id: item for item in self.questions}
        for id_ in answer.keys() - items.keys():
            raise BadAnswer(f"there is no item '{id_[:40]}'; {offer(id_, items)}")
        return {id_: _columns(item, self._read_item(item, answer.get(id_))) for id_, item in items.items()}

    def _read_item(self, item: ItemWithOptions, given: JsonValue) -> frozenset[str]:
        listed = [given] if isinstance(given, str) else given
        if not isinstance(listed, list):
            raise BadAnswer(f"'{item.id}' needs a list of options, as in {list(item.labels)[:1]}")
        for strange in (str(option) for option in listed if option not in item.labels):
            raise BadAnswer(f"'{item.id}' has no option '{strange[:40]}'; {offer(strange, item.labels)}")
        picked = [option for option in listed if isinstance(option, str)]
        if len(set(picked)) < len(picked):
            raise BadAnswer(f"'{item.id}' names an option twice; name each once")
        self._check(item.id, picked)
        return frozenset(picked)

    def values(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield both values, picked and left, of each option of an item."""
        for option in self._labels[item]:
            yield option, PICKED
            yield option, LEFT

    def label(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - an option reads the same either way
        """Return an option as the learner reads it."""
        return self._labels[item][column]

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield keys that name no option, and the faults that any scored exercise may have."""
        bad = False
        for number, item in enumerate(self.questions):
            strange = sorted(item.keyed - item.labels.keys())
            if strange or not 0 < len(item.keyed) < len(item.labels):
                bad = True
                fault = f"there is no option '{strange[0]}'" if strange else "let some options belong, and some not"
                yield ("items", number, "key"), f"{fault}; there are: {', '.join(item.labels)}"
        if not bad:
            yield from super().strangers()


class Choose(PickedPerItem):
    """Questions, each with options of its own.

    An answer is `{item: option}` if one is to be picked, and `{item: [option, ...]}` if several are.

    Attributes:
        pick: the number of options to pick for each item.
    """

    kind: Literal["choose"]
    rule: Literal["equal-share", "equal-share-of-keys"]
    pick: Annotated[int, Field(ge=1, le=3)] = 1
    items: Annotated[tuple[ChoiceItem, ...], Field(min_length=2)]

    @property
    def questions(self) -> tuple[ItemWithOptions, ...]:
        """The items with their options, in the file's order."""
        return self.items

    @property
    def near(self) -> Near:
        """The shares that close options earn."""
        close = {item.id: item.near for item in self.items if item.near}
        return {
            id_: {option: {PICKED: Fraction(share)} for option, share in near.items()} for id_, near in close.items()
        }

    def _check(self, item: str, picked: list[str]) -> None:
        if len(picked) != self.pick:
            raise BadAnswer(f"'{item}' has {len(picked)} options picked; pick {self.pick}")

    def feedback_name(self, item: str, column: str, value: str) -> str:
        """Return the id of an option that is wrong to pick; empty for any other value."""
        return column if value == PICKED and self.key[item][column] != PICKED else ""

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield items whose key has more or fewer options than `pick` says, and unknown or other faulty keys."""
        for number, item in enumerate(self.items):
            if len(item.keyed) != self.pick:
                yield ("items", number, "key"), f"{len(item.keyed)} options belong, and `pick` says {self.pick}"
            for option in sorted(item.near.keys() - (item.options.keys() - item.keyed)):
                yield ("items", number, "near", option), f"'{option}' is not a wrong option of this item"
        yield from super().strangers()


class Highlight(PickedPerItem):
    """Transcripts in which lines are marked. An answer is `{item: [line, ...]}`; an item may have none."""

    kind: Literal["highlight"]
    rule: Literal["hits-minus-false-per-item"]
    items: Annotated[tuple[Transcript, ...], Field(min_length=1)]

    @property
    def questions(self) -> tuple[ItemWithOptions, ...]:
        """The transcripts, in the file's order."""
        return self.items

    def _check(self, item: str, picked: list[str]) -> None:
        """Take any number of lines."""

    def feedback_name(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - a line's name says enough
        """Return the id of a line and its fault, as in `c.missed`."""
        return f"{column}.{PICKED if value == PICKED else MISSED}"


def _columns(item: ItemWithOptions, picked: frozenset[str]) -> Mapping[str, str]:
    return {option: PICKED if option in picked else LEFT for option in item.labels}
