"""What a graded cell asks for is read without running it, however the call is spelt."""

from __future__ import annotations

from typing import Any

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_course.catalogue import Lesson, lessons
from misread_course.graded_cells import (
    AskedPoints,
    GradedCell,
    asked_points,
    graded_cells,
    is_answer,
    is_graded,
    item_of,
    problems,
)
from misread_course.items import items
from misread_course.notebook import cells, source_of
from misread_course.notebook_node import read_notebook
from misread_course.run_cell import compile_cell
from misread_scenarios.exercises import UnknownExercise, load_exercise

each_lesson = pytest.mark.parametrize("lesson", lessons(), ids=lambda lesson: str(lesson.name))


def graded(source: str, kind: str = "code", **metadata: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    marks = {"grade_id": "a-cell", "grade": True, "points": 4, "solution": False, "locked": True}
    return {"cell_type": kind, "source": source, "metadata": {"nbgrader": marks, **metadata}}


@pytest.mark.parametrize(
    "source",
    [
        'lesson.points("sam-priya", "C1", out_of=4)',
        "lesson.points('sam-priya', 'C1', out_of=4)",
        'm4.points("sam-priya", "C1", out_of=4)',
        'open_lesson("m4-sam-and-priya").points("sam-priya", "C1", out_of=4)',
        'lesson.points(\n    "sam-priya",  # the case above\n    "C1",\n    out_of=4,\n)',
        'lesson . points ( "sam-priya" , "C1" , out_of = 4 )',
        'lesson.points("sam-" "priya", "C1", out_of=4)',
        'lesson.points(r"sam-priya", """C1""", out_of=4)',
        'lesson.points("sam-priya", competency="C1", out_of=4)',
        'lesson.points(out_of=4, competency="C1", item="sam-priya")',
        '"""lesson.points("X4.2")"""\nlesson.points("sam-priya", "C1", out_of=4)  # lesson.points("X4.5")',
        'earned = lesson.points("sam-priya", "C1", out_of=4)\nround(earned, 1)',
    ],
)
def test_one_call_is_read_however_it_is_spelt(source: str) -> None:
    assert asked_points(source) == (AskedPoints("sam-priya", "C1"),)
    assert graded_cells([graded(source)]) == (GradedCell("a-cell", "sam-priya", "C1", 4.0, by_hand=False),)
    assert list(problems([graded(source)])) == []


@given(item=st.text(), competency=st.none() | st.text(), receiver=st.sampled_from(["lesson", "m4", "f(1)", "a.b"]))
def test_any_item_and_competency_are_read_as_they_stand(item: str, competency: str | None, receiver: str) -> None:
    rest = "" if competency is None else f", {competency!r}"
    assert asked_points(f"{receiver}.points({item!r}{rest}, out_of=4)") == (AskedPoints(item, competency),)


def test_several_calls_are_read_in_their_order() -> None:
    source = 'total = sum([lesson.points("X4.2", out_of=2),\n  lesson.points("X4.5", out_of=2)])\nlesson.points("X4.6")'
    assert [points.item for points in asked_points(source)] == ["X4.2", "X4.5", "X4.6"]


@pytest.mark.parametrize("source", ["", "1 + 1", 'points("sam-priya")', 'lesson.scenario("sam-priya")', "x.points"])
def test_a_cell_without_the_call_asks_for_nothing_and_is_named_after_itself(source: str) -> None:
    assert asked_points(source) == ()
    assert graded_cells([graded(source)]) == (GradedCell("a-cell", "a-cell", "", 4.0, by_hand=False),)
    assert list(problems([graded(source)])) == []


def test_an_exercise_gives_its_points_to_its_own_competency() -> None:
    (cell,) = graded_cells([graded("m4.points('X4.2', out_of=4)")])
    assert (cell.item, cell.competency) == ("X4.2", load_exercise("X4.2").competency)
    with pytest.raises(UnknownExercise, match=r"X4\.99"):
        graded_cells([graded('lesson.points("X4.99", out_of=4)')])


def test_a_text_cell_names_its_item_in_its_metadata_and_is_marked_by_hand() -> None:
    cell = graded("Your text goes here.", "markdown", misread={"item": "X4.6"})
    assert graded_cells([cell]) == (GradedCell("a-cell", "X4.6", load_exercise("X4.6").competency, 4.0, by_hand=True),)
    assert item_of(cell) == "X4.6"
    assert item_of(graded("")) is None


def test_only_cells_with_the_mark_of_nbgrader_are_graded_or_answers() -> None:
    plain = {"cell_type": "markdown", "source": "", "metadata": {}}
    answer = {**plain, "metadata": {"nbgrader": {"solution": True, "grade": False}}}
    assert [is_graded(cell) for cell in (plain, answer, graded(""))] == [False, False, True]
    assert [is_answer(cell) for cell in (plain, answer, graded(""))] == [False, True, False]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("%time lesson.points('sam-priya', 'C1', out_of=4)", "is not plain Python: invalid syntax (line 1)"),
        ("x = 1\nlesson.points('sam-priya'", "is not plain Python: '(' was never closed (line 2)"),
        ("case = 'sam-priya'\nlesson.points(case, 'C1', out_of=4)", "does not write out the item"),
        ("lesson.points(*arguments)", "does not write out the item"),
        ("lesson.points(f'{case}', out_of=4)", "does not write out the item"),
        ("lesson.points('X4.2', out_of=2) + lesson.points('X4.5', out_of=2)", "asks for points 2 times"),
    ],
)
def test_points_that_belong_to_no_one_item_are_a_problem_of_the_cell(source: str, why: str) -> None:
    ungraded = {"cell_type": "code", "source": source, "metadata": {}}
    ((cell, problem),) = problems([graded("lesson.points('X4.2', out_of=4)"), ungraded, graded(source)])
    assert cell["source"] == source
    assert problem.startswith(f"the cell 'a-cell' {why}")
    assert 'lesson.points("sam-priya", "C1", out_of=4)' in problem


@each_lesson
def test_every_graded_cell_of_a_lesson_is_about_something_to_do_in_it(lesson: Lesson) -> None:
    found = graded_cells(cells(lesson))
    assert {cell.item for cell in found} <= {item.id for item in items(lesson)}
    assert all(cell.competency for cell in found)
    by_hand = [cell for cell in cells(lesson) if is_answer(cell) and cell["cell_type"] == "markdown"]
    assert [cell.item for cell in found if cell.by_hand] == [item_of(cell) for cell in by_hand]
    assert list(problems(cells(lesson))) == []


@each_lesson
def test_plain_values_and_nodes_of_nbformat_are_read_alike(lesson: Lesson) -> None:
    assert graded_cells(read_notebook(lesson.notebook).cells) == graded_cells(cells(lesson))
    assert read_notebook(lesson.notebook) == nbformat.read(lesson.notebook, as_version=4)


class Recorder:
    """Stands for a lesson, and writes down what it is asked the points of."""

    def __init__(self) -> None:
        self.asked: list[AskedPoints] = []

    def points(self, item: str, competency: str | None = None, *, out_of: float) -> float:
        self.asked.append(AskedPoints(item, competency))
        return out_of


@each_lesson
def test_what_is_read_is_what_the_cell_asks_when_it_runs(lesson: Lesson) -> None:
    for cell in filter(is_graded, cells(lesson)):
        if cell["cell_type"] == "code":
            recorder, source = Recorder(), source_of(cell)
            assert compile_cell(source, "cell").run({"lesson": recorder}) == cell["metadata"]["nbgrader"]["points"]
            assert list(asked_points(source)) == recorder.asked
