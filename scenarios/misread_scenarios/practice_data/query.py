"""Questions to a view: filter its rows, group them, and measure each group.

>>> from misread_scenarios.practice_data import Measure, Query, view
>>> told_no = Measure("share", where={"wants_more": "yes"})
>>> never = Query("people", told_no, filters={"asked": "no", "manager_assumed": "no"})
>>> [(row.numerator, row.denominator, row.value) for row in never.rows(view("people"))]
[(66, 132, 50.0)]
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from misread_scenarios.practice_data.table import Row
    from misread_scenarios.practice_data.views import View

SMALLEST_CELL = 10
"""The fewest people of whom a figure is shown."""

Conditions: TypeAlias = Mapping[str, str]
"""The value that each named column must have."""


class UnknownColumn(LookupError):
    """A question names a column, or a value, that the view does not have; the message says which there are."""


@dataclasses.dataclass(frozen=True)
class Measure:
    """What is worked out for each group.

    Attributes:
        kind: `count` for the number of rows, `share` for the per cent of rows that meet `where`, `cost` for the sum of
            `amount` for each row that meets `where`.
        where: the value that each named column must have.
        amount: the column that is added up; only for `cost`.
    """

    kind: Literal["count", "share", "cost"]
    where: Conditions = dataclasses.field(default_factory=dict)
    amount: str = ""


@dataclasses.dataclass(frozen=True)
class Weighting:
    """Compares groups as if all had the same mix of another column: its levels are measured apart and then averaged.

    Attributes:
        by: the column whose levels are measured apart, for example the level band.
        kind: the weight of each level: its share of all rows (`headcount`), or the same for each (`equal`).
    """

    by: str
    kind: Literal["headcount", "equal"]


@dataclasses.dataclass(frozen=True)
class ResultRow:
    """One group and its figure.

    Attributes:
        group: the value of each column that the question groups by; empty if it does not group.
        count: the number of rows in the group; None if the figure is hidden.
        numerator: the rows that meet the measure's `where`, or the sum of its amounts; None if hidden or weighted.
        denominator: the rows, or for a cost the rows that meet `where`; None if hidden or weighted.
        value: the figure: a number, a per cent or an amount; None if hidden, or if there is nothing to divide by.
        hidden: whether the group, or for a weighted figure one of its levels, has too few people to be shown.
        protects: whether the counts, and if it is hidden the figure, are withheld because a smaller group's could be
            worked out from them (see `complements`).
    """

    group: tuple[str, ...]
    count: int | None
    numerator: int | None
    denominator: int | None
    value: float | None
    hidden: bool = False
    protects: bool = False


@dataclasses.dataclass(frozen=True)
class Query:
    """A question to a view.

    Attributes:
        view: the name of the view (see `view`).
        measure: what is worked out.
        groups: the columns to group by; none gives one row for all.
        filters: the value that each named column must have for a row to count.
        weighting: how groups are made comparable; None compares them as they are. Not for the measure `count`.
    """

    view: str
    measure: Measure
    groups: tuple[str, ...] = ()
    filters: Conditions = dataclasses.field(default_factory=dict)
    weighting: Weighting | None = None

    def rows(self, view: View) -> tuple[ResultRow, ...]:
        """Return the figure of each group, in the order of the groups' values.

        Raises:
            UnknownColumn: if the question names a column or a value that the view does not have.
            ValueError: if it weights a count.
        """
        self._check(view)
        kept = [row for row in view.rows if _meets(row, self.filters)]
        groups: dict[tuple[str, ...], list[Row]] = {} if self.groups else {(): []}
        for row in kept:
            groups.setdefault(tuple(str(row[name]) for name in self.groups), []).append(row)
        weights = _weights(self.weighting, kept, view) if self.weighting else None
        return tuple(self._row(group, groups[group], view, weights) for group in sorted(groups))

    def _row(
        self, group: tuple[str, ...], rows: Sequence[Row], view: View, weights: Mapping[str, Fraction] | None
    ) -> ResultRow:
        size = view.size(rows)
        if view.too_few(size):
            return ResultRow(group, None, None, None, None, hidden=True)
        if weights is None or self.weighting is None:
            above, below, value = _measured(self.measure, rows, view)
            return ResultRow(group, size, above, below, _number(value))
        levels: dict[str, list[Row]] = defaultdict(list)
        for row in rows:
            levels[str(row[self.weighting.by])].append(row)
        if any(view.too_few(view.size(levels[level])) for level in weights):
            return ResultRow(group, None, None, None, None, hidden=True)
        total = Fraction(0)
        for level, weight in weights.items():
            value = _measured(self.measure, levels[level], view)[2]
            if value is None:
                return ResultRow(group, size, None, None, None)
            total += weight * value
        return ResultRow(group, size, None, None, _number(total))

    def _check(self, view: View) -> None:
        if self.weighting and self.measure.kind == "count":
            raise ValueError("a count cannot be weighted; measure a share or a cost")
        named = [*self.groups, *self.filters, *self.measure.where, self.measure.amount]
        named.append(self.weighting.by if self.weighting else "")
        for name in filter(None, named):
            if name not in view.values:
                raise UnknownColumn(f"'{view.name}' has no column '{name}'; there are: {', '.join(view.values)}")
        for name, value in (*self.filters.items(), *self.measure.where.items()):
            if value not in view.values[name]:
                occurring = ", ".join(view.values[name])
                raise UnknownColumn(f"'{name}' of '{view.name}' is never '{value}'; there are: {occurring}")


def _meets(row: Row, conditions: Conditions) -> bool:
    return all(str(row[name]) == value for name, value in conditions.items())


def _weights(weighting: Weighting, rows: Iterable[Row], view: View) -> dict[str, Fraction]:
    levels: dict[str, list[Row]] = {}
    for row in rows:
        levels.setdefault(str(row[weighting.by]), []).append(row)
    sizes = {level: view.size(levels[level]) for level in sorted(levels)}
    if weighting.kind == "equal":
        return {level: Fraction(1, len(sizes)) for level in sizes}
    return {level: Fraction(size, sum(sizes.values())) for level, size in sizes.items()}


def _measured(measure: Measure, rows: Sequence[Row], view: View) -> tuple[int, int, Fraction | None]:
    """Return a numerator, a denominator and the figure; None for a figure with nothing to divide by."""
    size = view.size(rows)
    if measure.kind == "count":
        return size, size, Fraction(size)
    met = view.size([row for row in rows if _meets(row, measure.where)])
    if measure.kind == "share":
        return met, size, Fraction(100 * met, size) if size else None
    spent = sum(int(row[measure.amount]) for row in rows)
    return spent, met, Fraction(spent, met) if met else None


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
