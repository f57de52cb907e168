"""People who have left stay in the gradebook, and are in no table, letter, feedback or pile of texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course
from misread_grading.erasure import forget
from misread_grading.gradebook.history import record
from misread_grading.gradebook.lesson_scores import scorebook
from misread_grading.marking.queue import MarkingQueue
from misread_grading.reports.cohort_tables import tables
from misread_grading.reports.emails import write_letters
from misread_grading.reports.items_met import met
from misread_grading.reports.released_feedback import release_feedback, released
from misread_grading.withdrawn import FILE, readmit, withdraw, withdrawn
from misread_records.marking_store import Markings
from tests.grading.graded_cohort import ITEM, M4, graded
from tests.grading.nbgrader_reference import give_feedback, rows


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """Ada and Bo have handed in a text each and have feedback as a letter; then Ada has left."""
    course = graded(tmp_path / "course", {"ada": "Ada's text", "bo": "Bo's text"})
    with course.gradebook() as gradebook:
        for student in ("ada", "bo"):
            gradebook.update_or_create_student(student, email=f"{student}@example.org")
    release_feedback(course, M4)
    assert len(write_letters(course, M4, "course@example.org", "Sam and Priya")[0]) == 2
    assert withdraw(course, {"ada", "somebody nobody knows"}) == ["ada"]
    return Course.at(course.folder)


def test_nothing_that_is_made_of_the_grades_names_them(course: Course) -> None:
    book = scorebook(course, M4)
    assert [one.student for one in book.learners] == ["bo"]
    assert not any("ada" in map(str, row) for table in tables(book, met(course, book)) for row in table.rows)
    assert set(record(course, M4).scores) == {"bo"}
    assert autograde(course, M4, force=True).graded == ["bo"]


def test_no_reader_is_asked_to_mark_their_text(course: Course) -> None:
    with Markings(f"sqlite:///{course.folder}/marks.db") as markings:
        desk = MarkingQueue(course, markings, "Autumn")
        assert [text.learner for text in desk.pile(desk.task(ITEM)).words] == ["bo"]


def test_no_letter_goes_to_them_and_one_from_before_is_taken_away(course: Course) -> None:
    letters = "letters/*/*/*.eml"
    assert sorted(path.name for path in course.folder.glob(letters)) == ["ada.eml", "bo.eml"]
    release_feedback(course, M4)
    write_letters(course, M4, "course@example.org", "Sam and Priya")
    assert [path.name for path in course.folder.glob(letters)] == ["bo.eml"]
    assert released(course, "ada", M4) is None


def test_nbgraders_own_feedback_passes_them_over(course: Course) -> None:
    pages = {student: course.path("feedback", student, M4) / f"{M4}.html" for student in ("ada", "bo")}
    shutil.rmtree(course.folder / "feedback")
    assert give_feedback(course, M4)
    assert {student: page.exists() for student, page in pages.items()} == {"ada": False, "bo": True}


def test_the_gradebook_keeps_what_they_got_until_they_are_forgotten(course: Course) -> None:
    assert set(rows(course, M4)) == {"ada", "bo"}
    forget(course, "ada")
    assert set(rows(course, M4)) == {"bo"}
    assert withdrawn(course.folder) == frozenset()


def test_the_list_can_be_written_by_hand(course: Course) -> None:
    course.folder.joinpath(FILE).write_text("\ufeff bo \r\n\r\n", "utf-8")
    assert [one.student for one in scorebook(course, M4).learners] == ["ada"]


def test_who_is_back_is_shown_again_with_what_they_got(course: Course) -> None:
    before = rows(course, M4)["ada"]
    assert readmit(course, {"ada", "bo"}) == ["ada"]
    assert [one.student for one in scorebook(Course.at(course.folder), M4).learners] == ["ada", "bo"]
    assert rows(course, M4)["ada"] == before
    assert readmit(course, {"ada"}) == []


def test_who_is_noted_once_is_no_news_again(course: Course) -> None:
    before = course.folder.joinpath(FILE).stat().st_mtime_ns
    assert withdraw(course, {"ada"}) == []
    assert course.folder.joinpath(FILE).stat().st_mtime_ns == before
