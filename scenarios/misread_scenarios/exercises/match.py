"""Match: give each item its value, in one column or in several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import Answer, BadAnswer, Frozen, Item, Near, Place, Scored, Words
from misread_scenarios.problems import offer

LADDER_COLUMNS = ["ladder", "rung"]
Share = Annotated[Fraction, Field(gt=0, lt=1)]


class Column(Frozen):
    """A column of values: its label, and the values to choose from for each item, by id."""

    label: Words
    values: Annotated[dict[str, Words], Field(min_length=2)]


class Pair(Item):
    """An item to match.

    Feedback has the id of the wrong value as its name, or `column.value` if there are several columns.

    Attributes:
        key: the right value, or the right value for each column.
        near: the share (between 0 and 1) that each close answer earns, under the same names as feedback.
        weight: the weight of the item's numbers in the sums below the exercise; None if there are no sums.
        values: the item's own labels for the values of a column, by column and value; without them, the column's.
    """

    key: str | dict[str, str]
    near: Annotated[dict[str, Share], Field(default_factory=dict)]
    weight: Annotated[int, Field(ge=1, le=99)] | None = None
    values: Annotated[dict[str, dict[str, Words]], Field(default_factory=dict)]


class Match(Scored):
    """Items, each to be matched with a value.

    An answer is `{item: value}`, or `{item: {column: value}}` if there are several columns.

    Attributes:
        columns: the columns of values, by id.
        guide: help for matching, shown beside the items: lines below titles.
        layout: `lists` gives each column a list of its own; `grid` answers two columns by one tap on a cell.
        floor: a limit that holds regardless of the sums; shown beside them.
    """

    kind: Literal["match"]
    rule: Literal[
        "equal-share", "equal-share-per-field", "share-beyond-chance", "ladder-half-rung-half", "exact-one-off-half"
    ]
    columns: Annotated[dict[str, Column], Field(min_length=1)]
    guide: Annotated[dict[str, tuple[Words, ...]], Field(default_factory=dict)]
    layout: Literal["lists", "grid"] = "lists"
    floor: str = ""
    items: Annotated[tuple[Pair, ...], Field(min_length=2)]

    @property
    def lines(self) -> tuple[Item, ...]:
        """The items, in the file's order."""
        return self.items

    @property
    def key(self) -> Answer:
        """The value of each item and column."""
        return {item.id: self._columns(item.key) for item in self.items}

    @property
    def near(self) -> Near:
        """The shares that close answers earn."""
        names = {self.feedback_name("", *pair): pair for pair in self.values("")}
        near: dict[str, dict[str, dict[str, Fraction]]] = {}
        for item in self.items:
            for name, share in item.near.items():
                column, value = names[name]
                near.setdefault(item.id, {}).setdefault(column, {})[value] = share
        return near

    def _columns(self, value: str | Mapping[str, str]) -> Mapping[str, str]:
        """Return the values of an item by column, from either way of writing them."""
        return {next(iter(self.columns)): value} if isinstance(value, str) else value

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer if the value of an item or a column is missing or unknown."""
        if not isinstance(answer, dict):
            raise BadAnswer("an answer gives each item its value, as in {item: value}")
        items = [item.id for item in self.items]
        for id_ in answer.keys() - set(items):
            raise BadAnswer(f"there is no item '{id_[:40]}'; {offer(id_, items)}")
        return {id_: self._read_item(id_, answer.get(id_)) for id_ in items}

    def _read_item(self, id_: str, given: JsonValue) -> Mapping[str, str]:
        several = len(self.columns) > 1
        if isinstance(given, dict) != several or given is None:
            wanted = f"a value for each of {', '.join(self.columns)}" if several else "one value"
            raise BadAnswer(f"'{id_}' needs {wanted}")
        values = given if isinstance(given, dict) else {next(iter(self.columns)): given}
        for name in [*(values.keys() - self.columns.keys()), *(self.columns.keys() - values.keys())]:
            raise BadAnswer(f"'{id_}' needs a value for each of {', '.join(self.columns)}; see '{name[:40]}'")
        return {name: self._known(id_, column, values[name]) for name, column in self.columns.items()}

    @staticmethod
    def _known(id_: str, column: Column, value: JsonValue) -> str:
        if not isinstance(value, str) or value not in column.values:
            raise BadAnswer(f"'{id_}' cannot be '{str(value)[:40]}'; {offer(str(value), column.values)}")
        return value

    def values(self, item: str) -> Iterator[tuple[str, str]]:  # noqa: ARG002 - the same for every item
        """Yield every value of every column."""
        for name, column in self.columns.items():
            for value in column.values:
                yield name, value

    def feedback_name(self, item: str, column: str, value: str) -> str:  # noqa: ARG002 - the same for every item
        """Return the value, with its column if there are several columns."""
        return f"{column}.{value}" if len(self.columns) > 1 else value

    def label(self, item: str, column: str, value: str) -> str:
        """Return a value as the learner reads it."""
        return self._own_labels.get(item, {}).get(column, {}).get(value) or self.columns[column].values[value]

    @property
    def _own_labels(self) -> Mapping[str, Mapping[str, Mapping[str, str]]]:
        return {item.id: item.values for item in self.items if item.values}

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield a rule that the columns do not fit, unknown keys, and the faults that any exercise may have."""
        yield from self._strange_columns()
        yield from self._strange_numbers()
        strange_items = list(self._strange_items())
        yield from strange_items
        if not strange_items:
            yield from super().strangers()

    def _strange_columns(self) -> Iterator[tuple[Place, str]]:
        """Yield a rule or a layout that needs other columns, and an item's own labels that its columns do not fit."""
        rungs = self.columns["rung"].values if "rung" in self.columns else {}
        if self.rule == "ladder-half-rung-half" and (
            list(self.columns) != LADDER_COLUMNS or not all(rung.isdecimal() for rung in rungs)
        ):
            yield ("rule",), "this rule needs the columns `ladder` and `rung`, with whole numbers as rungs"
        if self.layout == "grid" and len(self.columns) != len(LADDER_COLUMNS):
            yield ("layout",), f"a grid has two columns, and there are {len(self.columns)}; use `lists`"
        for number, item in enumerate(self.items):
            for name, labels in item.values.items():
                values = self.columns[name].values if name in self.columns else self.columns
                if name not in self.columns or labels.keys() != values.keys():
                    yield ("items", number, "values", name), f"own words are for each of {', '.join(values)}"

    def _strange_items(self) -> Iterator[tuple[Place, str]]:
        """Yield keys that no column has, and close answers that are not wrong."""
        for number, item in enumerate(self.items):
            try:
                self._read_item(item.id, item.key if isinstance(item.key, str) else dict(item.key))
            except BadAnswer as error:
                yield ("items", number, "key"), str(error)
                continue
            keyed = {self.feedback_name(item.id, *pair) for pair in self._columns(item.key).items()}
            wrong = {self.feedback_name(item.id, *pair) for pair in self.values(item.id)} - keyed
            for name in sorted(item.near.keys() - wrong):
                message = f"'{name}' is not a wrong answer here; there are: {', '.join(sorted(wrong))}"
                yield ("items", number, "near", name), message

    def _strange_numbers(self) -> Iterator[tuple[Place, str]]:
        """Yield values that are not whole numbers although the rule needs them, and weights that some items lack."""
        values = [value for column in self.columns.values() for value in column.values]
        if self.rule == "exact-one-off-half" and not all(value.isdecimal() for value in values):
            yield ("rule",), "this rule needs whole numbers as values"
        weighted = [number for number, item in enumerate(self.items) if item.weight is not None]
        if weighted and (self.rule != "exact-one-off-half" or len(weighted) < len(self.items)):
            message = "sums need the rule `exact-one-off-half` and a weight for every item"
            yield ("items", weighted[0], "weight"), message
