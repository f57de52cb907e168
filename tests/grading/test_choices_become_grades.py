"""Choices become a submission, the submission grades, and the grades are what the choices were worth."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.submissions.collection import collect
from misread_records import runs
from misread_scenarios.exercises import Scored, load_exercise, score, understood
from misread_scenarios.library import load
from misread_scenarios.play.engine import play
from tests.grading.fake_learners import EXERCISES, M4, REFLECTIONS, SCENARIOS, Pen, everything
from tests.grading.nbgrader_reference import rows


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - no secret


def worth(pen: Pen) -> dict[str, float | None]:
    """Work out anew what a learner's picks and answers are worth."""
    found: dict[str, float | None] = {id_.replace(".", "-"): None for id_ in REFLECTIONS[pen.lesson]}
    for scenario in SCENARIOS[pen.lesson]:
        (run,) = runs(pen.events, scenario)
        stand = play(load(scenario), run.picks, run.seed)
        for competency, offered in stand.offered.items():
            found[f"{scenario}-{competency}"] = round(4 * stand.points.get(competency, 0) / offered, 2)
    for exercise in EXERCISES[pen.lesson]:
        (answer,) = (event.data["answer"] for event in pen.events if event.item == exercise)
        asked = load_exercise(exercise)
        assert isinstance(asked, Scored)
        found[exercise.replace(".", "-")] = round(6 * float(score(asked, understood(asked, answer))), 2)
    return found


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return open_course(tmp_path_factory.mktemp("course"))


@pytest.mark.parametrize("lesson", SCENARIOS)
def test_choices_become_the_grades_that_they_are_worth(course: Course, lesson: str) -> None:
    pens = [everything(f"ada{number}", dice(number), lesson) for number in range(8)]
    collected = collect(course, lesson, [pen.learner_of() for pen in pens])
    report = autograde(course, lesson)
    assert sorted(report.graded) == sorted(collected.new) == [pen.learner for pen in pens]
    assert not report.notes
    assert not report.failures
    graded = rows(course, lesson)
    for pen in pens:
        cells = graded[pen.learner]["grades"]
        assert {cell: auto for cell, (auto, _, _) in cells.items()} == worth(pen)
        assert {cell for cell, (_, _, is_open) in cells.items() if is_open} == {
            id_.replace(".", "-") for id_ in REFLECTIONS[lesson]
        }
    assert len({str(worth(pen)) for pen in pens}) > 1


def test_a_run_counts_once_it_is_over_and_a_second_one_never(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    halfway, over = Pen("ada"), Pen("bo")
    halfway.play("sam-priya", dice(1), most=4)
    over.play("sam-priya", dice(1))
    collect(course, M4, [halfway.learner_of(), over.learner_of()])
    autograde(course, M4)
    before = rows(course, M4)
    assert {auto for auto, _, _ in before["ada"]["grades"].values()} == {0.0}
    assert sum(auto for auto, _, _ in before["bo"]["grades"].values()) > 0
    shown = course.notebook("autograded", "ada", M4).read_text("utf-8")
    assert "This case was not played to its end: 4 choices were made." in shown


def test_what_is_unchanged_is_neither_collected_nor_graded_again(tmp_path: Path) -> None:
    course = open_course(tmp_path)
    pens = [everything(name, dice(2)) for name in ("ada", "bo")]
    people = [pen.learner_of() for pen in pens]
    collect(course, M4, people)
    autograde(course, M4)
    pens[1].hand_in("X4.6", "Another text.")
    again = collect(course, M4, people)
    assert (again.new, again.unchanged) == (["bo"], ["ada"])
    report = autograde(course, M4)
    assert (report.graded, report.unchanged) == (["bo"], ["ada"])
    assert (tmp_path / "earlier" / "bo" / M4 / "1" / "answers.jsonl").is_file()
    assert autograde(course, M4, force=True).graded == ["ada", "bo"]


def test_who_did_nothing_of_it_has_no_submission(tmp_path: Path) -> None:
    course, pen = open_course(tmp_path), Pen("ada")
    pen.write("M4.try", "answered", {"choice": "a"}, "v1")
    assert collect(course, M4, [pen.learner_of()]).nothing == ["ada"]
    assert course.students("submitted", M4) == ()
