"""Data: questions about tables, which learners answer by choosing a group, filters and a measure, or with pandas."""

from __future__ import annotations

import dataclasses
import functools
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import Answer, BadAnswer, Frozen, Item, Place, Scored, Words
from misread_scenarios.exercises.rules import LEFT, PICKED
from misread_scenarios.practice_data import (
    MADE_UP,
    SEED,
    SMALLEST_CELL,
    VIEWS,
    Group,
    Measure,
    Query,
    ResultRow,
    SourceName,
    Weighting,
    complements,
    view,
)
from misread_scenarios.problems import offer

ANSWER = "answer"
"""The only column of a number or a choice."""
OTHER = "other"
"""The name of the feedback on a number that is neither the answer nor the result of a known slip."""
MISSED = "missed"
Unit: TypeAlias = Literal["per cent", "points", "number", "money"]
"""What a number is: a per cent, a distance between two of them, a count, or an amount of money."""
TOLERANCE: Mapping[Unit, float] = {"per cent": 0.1, "points": 0.1, "number": 0.0, "money": 1.0}
"""How far from the key a number may lie, by its unit."""
LARGEST, LONGEST_NUMBER = 1e9, 40
MOST_GROUPS = 2
PLAIN = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)")
GROUPED = re.compile(r"[-+]?[1-9]\d{0,2}(?:([.,' \u2019\u2009\u00a0\u202f])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")

ShortId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,30}$")]
ColumnName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,40}$")]


class HiddenFigure(BadAnswer):
    """A figure rests on too few people to be shown."""


class DataField(Frozen):
    """A column of the data as the learner reads it: its name, and its values in the order in which they are shown."""

    label: Words
    values: Annotated[dict[str, Words], Field(min_length=1)]


class DataMeasure(Frozen):
    """A measure that the learner may choose (see `practice_data.Measure`), and the unit of its figures."""

    label: Words
    kind: Literal["count", "share", "cost"]
    where: Annotated[dict[ColumnName, str], Field(default_factory=dict)]
    amount: str = ""


class DataWeighting(Frozen):
    """A way of making groups comparable that the learner may choose (see `practice_data.Weighting`)."""

    label: Words
    by: ColumnName
    kind: Literal["headcount", "equal"]


class Selection(Frozen):
    """A question to the data, in the ids of the menus.

    Attributes:
        measure: the measure.
        groups: the columns to group by, at most two.
        filters: the value that each named column must have.
        weighting: the way in which groups are made comparable; empty for none.
    """

    measure: str
    groups: Annotated[tuple[str, ...], Field(max_length=MOST_GROUPS)] = ()
    filters: Annotated[dict[str, str], Field(default_factory=dict)]
    weighting: str = ""


class Reading(Selection):
    """One figure of a result, and how it enters an answer.

    Attributes:
        row: the group whose figure is read: a value for each of `groups`.
        take: which figure of the group is read.
        sign: whether the figure is added or taken away.
    """

    row: tuple[str, ...] = ()
    take: Literal["value", "numerator", "count"] = "value"
    sign: Literal["plus", "minus"] = "plus"


class Slip(Frozen):
    """A wrong number that a known slip leads to.

    Attributes:
        value: the number.
        slip: the slip in words, for authors and facilitators.
        reads: the figures whose sum is the number.
    """

    value: float
    slip: Words
    reads: Annotated[tuple[Reading, ...], Field(min_length=1)]


class NumberQuestion(Item):
    """A question whose answer is a number.

    Feedback has the name of a slip, or `other`.

    Attributes:
        key: the right number, as the learner is shown it.
        reads: the figures of the data whose sum is the right number.
        slips: wrong numbers, by the name of the slip.
    """

    ask: Literal["number"]
    unit: Unit
    key: float
    reads: Annotated[tuple[Reading, ...], Field(min_length=1)]
    slips: Annotated[dict[ShortId, Slip], Field(default_factory=dict)]

    @property
    def tolerance(self) -> float:
        """How far from the key a number may lie."""
        return TOLERANCE[self.unit]

    def nearest(self, number: float) -> str:
        """Return the key or the slip that a number stands for, or else the number itself, as text."""
        if self.unit == "points":
            number = abs(number)
        listed = (self.key, *(slip.value for slip in self.slips.values()))
        may_be_share = self.unit in {"per cent", "points"} and abs(number) < 1
        for candidate in (number, 100 * number) if may_be_share else (number,):
            for value in listed:
                if abs(candidate - value) <= self.tolerance + 1e-9:
                    return number_text(value)
        return number_text(number)


