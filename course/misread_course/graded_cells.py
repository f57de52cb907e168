"""Graded cells of a lesson, with their item, competency and points, and the cells that learners write in.

This module reads nbgrader's metadata of a cell (`metadata.nbgrader`) and the course's own (`metadata.misread`).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from misread_course.catalogue import Lesson
from misread_course.cell_calls import method_calls
from misread_course.notebook import Cell, cells, source_of
from misread_scenarios.exercises import load_exercise


@dataclasses.dataclass(frozen=True)
class GradedCell:
    """One graded cell: its `grade_id`, the item and competency that it gives points for, and its maximum points.

    `by_hand` says that a grader gives the points.
    """

    name: str
    item: str
    competency: str
    most: float
    by_hand: bool


@dataclasses.dataclass(frozen=True)
class AskedPoints:
    """The item and competency in a call for points: `lesson.points("sam-priya", "C1", out_of=4)`.

    Attributes:
        item: the item; None if the call does not hold it as a string literal, so that it is unknown before the cell
            runs.
        competency: the competency; None if the call names none.
    """

    item: str | None
    competency: str | None


def is_graded(cell: Cell) -> bool:
    """Tell whether a cell gives points. It is a cell for nbgrader alone, or holds a text that the learner wrote."""
    return bool(_marks(cell).get("grade"))


def is_answer(cell: Cell) -> bool:
    """Tell whether learners write in a cell of a released notebook."""
    return bool(_marks(cell).get("solution"))


def item_of(cell: Cell) -> str | None:
    """Return the item of the lesson whose answer text belongs in a cell; None if the cell names no item."""
    item = cell["metadata"].get("misread", {}).get("item")
    return str(item) if item else None


def graded_cells(cells: Iterable[Cell]) -> tuple[GradedCell, ...]:
    """Return the graded cells among the cells of a notebook, in their order.

    If a cell names no item, its `grade_id` stands for the item.

    Raises:
        SyntaxError: if a graded code cell is not plain Python (see `problems`).
        UnknownExercise, InvalidExercise: if a cell gives points for an exercise that is missing or broken.
    """
    return tuple(_graded_cell(cell) for cell in cells if is_graded(cell))


@functools.cache
def graded_items(lesson: Lesson) -> frozenset[str]:
    """Return the items that a lesson gives points for."""
    return frozenset(cell.item for cell in graded_cells(cells(lesson)))


def asked_points(source: str) -> tuple[AskedPoints, ...]:
    """Return the calls for points in a code cell, in their order. The object before the dot may have any name.

    Raises:
        SyntaxError: if the cell is not plain Python.
    """
    calls = (call for call in method_calls(source) if call.method == "points")
    return tuple(AskedPoints(call.text(0, "item"), call.text(1, "competency")) for call in calls)


def problems(cells: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """Yield each graded code cell whose points do not belong to exactly one item, with a sentence that says why."""
    for cell in cells:
        if is_graded(cell) and cell["cell_type"] == "code" and (problem := _problem(source_of(cell))):
            yield cell, f"the cell '{_marks(cell)['grade_id']}' {problem}"


def _problem(source: str) -> str:
    try:
        asked = asked_points(source)
    except SyntaxError as error:
        return f"is not plain Python: {error.msg} (line {error.lineno}); it may hold a call such as {_LIKE}"
    if any(points.item is None for points in asked):
        return f"does not write out the item that it asks the points of; name it in the call, as in {_LIKE}"
    if len(asked) > 1:
        return f"asks for points {len(asked)} times; give each item and competency a cell of its own, as in {_LIKE}"
    return ""


_LIKE = 'lesson.points("sam-priya", "C1", out_of=4)'


def asked_of(cell: Cell) -> AskedPoints | None:
    """Return the item that a graded cell gives points for; None if it names no item.

    A text cell names its item in its metadata, and a code cell in its call for points.

    Raises:
        SyntaxError: if a code cell is not plain Python.
    """
    is_text = cell["cell_type"] == "markdown"
    asked = (AskedPoints(item_of(cell), None),) if is_text else asked_points(source_of(cell))
    return next((points for points in asked if points.item), None)


def _graded_cell(cell: Cell) -> GradedCell:
    marks, asked = _marks(cell), asked_of(cell) or AskedPoints(None, None)
    name, competency = str(marks["grade_id"]), asked.competency
    if asked.item and not competency:
        competency = load_exercise(asked.item).competency
    by_hand = cell["cell_type"] == "markdown"
    return GradedCell(name, asked.item or name, competency or "", float(marks["points"]), by_hand)


def _marks(cell: Cell) -> Mapping[str, Any]:
    marks: Mapping[str, Any] = cell["metadata"].get("nbgrader", {})
    return marks
