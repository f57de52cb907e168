"""A lesson may get another exercise while it is graded: what was graded stays, and new cells are graded as ever."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from misread_course.catalogue import LESSONS
from misread_grading.assignment import LostCells
from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook import Score, write_scores
from misread_grading.released_cells import released_cells
from misread_grading.submissions.collection import CollectedLearner, collect
from tests.grading.fake_learners import M4, everything
from tests.grading.nbgrader_reference import OURS, autograde_stock, rows

MARKED = {"ada": Score(5.0, "A day, please."), "bo": Score(8.0, "")}


def offer(course: Course, folder: Path, *missing: str, **changed: dict[str, object]) -> None:
    """Give a course the lesson without some of its graded cells, and with other metadata in some."""
    notebook = nbformat.read(LESSONS / M4 / f"{M4}.ipynb", as_version=4)
    notebook.cells = [
        cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") not in missing
    ]
    for cell in notebook.cells:
        cell.metadata.get("nbgrader", {}).update(changed.get(cell.metadata.get("nbgrader", {}).get("grade_id"), {}))
    course.config.CourseDirectory.source_directory = course.directory.source_directory = str(folder)
    source = course.notebook("source", ".", M4)
    source.parent.mkdir(parents=True)
    nbformat.write(notebook, source)


def hand_in(course: Course) -> None:
    dice = random.Random(4)  # noqa: S311 - no secret
    collect(course, M4, [CollectedLearner(name, name, None, everything(name, dice).events) for name in MARKED])


def grown(folder: Path, *added: str) -> Course:
    """Grade a lesson without some cells, let a grader mark its text, and collect it again with these cells."""
    course = open_course(folder / "course")
    offer(course, folder / "before", *added)
    hand_in(course)
    autograde(course, M4)
    if "X4-6" not in added:
        with course.gradebook() as gradebook:
            write_scores(gradebook, M4, "X4-6", MARKED)
    offer(course, folder / "after")
    hand_in(course)
    return course


def nbgrader_again(course: Course) -> None:
    course.config.BaseConverter.force = True
    assert autograde_stock(course, M4, OURS)


def ours(course: Course) -> None:
    autograde(course, M4)


@pytest.mark.parametrize("added", [("X4-1", "X4-5"), ("X4-6",)], ids=["exercises", "text"])
@pytest.mark.parametrize("grade", [ours, nbgrader_again])
def test_a_lesson_that_grew_is_graded_as_one_that_had_all_cells_from_the_start(
    added: tuple[str, ...], grade: Callable[[Course], object], tmp_path: Path
) -> None:
    course, whole = grown(tmp_path / "grown", *added), grown(tmp_path / "whole")
    grade(course)
    grade(whole)
    found, expected = (rows(each, M4) for each in (course, whole))
    for student in MARKED:
        assert found[student]["grades"].keys() == expected[student]["grades"].keys()
        if "X4-6" in added:
            assert found[student]["grades"].pop("X4-6") == (None, None, True)
            assert found[student]["comments"].pop("X4-6")[1] is None
            expected[student]["grades"].pop("X4-6")
            expected[student]["comments"].pop("X4-6")
        assert found[student]["grades"] == expected[student]["grades"]
        assert found[student]["comments"] == expected[student]["comments"]
    assert len({str(row["grades"]) for row in found.values()}) == len(MARKED)


def test_a_cell_that_is_gone_is_refused_and_no_grade_is_lost(tmp_path: Path) -> None:
    course = grown(tmp_path)
    autograde(course, M4)
    before = rows(course, M4)
    offer(course, tmp_path / "smaller", "X4-5", "sam-priya-C1")
    with pytest.raises(LostCells) as caught:
        hand_in(course)
    assert caught.value.reason.startswith(
        f"{M4} has lost the cells 'X4-5', 'sam-priya-C1', and 2 submissions have them; nothing was changed. "
        "Put them back, under the same names"
    )
    assert caught.value.commands == (("grade", "init", "FOLDER"),)
    assert rows(course, M4) == before


@pytest.mark.parametrize("change", [{"grade_id": "X4-five"}, {"grade": False, "locked": True}], ids=["name", "points"])
def test_a_cell_with_another_name_or_without_its_points_is_a_lost_one(
    change: dict[str, object], tmp_path: Path
) -> None:
    course = open_course(tmp_path / "course")
    offer(course, tmp_path / "before")
    hand_in(course)
    autograde(course, M4)
    offer(course, tmp_path / "after", **{"X4-5": change})
    with pytest.raises(LostCells, match="has lost the cell 'X4-5', and 2 submissions have it"):
        hand_in(course)


def test_a_cell_may_go_as_long_as_nobody_has_handed_in_anything(tmp_path: Path) -> None:
    course = open_course(tmp_path / "course")
    offer(course, tmp_path / "before")
    collect(course, M4, [])
    offer(course, tmp_path / "smaller", "X4-5")
    collect(course, M4, [])
    assert "X4-5" not in {cell.name for cell in released_cells(course, M4)}