class ChoiceQuestion(Item):
    """A question with one right option. Feedback has the id of a wrong option."""

    ask: Literal["choice"]
    options: Annotated[dict[ShortId, Words], Field(min_length=2, max_length=6)]
    key: str


class LimitsQuestion(Item):
    """The closing question: what can this not tell you? Learners pick every line that belongs.

    The feedback on line c has the name `c.picked` if the line is wrong to pick, and `c.missed` if it was overlooked.
    """

    ask: Literal["limits"]
    options: Annotated[dict[ShortId, Words], Field(min_length=3, max_length=8)]
    key: Annotated[tuple[str, ...], Field(min_length=1)]


Question = Annotated[NumberQuestion | ChoiceQuestion | LimitsQuestion, Field(discriminator="ask")]


class Chart(Selection):
    """The chart that is shown after the answer.

    Attributes:
        kind: bars for one column of groups, grouped bars for two.
        headline: what the chart shows, as a sentence.
    """

    kind: Literal["bars", "grouped-bars"]
    headline: Words


class Data(Scored):
    """Questions about a view of the data (see `practice_data.view`).

    An answer is `{question: number}`, `{question: option}`, or `{question: [option, ...]}` for the closing question. A
    number may also be text, as in "50", "9.6 %" or "3,556".

    Attributes:
        view: the name of the view.
        about: what the data are. It says that made-up data are made up, and where real data were published.
        fields: the columns that learners see, by their names in the data.
        groups, filters: the columns that may be grouped by, and those that may be filtered on.
        measures, weightings: the measures and the ways of making groups comparable, by id.
        chart: the chart that is shown after the answer.
        pandas: the line of pandas that answers the first question in the notebook.
    """

    kind: Literal["data"]
    rule: Literal["each-question-alike"]
    view: str
    about: Words
    fields: Annotated[dict[ColumnName, DataField], Field(min_length=1)]
    groups: Annotated[tuple[ColumnName, ...], Field(min_length=1)]
    filters: tuple[ColumnName, ...] = ()
    measures: Annotated[dict[ShortId, DataMeasure], Field(min_length=1)]
    weightings: Annotated[dict[ShortId, DataWeighting], Field(default_factory=dict)]
    items: Annotated[tuple[Question, ...], Field(min_length=2)]
    chart: Chart
    pandas: Words

    @property
    def source(self) -> SourceName:
        """The data that the view comes from."""
        return VIEWS[self.view]

    @property
    def made_up(self) -> bool:
        """Whether the data are made up, which every table and chart must say."""
        return self.source in MADE_UP

    @property
    def lines(self) -> tuple[Item, ...]:
        """The questions, in the file's order."""
        return self.items

    @property
    def key(self) -> Answer:
        """The key."""
        return {item.id: _keyed(item) for item in self.items}

    def query(self, selection: Selection) -> Query:
        """Return the question to the data that a learner chose.

        Raises:
            BadAnswer: if it names something that the menus do not offer.
        """
        _offered("measure", [selection.measure], self.measures)
        _offered("group", selection.groups, self.groups)
        _offered("filter", selection.filters, self.filters)
        _offered("weighting", filter(None, [selection.weighting]), self.weightings)
        for column, value in selection.filters.items():
            _offered(f"value of {column}", [value], self.fields[column].values)
        if len(set(selection.groups)) < len(selection.groups):
            raise BadAnswer("a column is grouped by twice; name each once")
        chosen = self.measures[selection.measure]
        weighting = self.weightings.get(selection.weighting)
        if weighting and chosen.kind == "count":
            raise BadAnswer("a count cannot be weighted; choose a share, or no weighting")
        return Query(
            self.view,
            Measure(chosen.kind, chosen.where, chosen.amount),
            selection.groups,
            selection.filters,
            Weighting(weighting.by, weighting.kind) if weighting else None,
        )

    def result(self, selection: Selection, seed: int = SEED) -> tuple[ResultRow, ...]:
        """Return the rows of a result, in the order in which the fields list their values.

        The seed is that of Harbour & Pine.

        Groups whose value has no label, for example people without an offer, are left out. Besides groups that are too
        small, others are hidden from which those could be worked out. What a question or the chart reads stays, without
        the counts that it comes from; these are in the row only for the questions themselves.

        Raises:
            BadAnswer: if the selection names something that the menus do not offer.
        """
        orders = [list(self.fields[column].values) for column in selection.groups]
        rows = [
            (places, self._protecting(row, selection, seed))
            for row in self.query(selection).rows(view(self.view, seed))
            if (places := _places(row.group, orders)) is not None
        ]
        return tuple(row for _, row in sorted(rows, key=lambda pair: pair[0]))

    def _protecting(self, row: ResultRow, selection: Selection, seed: int) -> ResultRow:
        """Return a row with its figure or its counts withheld, if a hidden group could be worked out from them."""
        if row.hidden or selection.weighting:  # a weighted figure is no part of a total
            return row
        values = {**selection.filters, **dict(zip(selection.groups, row.group, strict=True))}
        columns = tuple(sorted(values))
        read = self._groups_read.get(columns, {})
        shown, needed = (frozenset(group for group, kind in read.items() if kind == one) for one in ("all", "value"))
        group = tuple(values[name] for name in columns)
        if group not in complements(self.view, seed, columns, needed, shown):
            return row
        if group in needed and self.measures[selection.measure].kind != "count":
            return dataclasses.replace(row, protects=True)
        return ResultRow(row.group, None, None, None, None, hidden=True, protects=True)

    @functools.cached_property
    def _groups_read(self) -> Mapping[tuple[str, ...], Mapping[Group, Literal["value", "all"]]]:
        """What a question or the chart reads of each group: its value, or a count as well; by the sorted columns."""
        found: dict[tuple[str, ...], dict[Group, Literal["value", "all"]]] = {}
        asked = [item for item in self.items if isinstance(item, NumberQuestion)]
        reads = [read for item in asked for read in item.reads]
        reads += [read for item in asked for slip in item.slips.values() for read in slip.reads]
        rows = [(read, read.row, read.take == "value") for read in reads]
        try:
            charted = self.query(self.chart).rows(view(self.view))
        except BadAnswer:  # the checker says so about the chart itself
            charted = ()
        for selection, row, is_value in [*rows, *((self.chart, one.group, True) for one in charted)]:
            if selection.weighting or selection.measure not in self.measures:
                continue
            values = {**selection.filters, **dict(zip(selection.groups, row, strict=False))}
            columns = tuple(sorted(values))
            group = tuple(values[name] for name in columns)
            read_whole = not is_value or self.measures[selection.measure].kind == "count"
            of = found.setdefault(columns, {})
            of[group] = "all" if read_whole or of.get(group) == "all" else "value"
        return found

    def figure(self, reads: Iterable[Reading], seed: int = SEED) -> float:
        """Return the sum of some figures of the data; the seed is that of Harbour & Pine.

        Raises:
            BadAnswer: if one of them names something that the menus do not offer, or a group that is not there.
            HiddenFigure: if one of them rests on fewer than `SMALLEST_CELL` people.
        """
        return sum((1 if read.sign == "plus" else -1) * self._read_figure(read, seed) for read in reads)

    def _read_figure(self, read: Reading, seed: int) -> float:
        name = " / ".join(read.row) or "all"
        row = next((row for row in self.result(read, seed) if row.group == read.row), None)
        if row is None:
            raise BadAnswer(f"the result has no group '{name}'; give `row` a value for each group")
        if row.hidden:
            raise HiddenFigure(f"the figure of '{name}' rests on fewer than {SMALLEST_CELL} people")
        figure = {"value": row.value, "numerator": row.numerator, "count": row.count}[read.take]
        if figure is None:
            raise BadAnswer(f"'{name}' has no {read.take}; read another figure")
        return figure

    def read(self, answer: JsonValue) -> Answer:
        """Return a learner's answer; raises BadAnswer if a question or an option is missing, unknown or named twice."""
        if not isinstance(answer, dict):
            raise BadAnswer("an answer gives each question its answer, as in {question: 50}")
        questions = [item.id for item in self.items]
        for id_ in answer.keys() - set(questions):
            raise BadAnswer(f"there is no question '{id_[:40]}'; {offer(id_, questions)}")
        return {item.id: self.read_one(item.id, answer.get(item.id)) for item in self.items}

    def read_one(self, question: str, given: JsonValue) -> Mapping[str, str]:
        """Return the answer to one question; raises BadAnswer if it does not fit the question."""
        item = next((item for item in self.items if item.id == question), None)
        if item is None:
            raise BadAnswer(
                f"there is no question '{question[:40]}'; {offer(question, [item.id for item in self.items])}"
            )
        if isinstance(item, NumberQuestion):
            return {ANSWER: item.nearest(_number(item, given))}
        if isinstance(item, ChoiceQuestion):
            if not isinstance(given, str) or given not in item.options:
                raise BadAnswer(f"'{item.id}' needs one option; {offer(str(given), item.options)}")
            return {ANSWER: given}
        return _columns(item, _picked(item, given))

    def values(self, item: str) -> Iterator[tuple[str, str]]:
        """Yield every column and listed value of a question; a number may have other values as well."""
        (question,) = (each for each in self.items if each.id == item)
        if isinstance(question, NumberQuestion):
            yield ANSWER, number_text(question.key)
            yield from ((ANSWER, number_text(slip.value)) for slip in question.slips.values())
        elif isinstance(question, ChoiceQuestion):
            yield from ((ANSWER, option) for option in question.options)
        else:
            yield from ((option, value) for option in question.options for value in (PICKED, LEFT))

    def feedback_names(self, item: str) -> set[str]:
        """Return the names of all feedback that a question may have; for a number also `other`."""
        (question,) = (each for each in self.items if each.id == item)
        return super().feedback_names(item) | ({OTHER} if isinstance(question, NumberQuestion) else set())

    def feedback_name(self, item: str, column: str, value: str) -> str:
        """Return the name of a slip or an option, or `other`; for a line of the closing question, as in `c.missed`."""
        (question,) = (each for each in self.items if each.id == item)
        if isinstance(question, NumberQuestion):
            return next((id_ for id_, slip in question.slips.items() if number_text(slip.value) == value), OTHER)
        return value if isinstance(question, ChoiceQuestion) else f"{column}.{PICKED if value == PICKED else MISSED}"

    def label(self, item: str, column: str, value: str) -> str:
        """Return a number with its unit, or an option, as the learner reads it."""
        (question,) = (each for each in self.items if each.id == item)
        if isinstance(question, NumberQuestion):
            return f"{value}%" if question.unit == "per cent" else value
        return question.options[value if isinstance(question, ChoiceQuestion) else column]

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield menus, questions and keys that name something unknown, and the faults of any scored exercise.

        The data themselves are not read here, because that takes time; the checker's rules on data do so.
        """
        if self.view not in VIEWS:
            yield ("view",), f"there is no view '{self.view[:40]}'; {offer(self.view, VIEWS)}"
        faults = [*self._unknown_in_menus(), *self._unknown_in_questions(), *self._faulty_keys()]
        yield from faults
        if not faults:
            yield from super().strangers()

    def _unknown_in_menus(self) -> Iterator[tuple[Place, str]]:
        for menu in ("groups", "filters"):
            for name in set(getattr(self, menu)) - self.fields.keys():
                yield (menu,), f"'{name}' is not described in `fields`; {offer(name, self.fields)}"
        for id_, measure in self.measures.items():
            if (measure.kind == "cost") != bool(measure.amount) or (measure.kind == "share") > bool(measure.where):
                yield ("measures", id_), "a share needs `where`, and a cost `amount`; no other measure has an amount"

    def _unknown_in_questions(self) -> Iterator[tuple[Place, str]]:
        selections: dict[Place, Selection] = {("chart",): self.chart}
        for number, item in enumerate(self.items):
            if isinstance(item, NumberQuestion):
                selections |= {("items", number, "reads", at): read for at, read in enumerate(item.reads)}
                for id_, slip in item.slips.items():
                    at_slip: Place = ("items", number, "slips", id_, "reads")
                    selections |= {(*at_slip, at): read for at, read in enumerate(slip.reads)}
        for place, selection in selections.items():
            try:
                self.query(selection)
            except BadAnswer as error:
                yield place, str(error)

    def _faulty_keys(self) -> Iterator[tuple[Place, str]]:
        for number, item in enumerate(self.items):
            if isinstance(item, NumberQuestion):
                listed = [item.key, *(slip.value for slip in item.slips.values())]
                for place, value in enumerate(listed):
                    if any(abs(value - other) <= 2 * item.tolerance for other in listed[:place]):
                        message = f"{number_text(value)} is too close to another listed number to be told apart from it"
                        yield ("items", number, "slips"), message
            else:
                keyed = [item.key] if isinstance(item, ChoiceQuestion) else item.key
                for option in set(keyed) - item.options.keys():
                    yield ("items", number, "key"), f"there is no option '{option}'; {offer(option, item.options)}"
                if len(keyed) == len(item.options):
                    yield ("items", number, "key"), "let some options belong, and some not"


def number_text(number: float) -> str:
    """Return a number with at most four decimals, without zeros at its end."""
    return f"{number:.4f}".rstrip("0").rstrip(".")


def _keyed(item: Item) -> Mapping[str, str]:
    if isinstance(item, NumberQuestion):
        return {ANSWER: number_text(item.key)}
    if isinstance(item, ChoiceQuestion):
        return {ANSWER: item.key}
    if isinstance(item, LimitsQuestion):
        return _columns(item, frozenset(item.key))
    raise TypeError(type(item).__name__)


def _columns(item: LimitsQuestion, picked: frozenset[str]) -> Mapping[str, str]:
    return {option: PICKED if option in picked else LEFT for option in item.options}


def _picked(item: LimitsQuestion, given: JsonValue) -> frozenset[str]:
    if not isinstance(given, list) or not given:
        raise BadAnswer(f"'{item.id}' needs a list of at least one option, as in {list(item.options)[:2]}")
    for strange in (str(option) for option in given if option not in item.options):
        raise BadAnswer(f"'{item.id}' has no option '{strange[:40]}'; {offer(strange, item.options)}")
    picked = [option for option in given if isinstance(option, str)]
    if len(set(picked)) < len(picked):
        raise BadAnswer(f"'{item.id}' names an option twice; name each once")
    return frozenset(picked)


def _number(item: NumberQuestion, given: JsonValue) -> float:
    number = math.nan
    if isinstance(given, int | float) and not isinstance(given, bool):
        number = float(given) if abs(given) < LARGEST else math.nan
    elif isinstance(given, str) and len(given) <= LONGEST_NUMBER:
        number = number_in(given, item.unit)
    if not abs(number) < LARGEST:
        raise BadAnswer(f"'{item.id}' needs a number, as in 50 or 27.1")
    return number


def number_in(text: str, unit: Unit) -> float:
    """Return the number that a text says, as in "50", "9.6 %", "27,1" or "£3,556"; not a number (nan) if none.

    Both the point and the comma may begin the decimals, for people write either. In a count or an amount of money, one
    of them before exactly three digits groups the thousands, and so does a space. Digits of any script will do.
    """
    bare = text.strip().removesuffix("%").removesuffix("per cent").strip().lstrip("£€$").strip().replace("\u2212", "-")
    grouped = GROUPED.fullmatch(bare) if unit in {"number", "money"} else None
    if grouped:
        bare = bare.replace(grouped[1], "")
    return float(bare.replace(",", ".")) if PLAIN.fullmatch(bare) else math.nan


def _offered(what: str, given: Iterable[str], existing: Iterable[str]) -> None:
    names = list(existing)
    for name in given:
        if name not in names:
            raise BadAnswer(f"there is no {what} '{name[:40]}'; {offer(name, names)}")


def _places(group: tuple[str, ...], orders: list[list[str]]) -> tuple[int, ...] | None:
    """Return the place of each value of a group in the order of its column; None if one has no label."""
    pairs = list(zip(group, orders, strict=True))
    return None if any(value not in order for value, order in pairs) else tuple(o.index(v) for v, o in pairs)
