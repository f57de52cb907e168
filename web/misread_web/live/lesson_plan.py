"""Compiles the cells of a lesson once, or finds out why the lesson needs a kernel."""

from __future__ import annotations

import dataclasses

from nbformat import NotebookNode

from misread_course.catalogue import Lesson
from misread_course.graded_cells import is_graded
from misread_course.notebook_node import read_notebook
from misread_course.run_cell import CompiledCell, compile_cell
from misread_course.translation import lesson_texts
from misread_scenarios.language import LANGUAGES, SOURCE

FROM = "misread_widgets"
"""The only package that a cell may import if it runs without a kernel."""


class NeedsKernel(Exception):
    """The lesson does more than show widgets of the course, so it needs a kernel; the message says why."""


@dataclasses.dataclass(frozen=True)
class Cell:
    """A code cell of a lesson, compiled."""

    id: str
    code: CompiledCell


@dataclasses.dataclass(frozen=True)
class Plan:
    """The code cells of a lesson, in order, and their notebook."""

    lesson: Lesson
    notebook: NotebookNode
    cells: tuple[Cell, ...]


def key_of(lesson: Lesson) -> str:
    """Return the name under which a lesson's page and connections are known: for a translation, with its language."""
    return lesson.name if lesson.lang not in LANGUAGES or lesson.lang == SOURCE else f"{lesson.name}.{lesson.lang}"


def plan(lesson: Lesson) -> Plan:
    """Compile a lesson, in its language, to run without a kernel.

    Raises:
        NeedsKernel: if a cell is not plain Python or imports anything but the course's widgets.
    """
    notebook = read_notebook(lesson.notebook)
    texts = lesson_texts(lesson.notebook, lesson.lang)
    if texts:
        notebook.metadata.misread |= {"title": lesson.title, "lang": lesson.lang}
        for cell in notebook.cells:
            cell.source = texts.get(cell.id) or cell.source
    notebook.cells = [cell for cell in notebook.cells if not is_graded(cell)]
    cells = [_cell(cell.id, cell.source) for cell in notebook.cells if cell.cell_type == "code"]
    return Plan(lesson, notebook, tuple(cells))


def _cell(id_: str, source: str) -> Cell:
    try:
        code = compile_cell(source, id_)
    except SyntaxError as error:
        message = f"cell '{id_}' is not plain Python: {error.msg}"
        raise NeedsKernel(message) from error
    for name in code.imports:
        if name.split(".")[0] != FROM:
            message = f"cell '{id_}' imports {name}"
            raise NeedsKernel(message)
    return Cell(id_, code)
