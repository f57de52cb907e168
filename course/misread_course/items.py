"""Sections and items of a lesson, read from its notebook without running it."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterator

from misread_course.catalogue import Lesson
from misread_course.cell_calls import method_calls
from misread_course.notebook import Cell, cells, source_of

KINDS = ("guess", "scenario", "mirrors", "exercise", "tool", "judgement", "recall")
"""The kinds of items that a cell can open. Each is a method of `misread_widgets.Lesson`."""
OPTIONAL = frozenset({"tool"})
"""The kinds of items that a lesson is done without."""
EXTRA = "extra"
"""The tag of a cell whose item a lesson is done without."""
HEADING = re.compile(r"(#{1,2})\s+(.+?)\s*#*$", re.MULTILINE)
MARKS = re.compile(r"[*_`]{1,3}(\S.*?\S|\S)[*_`]{1,3}")


@dataclasses.dataclass(frozen=True)
class LessonSection:
    """A heading of a lesson: the id of its cell (also its anchor on the page), its level (1 or 2), its title."""

    cell: str
    level: int
    title: str


@dataclasses.dataclass(frozen=True)
class LessonItem:
    """An item of a lesson: its kind, its id in the events, the id of its cell, and its section.

    `is_extra` says that its cell has the tag `extra`: the lesson is done without it.
    """

    kind: str
    id: str
    cell: str
    section: LessonSection | None
    is_extra: bool = False

    @property
    def is_needed(self) -> bool:
        """Whether the lesson is not done without the item."""
        return self.kind not in OPTIONAL and not self.is_extra


@functools.cache
def sections(lesson: Lesson) -> tuple[LessonSection, ...]:
    """Return the sections of a lesson, in order; the first is its title."""
    return tuple(part for part in _parts(lesson) if isinstance(part, LessonSection))


@functools.cache
def items(lesson: Lesson) -> tuple[LessonItem, ...]:
    """Return the items of a lesson, in order."""
    return tuple(part for part in _parts(lesson) if isinstance(part, LessonItem))


def _parts(lesson: Lesson) -> Iterator[LessonSection | LessonItem]:
    section = None
    for cell in cells(lesson):
        source = source_of(cell)
        if cell["cell_type"] == "markdown":
            for heading in _headings(cell["id"], source):
                section = heading
                yield heading
        elif cell["cell_type"] == "code":
            yield from _opened(cell, source, section)


def _headings(cell: str, source: str) -> Iterator[LessonSection]:
    for marks, title in HEADING.findall(source):
        yield LessonSection(cell, len(marks), MARKS.sub(r"\1", title))


def _opened(cell: Cell, source: str, section: LessonSection | None) -> Iterator[LessonItem]:
    """Yield the items that a cell opens with calls such as `lesson.scenario("sam-priya")`, anywhere in the cell."""
    try:
        calls = method_calls(source)
    except SyntaxError:  # a cell with an IPython magic is not plain Python; it opens no items
        return
    for call in calls:
        id_ = call.text(0, "id_")
        if call.method in KINDS and id_ is not None:
            is_extra = EXTRA in cell["metadata"].get("tags", [])
            yield LessonItem(call.method, id_, cell["id"], section, is_extra)
