"""The checker names each graded cell of a lesson whose points belong to no item of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import nbformat
import pytest

from misread_course import coverage
from misread_course.catalogue import Lesson, apart, lesson, lessons
from misread_course.checks import RULES, check_lessons
from misread_scenarios.exercises import load_form

(LE003, LE011) = (rule for rule in RULES if rule.code in {"LE003", "LE011"})


def changed(tmp_path: Path, call: str, item: str) -> Lesson:
    """The lesson M4 with another call in the graded cell of a case, and another item in that of a text."""
    m4 = lesson("m4-sam-and-priya")
    notebook = nbformat.read(m4.notebook, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "sam-priya-C1":
            cell.source = call
        if "misread" in cell.metadata:
            cell.metadata.misread.item = item
    path = tmp_path / m4.notebook.name
    nbformat.write(notebook, path)
    return dataclasses.replace(m4, notebook=path)


@pytest.mark.parametrize("own", [*lessons(), *apart()], ids=lambda own: str(own.name))
def test_every_point_of_a_lesson_belongs_to_an_item_of_it(own: Lesson) -> None:
    assert LE003.problems(own) == []


@pytest.mark.parametrize(
    ("call", "why"),
    [
        ("%time lesson.points('sam-priya', 'C1', out_of=4)", "is not plain Python"),
        ("lesson.points(case, 'C1', out_of=4)", "does not write out the item"),
        ("lesson.points('sam-priya', 'C1', out_of=2) + lesson.points('X4.2', out_of=2)", "asks for points 2 times"),
        ("lesson.points('sam-prija', 'C1', out_of=4)", "gives points for 'sam-prija', which the lesson does not hold"),
        ("4.0", "gives points for no item"),
    ],
)
def test_a_cell_that_breaks_the_rule_is_named_with_its_line(call: str, why: str, tmp_path: Path) -> None:
    own = changed(tmp_path, call, "X4.6")
    (problem,) = LE003.problems(own)
    assert problem.message.startswith(f"the cell 'sam-priya-C1' {why}")
    following = "\n".join(own.notebook.read_text("utf-8").splitlines()[problem.line :][:20])
    assert '"grade_id": "sam-priya-C1"' in following
    assert problem in check_lessons([own])


def test_a_text_for_an_item_of_another_lesson_is_named(tmp_path: Path) -> None:
    (problem,) = LE003.problems(changed(tmp_path, 'lesson.points("sam-priya", "C1", out_of=4)', "X2.5"))
    assert problem.message.startswith("the cell 'X4-6' gives points for 'X2.5', which the lesson does not hold")


def without(tmp_path: Path, cells: set[str], **kept: object) -> Lesson:
    """The lesson M4 whose cells with these ids have no metadata but those given."""
    m4 = lesson("m4-sam-and-priya")
    notebook = nbformat.read(m4.notebook, as_version=4)
    for cell in notebook.cells:
        if cell.id in cells:
            cell.metadata = nbformat.NotebookNode(kept)
    path = tmp_path / m4.notebook.name
    nbformat.write(notebook, path)
    return dataclasses.replace(m4, notebook=path)


@pytest.mark.parametrize("own", [*lessons(), *apart()], ids=lambda own: str(own.name))
def test_every_section_and_every_item_of_a_lesson_names_an_idea(own: Lesson) -> None:
    assert LE011.problems(own) == []


def test_a_section_that_names_no_idea_is_named_with_its_line(tmp_path: Path) -> None:
    own = without(tmp_path, {"m4-next"})
    (problem,) = LE011.problems(own)
    assert problem.message.startswith("the section 'Before next week' names no idea")
    assert '"id": "m4-next"' in own.notebook.read_text("utf-8").splitlines()[problem.line - 1]
    assert problem in check_lessons([own])
    (elsewhere := tmp_path / "named").mkdir()
    assert LE011.problems(without(elsewhere, {"m4-next"}, misread={"covers": ["S96"]})) == []


def test_an_item_that_names_no_idea_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    trial = load_form("T7")
    monkeypatch.setattr(coverage, "load_form", lambda _: trial.model_copy(update={"covers": ()}))
    problems = LE011.problems(lesson("m4-sam-and-priya"))
    assert {problem.message.split("'")[1] for problem in problems} >= {"T7"}
