"""The graded cells of a released lesson, and the check of the content that they give points for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_course.graded_cells import GradedCell, graded_cells, problems
from misread_course.notebook_node import read_notebook
from misread_grading.errors import GradingError
from misread_scenarios.exercises import InvalidExercise, Reflection, exercises, load_rubric, rubrics
from misread_scenarios.library import library, load

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from misread_grading.course import Course


class NotGraded(GradingError):
    """A lesson has not been graded in this folder yet; the text names the commands that grade it."""

    def __init__(self, lesson: str) -> None:
        """Take the name of the lesson."""
        super().__init__(
            f"{lesson} has not been graded in this folder yet",
            ("grade", "collect", "COHORT", lesson),
            ("grade", "autograde", lesson),
        )


class BadLesson(GradingError):
    """A lesson cannot be released; the text says which cell asks for points in a way that cannot count."""


def released_cells(course: Course, lesson: str) -> tuple[GradedCell, ...]:
    """Return the graded cells of a released lesson, in their order.

    Raises:
        NotGraded: if the lesson was never released.
    """
    try:
        notebook = read_notebook(course.notebook("release", ".", lesson))
    except FileNotFoundError as error:
        raise NotGraded(lesson) from error
    return graded_cells(notebook.cells)


def check_points(lesson: str, notebook: NotebookNode) -> None:
    """Raise BadLesson unless every graded code cell of a lesson asks for the points of exactly one item by its name."""
    wrong = "\n".join(why for _, why in problems(notebook.cells))
    if wrong:
        raise BadLesson(f"{lesson} cannot be released: {wrong}")


def read_content(notebook: NotebookNode) -> None:
    """Read the content of every item that a lesson gives points for, so that broken content never grades anybody.

    Raises:
        InvalidExercise, InvalidScenario: with every problem, if a file is invalid, or the points of a text are not
            those of its rubric.
    """
    cells = graded_cells(notebook.cells)
    asked = {cell.item for cell in cells}
    if asked & set(exercises()):
        rubrics()
    wrong = "\n".join(filter(None, map(_other_points, cells)))
    if wrong:
        raise InvalidExercise(wrong, ())
    for scenario in sorted(asked & set(library())):
        load(scenario)


def _other_points(cell: GradedCell) -> str:
    """Return a message if the points of a text are not those of its rubric; no grader's total would fit them."""
    exercise = exercises().get(cell.item) if cell.by_hand else None
    if not isinstance(exercise, Reflection):
        return ""
    rubric = load_rubric(exercise.rubric)
    if cell.most == rubric.most:
        return ""
    return (
        f"the cell '{cell.name}' gives {cell.most:g} points, and its rubric {rubric.id} {rubric.most}; give it as many"
    )
