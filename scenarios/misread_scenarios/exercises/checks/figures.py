"""Rules about data: keys and slips are figures of the data, and small groups stay hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator

from misread_scenarios.checks import Finding
from misread_scenarios.exercises.checks.rule import ExerciseSubject
from misread_scenarios.exercises.data import Data, HiddenFigure, NumberQuestion, Reading, number_text
from misread_scenarios.exercises.exercise import BadAnswer, Place
from misread_scenarios.practice_data import SMALLEST_CELL, ResultRow, view
from misread_scenarios.problems import offer

ROUNDED = 0.05 + 1e-9
"""How far a figure may lie from the number that is written for it: it is written with one decimal."""
ROUNDED_MONEY = 0.5 + 1e-9
MADE_UP = re.compile(r"\bmade[ -]up\b", re.IGNORECASE)
PUBLISHED = re.compile(r"\b(?:18|19|20)\d\d\b")


def unknown_columns(subject: ExerciseSubject, exercise: Data) -> Iterator[Finding]:
    """EX070: every column and value that an exercise names is in the data.

    A filter on a value that never occurs gives an empty table, and a misspelt column none at all. Take the names from
    the files that `misread practice` writes. The columns of a view are those of its tables and a few that are worked
    out, such as `asked`, `follow_up` and `left`.
    """
    columns = view(exercise.view).values
    for place, name in _named_columns(exercise):
        if name not in columns:
            yield subject.line(*place), f"the view '{exercise.view}' has no column '{name}'; {offer(name, columns)}"
    for place, name, value in _named_values(exercise):
        if name in columns and value not in columns[name]:
            yield subject.line(*place), f"'{name}' is never '{value}'; {offer(value, columns[name])}"


def keys_of_another_figure(subject: ExerciseSubject, exercise: Data) -> Iterator[Finding]:
    """EX071: the key of a question about a number is the figure that its `reads` find in the data.

    Learners find the key by the same choices from the menus. If the key and the data differ, nobody can find it. The
    key is rounded to one decimal, and an amount of money to a whole number.
    """
    for number, item in enumerate(exercise.items):
        if isinstance(item, NumberQuestion):
            for message in _another(exercise, item, item.key, item.reads):
                yield subject.line("items", number, "key"), message


def slips_that_lead_elsewhere(subject: ExerciseSubject, exercise: Data) -> Iterator[Finding]:
    """EX072: every listed wrong number is the figure that its slip leads to.

    Feedback on a slip goes to learners who gave its number. If the slip leads to another number, the feedback reaches
    people who did something else. Each slip also has feedback under its name.
    """
    for number, item in enumerate(exercise.items):
        if not isinstance(item, NumberQuestion):
            continue
        for id_, slip in item.slips.items():
            for message in _another(exercise, item, slip.value, slip.reads):
                yield subject.line("items", number, "slips", id_), message
            if id_ not in item.feedback:
                yield subject.line("items", number, "feedback"), f"'{item.id}' has no feedback on the slip '{id_}'"


def data_without_their_source(subject: ExerciseSubject, exercise: Data) -> Iterator[Finding]:
    """EX073: an exercise on made-up data says that they are made up, and one on real data where they were published.

    Learners who take a made-up figure for a finding may quote it. `about` stands above the data; write there that the
    firm is made up, or the study with its year.
    """
    if exercise.made_up and not MADE_UP.search(exercise.about):
        yield subject.line("about"), "the data are made up, and `about` does not say so"
    elif not exercise.made_up and not PUBLISHED.search(exercise.about):
        yield subject.line("about"), "the data are real, and `about` does not name the year of the study"


def small_groups(subject: ExerciseSubject, exercise: Data) -> Iterator[Finding]:
    """EX074: no key, slip or chart rests on a group of fewer than ten people.

    A rate on six people can point to one of them, so tables and charts hide it, and learners could not find it. Ask
    for a larger group, or read the figure without one of its filters. A chart may have hidden groups beside others.
    """
    for place, reads in _all_reads(exercise):
        try:
            exercise.figure(reads)
        except HiddenFigure as error:
            yield subject.line(*place), f"{error}; ask for a larger group"
        except (BadAnswer, LookupError):
            continue  # EX070, EX071 and EX072 report these
    rows = _rows_of_chart(exercise)
    if rows and all(row.hidden for row in rows):
        yield (
            subject.line("chart"),
            f"every group of the chart has fewer than {SMALLEST_CELL} people; choose larger ones",
        )


def _all_reads(exercise: Data) -> Iterator[tuple[Place, tuple[Reading, ...]]]:
    for number, item in enumerate(exercise.items):
        if isinstance(item, NumberQuestion):
            yield ("items", number, "reads"), item.reads
            for id_, slip in item.slips.items():
                yield ("items", number, "slips", id_), slip.reads


def _rows_of_chart(exercise: Data) -> tuple[ResultRow, ...]:
    try:
        return exercise.result(exercise.chart)
    except LookupError:
        return ()


def _named_columns(exercise: Data) -> Iterator[tuple[Place, str]]:
    for name in exercise.fields:
        yield ("fields", name), name
    for id_, weighting in exercise.weightings.items():
        yield ("weightings", id_, "by"), weighting.by
    for id_, measure in exercise.measures.items():
        for name in measure.where:
            yield ("measures", id_, "where", name), name
        if measure.amount:
            yield ("measures", id_, "amount"), measure.amount


def _named_values(exercise: Data) -> Iterator[tuple[Place, str, str]]:
    for name, field in exercise.fields.items():
        for value in field.values:
            yield ("fields", name, "values", value), name, value
    for id_, measure in exercise.measures.items():
        for name, value in measure.where.items():
            yield ("measures", id_, "where", name), name, value


def _another(exercise: Data, item: NumberQuestion, written: float, reads: tuple[Reading, ...]) -> Iterator[str]:
    try:
        figure = exercise.figure(reads)
    except (HiddenFigure, LookupError):
        return  # EX070 and EX074 report these
    except BadAnswer as error:
        yield str(error)
        return
    figure = abs(figure) if item.unit == "points" else figure
    allowed = {"number": 0.0, "money": ROUNDED_MONEY}.get(item.unit, ROUNDED)
    if abs(figure - written) > allowed:
        yield f"the data say {number_text(figure)}, and not {number_text(written)}; mend the number or its `reads`"
