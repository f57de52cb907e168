"""Order: put items into an order, or cards into a loop. Rank: put the options of each item into an order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import Answer, BadAnswer, Item, Place, Scored, Words
from misread_scenarios.exercises.rules import CUT, PLACE
from misread_scenarios.problems import offer

EARLY, LATE = "early", "late"
"""The names of the feedback on an item that stands before or after its keyed place."""


class Card(Item):
    """An item to put in order. Its feedback has the name `early` or `late`."""

    id: Annotated[str, Field(pattern=r"^[a-z]{1,12}$")]


class Cut(Item):
    """The question where a loop can be cut. Its feedback has the id of the wrong option."""

    id: Literal["cut"] = "cut"
    options: Annotated[dict[str, Words], Field(min_length=2, max_length=8)]
    key: str


class Order(Scored):
    """Items to put in order.

    An answer is the list of all ids in their order. In a loop any card may come first, and the answer is
    `{"order": [id, ...], "cut": option}`.

    Attributes:
        key_order: the ids in the right order.
        cut: the question where to cut the loop; the items form a loop only if there is one.
    """

    kind: Literal["order"]
    rule: Literal["share-of-pairs-in-order", "arrows-and-cut"]
    key_order: Annotated[tuple[str, ...], Field(min_length=3)]
    cut: Cut | None = None
    items: Annotated[tuple[Card, ...], Field(min_length=3, max_length=12)]

    @property
    def lines(self) -> tuple[Item, ...]:
        """The items in the file's order, followed by the question of the cut."""
        return (*self.items, self.cut) if self.cut else self.items

    @property
    def key(self) -> Answer:
        """The place of each item, counted from 1, and the keyed cut."""
        cut = {CUT: {CUT: self.cut.key}} if self.cut else {}
        return {**_places(self.key_order), **cut}

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer unless it names every item once, and a cut if one is asked."""
        if not self.cut:
            return _places(_listed(answer, [item.id for item in self.items], "the answer"))
        if not isinstance(answer, dict) or answer.keys() != {"order", "cut"}:
            raise BadAnswer('an answer has two parts, as in {"order": [card, ...], "cut": option}')
        cut = answer["cut"]
        if not isinstance(cut, str) or cut not in self.cut.options:
            raise BadAnswer(f"there is no cut '{str(cut)[:40]}'; {offer(str(cut), self.cut.options)}")
        laid = _listed(answer["order"], [item.id for item in self.items], "`order`")
        first = laid.index(self.key_order[0])
        return {**_places([*laid[first:], *laid[:first]]), CUT: {CUT: cut}}

    def values(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield every place of an item, or every option of the cut."""
        if self.cut and item == CUT:
            for option in self.cut.options:
                yield CUT, option
            return
        for place in range(1, len(self.items) + 1):
            yield PLACE, str(place)

    def feedback_name(self, item: str, column: str, value: str) -> str:
        """Return `early` or `late`, or the option of the cut."""
        if column == CUT:
            return value
        return EARLY if int(value) < int(self.key[item][PLACE]) else LATE

    def label(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - places read the same for every item
        """Return a place, or an option of the cut as the learner reads it."""
        return self.cut.options[value] if self.cut and column == CUT else value

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield a key that does not name every item once, and the faults that any scored exercise may have."""
        ids = [item.id for item in self.items]
        if sorted(self.key_order) != sorted(ids):
            yield ("key_order",), f"the key names each item once; there are: {', '.join(ids)}"
            return
        if (self.rule == "arrows-and-cut") != (self.cut is not None):
            yield ("rule",), "a loop has `cut` and the rule `arrows-and-cut`; anything else has neither"
            return
        if self.cut and self.cut.key not in self.cut.options:
            yield ("cut", "key"), f"there is no option '{self.cut.key}'; {offer(self.cut.key, self.cut.options)}"
            return
        yield from super().strangers()


class RankedItem(Item):
    """A question whose options are put in order, best first.

    Feedback has the id of an option that was placed too high.
    """

    options: Annotated[dict[str, Words], Field(min_length=3, max_length=6)]
    key: tuple[str, ...]


class Rank(Scored):
    """Questions, each with options to put in order. An answer is `{item: [option, ...]}` with every option once."""

    kind: Literal["rank"]
    rule: Literal["share-of-pairs-in-order"]
    items: Annotated[tuple[RankedItem, ...], Field(min_length=1)]

    @property
    def lines(self) -> tuple[Item, ...]:
        """The items, in the file's order."""
        return self.items

    @property
    def key(self) -> Answer:
        """The place of each option, counted from 1."""
        return {item.id: _ranks(item.key) for item in self.items}

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer unless every item has every option once."""
        if not isinstance(answer, dict):
            raise BadAnswer("an answer gives each item its options in order, as in {item: [option, ...]}")
        ids = [item.id for item in self.items]
        for id_ in answer.keys() - set(ids):
            raise BadAnswer(f"there is no item '{id_[:40]}'; {offer(id_, ids)}")
        return {
            item.id: _ranks(_listed(answer.get(item.id), list(item.options), f"'{item.id}'")) for item in self.items
        }

    def values(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield every place of every option of an item."""
        options = self._options[item]
        for option in options:
            for place in range(1, len(options) + 1):
                yield option, str(place)

    @property
    def _options(self) -> Mapping[str, Mapping[str, str]]:
        return {item.id: item.options for item in self.items}

    def feedback_name(self, item: str, column: str, value: str) -> str:
        """Return the option if it stands above its keyed place, and an empty text otherwise."""
        return column if int(value) < int(self.key[item][column]) else ""

    def label(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - an option reads the same everywhere
        """Return an option as the learner reads it."""
        return self._options[item][column]

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield keys that do not name every option once, and the faults that any scored exercise may have."""
        bad = False
        for number, item in enumerate(self.items):
            if sorted(item.key) != sorted(item.options):
                bad = True
                yield ("items", number, "key"), f"the key names each option once; there are: {', '.join(item.options)}"
        if not bad:
            yield from super().strangers()


def _places(order: list[str] | tuple[str, ...]) -> dict[str, Mapping[str, str]]:
    return {id_: {PLACE: str(place)} for place, id_ in enumerate(order, 1)}


def _ranks(order: list[str] | tuple[str, ...]) -> Mapping[str, str]:
    return {option: str(place) for place, option in enumerate(order, 1)}


def _listed(given: JsonValue, ids: list[str], where: str) -> list[str]:
    """Return a list that names every known id once; raises BadAnswer for any other value."""
    if not isinstance(given, list):
        raise BadAnswer(f"{where} needs a list, as in {ids}")
    for strange in (str(id_) for id_ in given if id_ not in ids):
        raise BadAnswer(f"{where} names '{strange[:40]}', which is not there; {offer(strange, ids)}")
    listed = [id_ for id_ in given if isinstance(id_, str)]
    if len(set(listed)) < len(listed) or len(listed) != len(ids):
        raise BadAnswer(f"{where} has {len(set(listed))} of {len(ids)}; name each once")
    return listed
