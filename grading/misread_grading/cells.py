"""What the graded cells of a lesson are about: which item, which competency, how many points."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING

import nbformat
from nbgrader.utils import is_grade

from misread_grading.errors import GradingError
from misread_grading.submissions import item_of
from misread_scenarios.exercises import InvalidExercise, Reflection, exercises, load_exercise, load_rubric, rubrics
from misread_scenarios.library import library, load

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from misread_grading.course import Course


class NotGraded(GradingError):
    """A lesson was not graded in this folder yet; the text says how it is."""

    def __init__(self, lesson: str) -> None:
        """Take the name of the lesson."""
        super().__init__(
            f"{lesson} was not graded in this folder yet: misread grade collect COHORT {lesson}, then "
            f"misread grade autograde {lesson}"
        )


@dataclasses.dataclass(frozen=True)
class GradedCell:
    """One graded cell: its `grade_id`, the item and competency that it gives points for, and how many at most.

    `by_hand` tells that a reader gives them.
    """

    name: str
    item: str
    competency: str
    most: float
    by_hand: bool


def graded_cells(course: Course, lesson: str) -> tuple[GradedCell, ...]:
    """Return the graded cells of a released lesson, in their order.

    Raises:
        NotGraded: if it was never released.
    """
    try:
        notebook = nbformat.read(course.notebook("release", ".", lesson), as_version=4)
    except FileNotFoundError as error:
        raise NotGraded(lesson) from error
    return tuple(_graded_cell(cell) for cell in notebook.cells if is_grade(cell))


def read_content(notebook: NotebookNode) -> None:
    """Read the content of every item that a lesson gives points for, so that nobody is graded by what is broken.

    Raises:
        InvalidExercise, InvalidScenario: with every problem, where a file cannot be used, or a text has other points
            than its rubric.
    """
    cells = [_graded_cell(cell) for cell in notebook.cells if is_grade(cell)]
    asked = {cell.item for cell in cells}
    if asked & set(exercises()):
        rubrics()
    wrong = "\n".join(filter(None, map(_other_points, cells)))
    if wrong:
        raise InvalidExercise(wrong, ())
    for scenario in sorted(asked & set(library())):
        load(scenario)


def _other_points(cell: GradedCell) -> str:
    """Say where the points of a text are not those that its rubric comes to, which no reader's total would fit."""
    exercise = exercises().get(cell.item) if cell.by_hand else None
    if not isinstance(exercise, Reflection):
        return ""
    rubric = load_rubric(exercise.rubric)
    if cell.most == rubric.most:
        return ""
    return (
        f"the cell '{cell.name}' gives {cell.most:g} points, and its rubric {rubric.id} {rubric.most}; give it as many"
    )


def _graded_cell(cell: NotebookNode) -> GradedCell:
    about = cell.metadata.nbgrader
    item, competency = (item_of(cell), None) if cell.cell_type == "markdown" else _asked(cell.source)
    if item and not competency:
        competency = load_exercise(item).competency
    by_hand = cell.cell_type == "markdown"
    return GradedCell(about.grade_id, item or about.grade_id, competency or "", float(about.points), by_hand)


def _asked(source: str) -> tuple[str | None, str | None]:
    """Return the item and the competency that a cell asks points for: `lesson.points("sam-priya", "C1", out_of=4)`."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Call(func=ast.Attribute(attr="points"), args=[ast.Constant(value=str(item)), *rest]):
                match rest:
                    case [ast.Constant(value=str(competency))]:
                        return item, competency
                return item, None
    return None, None
