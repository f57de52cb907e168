"""What there is to do in a lesson is read from its notebook: its sections, its items, and which of them it needs."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from misread_course.catalogue import Lesson, lesson, lessons
from misread_course.items import KINDS, LessonItem, LessonSection, items, sections
from misread_widgets import Lesson as WidgetLesson

M4 = "m4-sam-and-priya"


def made(folder: Path, *cells: tuple[str, str] | tuple[str, str, str]) -> Lesson:
    """Write a lesson of these cells, each with its type, its source and perhaps a tag."""
    written: list[dict[str, Any]] = [
        {"id": f"c{number}", "cell_type": cell[0], "source": cell[1], "metadata": {"tags": list(cell[2:])}}
        | ({"outputs": [], "execution_count": None} if cell[0] == "code" else {})
        for number, cell in enumerate(cells)
    ]
    notebook = folder / "own.ipynb"
    notebook.write_text(json.dumps({"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}), "utf-8")
    return dataclasses.replace(lesson(M4), name="own", notebook=notebook)


def test_an_item_belongs_to_the_section_above_it(tmp_path: Path) -> None:
    own = made(
        tmp_path, ("markdown", "# Own\n\n## *One*"), ("code", 'lesson.guess("M4.try")'), ("markdown", "## Two ##"),
        ("code", 'lesson.scenario("sam-priya")'),
    )  # fmt: skip
    assert sections(own) == (
        LessonSection("c0", 1, "Own"),
        LessonSection("c0", 2, "One"),
        LessonSection("c2", 2, "Two"),
    )
    assert [(item.kind, item.id, item.section and item.section.title) for item in items(own)] == [
        ("guess", "M4.try", "One"),
        ("scenario", "sam-priya", "Two"),
    ]


def test_an_item_above_every_heading_has_no_section(tmp_path: Path) -> None:
    (item,) = items(made(tmp_path, ("code", 'lesson.recall("M4.exit")')))
    assert item == LessonItem("recall", "M4.exit", "c0", None)


def test_tools_and_extra_exercises_are_not_needed_and_all_else_is(tmp_path: Path) -> None:
    own = made(
        tmp_path, ("code", 'lesson.tool("T4")'), ("code", 'lesson.exercise("D1")', "extra"),
        ("code", 'lesson.exercise("X4.2")'),
    )  # fmt: skip
    assert [(item.id, item.is_needed) for item in items(own)] == [("T4", False), ("D1", False), ("X4.2", True)]


@pytest.mark.parametrize("source", ["%matplotlib inline", 'lesson.points("X4.2")', "lesson.guess(name)", "# nothing"])
def test_a_cell_that_opens_nothing_is_no_item(source: str, tmp_path: Path) -> None:
    assert items(made(tmp_path, ("code", source))) == ()


def test_every_kind_of_item_is_a_method_of_the_lesson_in_a_notebook() -> None:
    assert [kind for kind in KINDS if not callable(getattr(WidgetLesson, kind, None))] == []


@pytest.mark.parametrize("own", lessons(), ids=lambda own: str(own.name))
def test_a_lesson_begins_with_its_title_and_opens_no_item_twice(own: Lesson) -> None:
    assert sections(own)[0].level == 1
    ids = [item.id for item in items(own)]
    assert sorted(set(ids)) == sorted(ids)
