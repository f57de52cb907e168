"""A learner who is taken out of a course leaves nothing in it, and everybody else stays as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from filelock import Timeout
from nbgrader.api import MissingEntry

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.erasure import forget
from misread_grading.gradebook.history import keep, last, record
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.reports.emails import write_letters
from misread_grading.reports.released_feedback import release_feedback, released
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_grading.submissions.store import BadStudent
from tests.grading.graded_cohort import M4, wrote

PEOPLE = ("ada", "bo")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Both have handed in twice, were graded, and have feedback as a page and as a letter."""
    course = open_course(tmp_path / "course")
    for text in ("first words", "second words"):
        learners = [
            CollectedLearner(who, who, f"{who}@example.org", [wrote(who, f"{text} of {who}")]) for who in PEOPLE
        ]
        collect(course, M4, learners)
    autograde(course, M4)
    release_feedback(course, M4)
    write_letters(course, M4, "course@example.org", "Sam and Priya")
    keep(course, record(course, M4))
    return course


def left_of(course: Course, who: str) -> list[Path]:
    """Every file that names somebody, in its path or in its content; the gradebook is asked by itself."""
    files = [path for path in course.folder.rglob("*") if path.is_file() and not path.name.startswith("gradebook")]
    return [path for path in files if who in path.parts or f"of {who}" in path.read_text("utf-8", "replace")]


def test_nothing_is_left_of_somebody_who_is_forgotten(course: Course) -> None:
    assert left_of(course, "ada")
    forget(course, "ada")
    assert left_of(course, "ada") == []
    kept = last(course, M4)
    assert kept is not None
    assert set(kept.scores) == {"bo"}
    with course.gradebook() as gradebook, pytest.raises(MissingEntry):
        gradebook.find_student("ada")


def test_everybody_else_stays_as_they_were(course: Course) -> None:
    files, page = left_of(course, "bo"), released(course, "bo", M4)
    forget(course, "ada")
    assert left_of(course, "bo") == files
    assert released(course, "bo", M4) == page
    assert [one.student for one in scorebook(course, M4).learners] == ["bo"]


def test_archives_that_nbgrader_took_are_forgotten_with_the_rest(course: Course) -> None:
    inbox = course.folder / "downloaded" / M4
    for who in (*PEOPLE, "ada.bo"):
        for place in (inbox / "archive" / f"{who}.zip", inbox / "extracted" / who / "answers.jsonl"):
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(who, "utf-8")
    forget(course, "ada")
    assert {path.name for path in inbox.glob("*/*")} == {"bo.zip", "bo", "ada.bo.zip", "ada.bo"}


def test_forgetting_a_stranger_changes_nothing(course: Course) -> None:
    before = sorted(course.folder.rglob("*"))
    forget(course, "cy")
    assert sorted(course.folder.rglob("*")) == before


@pytest.mark.parametrize("name", ["../bo", "..", "", "bo/..", "*"])
def test_what_can_be_nobodys_id_deletes_nothing(course: Course, name: str) -> None:
    with pytest.raises(BadStudent):
        forget(course, name)
    assert left_of(course, "bo")


def test_a_course_that_is_being_changed_is_waited_for_and_left_whole(course: Course) -> None:
    with course.lock(), pytest.raises(Timeout):
        forget(course, "ada", wait=0.01)
    assert left_of(course, "ada")
