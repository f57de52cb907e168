"""The graded cells of a lesson: which item, which competency, how many points; and the cells that learners write in.

nbgrader's marks on a cell (`metadata.nbgrader`) are read here, and what the course adds to them (`metadata.misread`).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from misread_course.cell_calls import method_calls
from misread_course.notebook import Cell, source_of
from misread_scenarios.exercises import load_exercise


@dataclasses.dataclass(frozen=True)
class GradedCell:
    """One graded cell: its `grade_id`, the item and competency that it gives points for, and how many at most.

    `by_hand` says that a grader gives them.
    """

    name: str
    item: str
    competency: str
    most: float
    by_hand: bool


@dataclasses.dataclass(frozen=True)
class AskedPoints:
    """What a cell asks the points of: `lesson.points("sam-priya", "C1", out_of=4)`.

    Attributes:
        item: the item; None if it is not written out in the call, so that nobody knows it before the cell runs.
        competency: the competency; None if the call names none.
    """

    item: str | None
    competency: str | None


def is_graded(cell: Cell) -> bool:
    """Tell whether a cell gives points: it is there for nbgrader alone, or holds what was written in the lesson."""
    return bool(_marks(cell).get("grade"))


def is_answer(cell: Cell) -> bool:
    """Tell whether a cell of a released notebook is one that learners write in."""
    return bool(_marks(cell).get("solution"))


def item_of(cell: Cell) -> str | None:
    """Return the item of the lesson whose text belongs in an answer cell."""
    item = cell["metadata"].get("misread", {}).get("item")
    return str(item) if item else None


def graded_cells(cells: Iterable[Cell]) -> tuple[GradedCell, ...]:
    """Return the graded ones among the cells of a notebook, in their order.

    A cell that asks for the points of no item is named after itself.

    Raises:
        SyntaxError: if a graded code cell is not plain Python (see `problems`).
        UnknownExercise, InvalidExercise: if a cell gives points for an exercise that is missing or broken.
    """
    return tuple(_graded_cell(cell) for cell in cells if is_graded(cell))


def asked_points(source: str) -> tuple[AskedPoints, ...]:
    """Return what a code cell asks the points of, in the order of its calls; the object before the dot may be any.

    Raises:
        SyntaxError: if the cell is not plain Python.
    """
    calls = (call for call in method_calls(source) if call.method == "points")
    return tuple(AskedPoints(call.text(0, "item"), call.text(1, "competency")) for call in calls)


def problems(cells: Iterable[Cell]) -> Iterator[tuple[Cell, str]]:
    """Yield each graded code cell whose points do not belong to one item, and why; nothing if all do."""
    for cell in cells:
        if is_graded(cell) and cell["cell_type"] == "code" and (why := _problem(source_of(cell))):
            yield cell, f"the cell '{_marks(cell)['grade_id']}' {why}"


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
    """Return what a graded cell gives points for, a text cell by its metadata; None if it names no item.

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
