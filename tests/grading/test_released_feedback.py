"""A release is a decision: learners read what was released, and what changes later waits for the next release."""

from __future__ import annotations

import email
import email.policy
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course
from misread_grading.erasure import forget
from misread_grading.gradebook.history import BadRecord
from misread_grading.gradebook.scores import Score, reopen, write_scores
from misread_grading.reports.emails import write_letters
from misread_grading.reports.feedback import generate
from misread_grading.reports.released_feedback import (
    AGAIN,
    ANEW,
    CONTENT,
    FIRST,
    FOLDER,
    REOPENED,
    FeedbackChange,
    Released,
    everybody,
    page_of,
    release_feedback,
    released,
    to_be_released,
)
from misread_grading.submissions.collection import CollectedLearner, collect
from tests.grading.graded_cohort import M4, graded, wrote

CELL = "X4-6"
PART, ABOUT = "A trial for somebody real", "Gathers evidence first"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """Ada's text is marked and Bo's is not; both have read so."""
    course = graded(tmp_path_factory.mktemp("released") / "course", {"ada": "first text", "bo": "second text"})
    mark(course, "ada", 6)
    release_feedback(course, M4)
    return course


@pytest.fixture
def course(made: Course, tmp_path: Path) -> Course:
    return Course.at(Path(shutil.copytree(made.folder, tmp_path / "course")))


def mark(course: Course, student: str, points: float, comment: str = "Clear.") -> None:
    with course.gradebook() as gradebook:
        write_scores(gradebook, M4, CELL, {student: Score(points, comment)})


def read(course: Course, student: str) -> Released:
    found = released(course, student, M4)
    assert found is not None
    return found


def page(course: Course, student: str) -> str:
    path = page_of(course, student, M4)
    assert path is not None
    return path.read_text("utf-8")


def test_a_second_thought_waits_for_the_next_release_on_both_pages(course: Course) -> None:
    before, shown = read(course, "ada"), page(course, "ada")
    mark(course, "ada", 5, "On second thoughts.")
    generate(course, M4, ["ada", "bo"])
    assert read(course, "ada") == before
    assert page(course, "ada") == shown
    found = release_feedback(course, M4)
    assert (found.number, list(found.sent), found.same) == (2, ["ada"], 1)
    now = read(course, "ada")
    assert (now.before, now.feedback.total) == (6, 5)
    assert now.changes == (FeedbackChange(PART, ABOUT, 6, 5, AGAIN),)
    assert "On second thoughts." in page(course, "ada")
    assert "On second thoughts." not in shown


@pytest.mark.parametrize("student", ["ada", "bo"])
def test_both_pages_show_the_same_points(course: Course, student: str) -> None:
    mark(course, "bo", 3)
    for _ in range(2):
        total = read(course, student).feedback.total
        assert f"(Score: {total} / " in page(course, student)
        release_feedback(course, M4)


def test_the_first_marks_of_a_text_are_news_to_its_writer_alone(course: Course) -> None:
    mark(course, "bo", 3)
    assert list(release_feedback(course, M4, note="All texts are read now.").sent) == ["bo"]
    assert read(course, "bo").changes == (FeedbackChange(PART, ABOUT, None, 3, FIRST),)
    assert read(course, "bo").note == "All texts are read now."
    assert read(course, "ada").number == 1


def test_a_text_that_is_handed_in_anew_and_one_that_is_opened_again_say_so(course: Course) -> None:
    with course.gradebook() as gradebook:
        reopen(gradebook, M4, CELL, ["ada"])
    assert to_be_released(course, M4).sent["ada"].changes == (FeedbackChange(PART, ABOUT, 6, 6, REOPENED),)
    collect(course, M4, [CollectedLearner("ada", "Ada", None, [wrote("ada", "another text")])])
    autograde(course, M4)
    assert to_be_released(course, M4).sent["ada"].changes == (FeedbackChange(PART, ABOUT, 6, 6, ANEW),)


def test_points_that_a_changed_key_moves_say_so(course: Course) -> None:
    path = course.folder / FOLDER / M4 / "ada" / "1.json"
    path.write_text(path.read_text("utf-8").replace('"X4.2": "', '"X4.2": "older '), "utf-8")
    with course.gradebook() as gradebook:
        gradebook.find_grade("X4-2", M4, M4, "ada").auto_score = 2.0
        gradebook.db.commit()
    (change,) = to_be_released(course, M4).sent["ada"].changes
    assert (change.before, change.after, change.why) == (0, 2, CONTENT)


def test_what_would_be_released_is_said_and_nothing_is(course: Course) -> None:
    mark(course, "ada", 5)
    mark(course, "bo", 3)
    assert list(to_be_released(course, M4).sent) == ["ada", "bo"]
    assert [read(course, student).number for student in ("ada", "bo")] == [1, 1]


def test_a_release_can_go_to_some_and_the_others_read_on_what_they_had(course: Course) -> None:
    mark(course, "ada", 5)
    mark(course, "bo", 3)
    release_feedback(course, M4, {"bo"})
    assert [read(course, student).number for student in ("ada", "bo")] == [1, 2]
    release_feedback(course, M4)
    assert [read(course, student).number for student in ("ada", "bo")] == [3, 2]


def test_where_nothing_is_new_nothing_is_released(course: Course) -> None:
    found = release_feedback(course, M4)
    assert (found.number, dict(found.sent), found.same) == (1, {}, 2)


def test_a_letter_goes_to_those_with_something_new_and_says_what_and_why(course: Course) -> None:
    with course.gradebook() as gradebook:
        for student in ("ada", "bo"):
            gradebook.find_student(student).email = f"{student}@example.org"
        gradebook.db.commit()
    written = [write_letters(course, M4, "course@example.org", "Sam")[0] for _ in range(2)]
    assert [len(paths) for paths in written] == [2, 0]
    mark(course, "ada", 5)
    release_feedback(course, M4, note="Two texts were read again.")
    ((path,), _) = write_letters(course, M4, "course@example.org", "Sam")
    assert path == course.folder / "letters" / M4 / "release-2" / "ada.eml"
    letter = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
    assert isinstance(letter, EmailMessage)
    body = letter.get_body(("plain",))
    said = body.get_content() if body else ""
    assert f"{PART}, {ABOUT}: 6 to 5 points, since {AGAIN}." in said
    assert "Two texts were read again." in said


def test_one_whose_page_cannot_be_made_reads_on_what_was_released(course: Course) -> None:
    mark(course, "ada", 5)
    mark(course, "bo", 3)
    notebook = course.notebook("autograded", "ada", M4)
    notebook.chmod(0o600)
    notebook.write_text("no notebook", "utf-8")
    found = release_feedback(course, M4)
    assert (list(found.sent), found.failed) == (["bo"], ("ada",))
    assert (read(course, "ada").number, read(course, "bo").number) == (1, 2)


def test_who_is_forgotten_leaves_no_released_feedback(course: Course) -> None:
    forget(course, "ada")
    assert everybody(course, M4) == ("bo",)
    assert not (course.folder / FOLDER / M4 / "ada").exists()


def test_released_feedback_that_was_changed_by_hand_is_named(course: Course) -> None:
    path = course.folder / FOLDER / M4 / "ada" / "1.json"
    path.write_text("{}", "utf-8")
    with pytest.raises(BadRecord, match=r"1\.json cannot be read as released feedback"):
        released(course, "ada", M4)


def test_released_feedback_is_its_owners_alone(course: Course) -> None:
    release_feedback(course, M4)
    found = [path for path in (course.folder / FOLDER / M4 / "ada").iterdir() if path.stat().st_mode & 0o077]
    assert found == []
