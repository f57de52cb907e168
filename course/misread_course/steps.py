"""The steps of a lesson: the cells of each step, its minutes, and the case that it waits for."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable

from misread_course.catalogue import Lesson
from misread_course.graded_cells import is_graded
from misread_course.items import OPTIONAL, LessonItem, LessonSection, items, sections
from misread_course.notebook import Cell, cells, source_of
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import load_exercise
from misread_scenarios.format import load_mirrors
from misread_scenarios.judgement import load_set
from misread_scenarios.library import load

WORDS_A_MINUTE = 200
CASE = "scenario"
MINUTES: dict[str, Callable[[str], int]] = {
    CASE: lambda id_: load(id_).minutes,
    "guess": lambda id_: load_guess(id_).minutes,
    "recall": lambda id_: load_recall(id_).minutes,
    "mirrors": lambda id_: load_mirrors(id_).minutes,
    "exercise": lambda id_: load_exercise(id_).minutes,
    "judgement": lambda id_: load_set(id_).minutes,
}
"""The minutes that an item takes, by its kind and id; optional items take none of the lesson's."""


@dataclasses.dataclass(frozen=True)
class LessonStep:
    """A step of a lesson: its cells in order, which end with an item, that item, and the minutes of both.

    The cells below the last item of a lesson belong to the last step. An optional step takes no minutes of the lesson,
    so that the others can all be done.
    """

    title: str
    cells: tuple[str, ...]
    item: LessonItem
    minutes: float


@functools.cache
def steps(lesson: Lesson) -> tuple[LessonStep, ...]:
    """Return the steps of a lesson, in order; a lesson without items has no steps."""
    by_cell = {item.cell: item for item in items(lesson)}
    groups: list[list[Cell]] = [[]]
    for cell in (cell for cell in cells(lesson) if not is_graded(cell)):
        groups[-1].append(cell)
        if cell["id"] in by_cell:
            groups.append([])
    *whole, rest = groups
    if whole:
        whole[-1] += rest
    return tuple(_step(own, next(by_cell[cell["id"]] for cell in own if cell["id"] in by_cell)) for own in whole)


def _step(own: list[Cell], item: LessonItem) -> LessonStep:
    title = item.section.title if item.section else ""
    return LessonStep(title, tuple(cell["id"] for cell in own), item, _minutes(own, item))


def _minutes(own: list[Cell], item: LessonItem) -> float:
    if item.kind in OPTIONAL:
        return 0
    words = sum(len(source_of(cell).split()) for cell in own if cell["cell_type"] == "markdown")
    return words / WORDS_A_MINUTE + MINUTES[item.kind](item.id)


@functools.cache
def waiting(lesson: Lesson) -> dict[str, str]:
    """Return for each cell that waits for a case, by its id, the id of the case's cell.

    The cells between a case and the section of the next case wait.
    """
    case_cells: dict[str, str] = {}
    case = None
    for step in steps(lesson):
        ends = step.cells.index(_opening(step)) if step.item.kind == CASE else len(step.cells)
        if case is not None:
            case_cells |= dict.fromkeys(step.cells[:ends], case)
        if step.item.kind == CASE:
            case = step.item.cell
            case_cells |= dict.fromkeys(step.cells[step.cells.index(case) + 1 :], case)
    return case_cells


def _opening(step: LessonStep) -> str:
    """Return the cell with the heading of a step's item, or the item's own cell if the step has no heading."""
    section = step.item.section
    return section.cell if section is not None and section.cell in step.cells else step.item.cell


@dataclasses.dataclass(frozen=True)
class ContentsEntry:
    """A line of a lesson's contents: a section, the number of its step, the cell of its item, the case it waits for."""

    section: LessonSection
    step: int
    item: str | None
    waits_for: str | None


def contents(lesson: Lesson) -> tuple[ContentsEntry, ...]:
    """Return the contents of a lesson: its sections, without its title."""
    numbers = {cell: number for number, step in enumerate(steps(lesson), 1) for cell in step.cells}
    doing = {step.item.section: step.item.cell for step in steps(lesson)}
    return tuple(
        ContentsEntry(part, numbers.get(part.cell, 0), doing.get(part), waiting(lesson).get(part.cell))
        for part in sections(lesson)
        if part.level > 1
    )
