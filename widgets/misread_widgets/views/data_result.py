"""A result of a data exercise as the page shows it: a table, and a chart of the same figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_widgets.language import _
from misread_widgets.views import data_text as words
from misread_widgets.views.data_chart import Bar, chart
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_scenarios.exercises import Data, Selection
    from misread_scenarios.practice_data import ResultRow
    from misread_widgets.views.rendering import View


def result(exercise: Data, selection: Selection, headline: str = "") -> View:
    """Return what a selection shows; without a headline of its own, the chart names what it shows.

    Only these figures are in it. A figure on too few people is neither in the table nor in the chart.

    Raises:
        BadAnswer: if the selection names something that the exercise does not offer.
    """
    rows = exercise.result(selection)
    fields = [exercise.fields[column] for column in selection.groups]
    measure = exercise.measures[selection.measure]
    name = words.compared(typeset(measure.label), [typeset(field.label) for field in fields])
    groups = [_group(exercise, selection, row) for row in rows]
    headline = typeset(headline) or name
    bars = tuple(_bar(measure.kind, row, group) for row, group in zip(rows, groups, strict=True))
    return {
        "name": name,
        "scope": _scope(exercise, selection),
        "columns": [
            *([typeset(field.label) for field in fields] or [_(words.GROUP)]),
            *_headings(measure.kind, exercise.view),
        ],
        "heads": len(fields) or 1,
        "rows": [[*group, *_cells(measure.kind, row)] for row, group in zip(rows, groups, strict=True)],
        "headline": headline,
        "svg": chart(bars, headline, 100 if measure.kind == "share" else None) if bars else "",
        "source": _(words.SOURCES[exercise.source]),
        "note": _note(rows),
    }


def _note(rows: Sequence[ResultRow]) -> str:
    if not rows:
        return _(words.NOBODY)
    return _(words.PROTECTS_SAY) if any(row.protects for row in rows) else ""


def _group(exercise: Data, selection: Selection, row: ResultRow) -> list[str]:
    """Return the labels of a row's group, one for each column that is compared by."""
    if not selection.groups:
        return [_(words.EVERYBODY)]
    named = zip(selection.groups, row.group, strict=True)
    return [words.capital(typeset(exercise.fields[column].values[value])) for column, value in named]


def _headings(kind: str, view: str) -> list[str]:
    """Return the headings of a table's figures."""
    if kind == "count":
        return [_(words.ROWS[view])]
    return [_(words.SHARE), _(words.COUNTS)] if kind == "share" else [_(words.COST), _(words.FROM)]


def _cells(kind: str, row: ResultRow) -> list[str]:
    """Return a row's figure and, unless it is a count itself, the counts that it was worked out from."""
    if row.hidden or row.value is None:
        why = _(words.PROTECTS) if row.protects else _(words.HIDDEN)
        said = why if row.hidden else _(words.NO_FIGURE)
        return [said] if kind == "count" else [said, words.NOT_SHOWN]
    if kind == "count":
        return [words.whole(row.value)]
    value = words.percent(row.value) if kind == "share" else words.whole(row.value)
    if row.protects:
        return [value, words.NOT_SHOWN]
    if row.numerator is None or row.denominator is None:
        return [value, words.NOT_SHOWN if row.count is None else words.whole(row.count)]
    return [value, (words.part_of if kind == "share" else words.spent_for)(row.numerator, row.denominator)]


def _bar(kind: str, row: ResultRow, group: list[str]) -> Bar:
    """Return a row's bar; what is hidden has none."""
    value, *counts = _cells(kind, row)
    has_counts = kind == "share" and row.numerator is not None and not row.protects
    said = words.with_counts(value, counts[0]) if has_counts else value
    return Bar(words.together(group), None if row.hidden else row.value, said)


def _scope(exercise: Data, selection: Selection) -> str:
    """Say which rows the figures are about, and how groups were made comparable."""
    kept = [
        words.kept(typeset(exercise.fields[column].label), typeset(exercise.fields[column].values[value]))
        for column, value in selection.filters.items()
    ]
    weighting = exercise.weightings.get(selection.weighting)
    return "; ".join([*kept, *([typeset(weighting.label)] if weighting else [])])
