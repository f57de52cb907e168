"""Who deletes their data deletes what was graded of it, too; and all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from misread_course.catalogue import lesson
from misread_course.graded_cells import graded_items
from misread_grading.calendar import after, moment_of, said
from misread_grading.course import CONFIG, Course
from misread_grading.gradebook.dates import extend, set_due
from misread_grading.reports.released_feedback import release_feedback
from misread_records import MemoryJournal
from misread_web import graded_course as graded_module
from misread_web.graded_course import GradedCourse
from tests.grading.graded_cohort import M4, graded
from tests.web.home_server import BEGAN, SAM, HomeCourse, Learner, half_way, home_course, lesson_service

TENTH = """
from nbgrader.plugins import LateSubmissionPlugin

class Tenth(LateSubmissionPlugin):
    def late_submission_penalty(self, student_id, score, seconds):
        return score / 10

c.AssignLatePenalties.plugin_class = Tenth
"""
BROKEN = TENTH.replace("score / 10", "score / 0")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = graded(tmp_path / "course", {"ada": "one question", "bo": "another"})
    release_feedback(course, M4)
    return course


@pytest.fixture
def home(course: Course, tmp_path: Path) -> Iterator[HomeCourse]:
    offered = GradedCourse(course.folder, f"sqlite:///{tmp_path}/misread.db")
    journal = MemoryJournal()
    half_way().keeps_it_in(journal)
    with home_course(lesson_service(), journal, offered) as home:
        yield home
    offered.close()


def delete(home: HomeCourse) -> httpx.Response:
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=60) as client:
        page = client.get("data/delete").text
        assert "what graders said about it" in page
        (token,) = re.findall(r'name="_xsrf" value="([^"]+)"', page)
        return client.post("data/delete", data={"word": "delete", "_xsrf": token})


def test_what_was_graded_is_deleted_with_the_rest_and_nobody_elses(home: HomeCourse, course: Course) -> None:
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=60) as client:
        assert "Your feedback" in client.get("").text
    assert delete(home).status_code == 303
    assert home.journal.read("ada") == ()
    assert course.students("submitted", M4) == course.students("feedback", M4) == ("bo",)


FREE = "is late, but loses no points"


def read(home: HomeCourse, who: str = "ada") -> str:
    """Return the words that the home shows of the second lesson's date."""
    with httpx.Client(base_url=home.address, cookies={"learner": who}, timeout=60) as client:
        shown = re.findall(
            r'<p class="home-state" data-(?:until|from)="[^"]*">(.*?)</p>', client.get("").text, re.DOTALL
        )
    return " ".join(re.sub(r"<[^>]*>", "", " ".join(shown)).split())


def test_a_learner_reads_until_when_a_lesson_may_be_handed_in(home: HomeCourse, course: Course) -> None:
    due = moment_of("2126-10-20", course.zone).at
    set_due(course, M4, due)
    extend(course, M4, "ada", 7)
    assert read(home, "bo") == f"Due by {said(due, course.zone)}."
    last = after(due, 7, course.zone)
    assert read(home) == f"Due by {said(last, course.zone)}, your extension of 7 days included."


def test_once_the_date_has_passed_the_home_says_what_is_true_then(home: HomeCourse, course: Course) -> None:
    learner = Learner("cy").plays(M4, SAM)
    for item in graded_items(lesson(M4)) - {SAM, "X4.6"}:
        learner.solves(M4, item)
    learner.keeps_it_in(home.journal)
    end = learner.events[-1].at
    set_due(course, M4, end + timedelta(days=1))
    assert read(home, "cy").endswith(
        ". What you had by then still counts. What you do now is late, but loses no points."
    )
    assert read(home, "dee").endswith(" UTC. What you do now is late, but loses no points.")
    learner.solves(M4, "X4.6").keeps_it_in(home.journal)
    assert read(home, "cy").startswith("Was due by ")
    assert read(home, "cy").endswith(" You were in time.")
    assert "Due by" not in read(home, "cy")
    set_due(course, M4, end)
    assert f"Something that you answered came later: it {FREE}. " in read(home, "cy")
    set_due(course, M4, BEGAN - timedelta(days=1))
    assert read(home, "cy").endswith(f" What you answered came later: it {FREE}.")


@pytest.mark.parametrize(
    ("policy", "says"),
    [
        ("c.LateSubmissionPlugin.penalty_method = 'zero'", "What you do now is late, and earns nothing."),
        (TENTH, "What you do now is late: 6 points earned then lose 0.6."),
        (BROKEN, "What you do now is late, but loses no points."),
    ],
)
def test_the_home_says_what_late_work_costs_by_the_policy_of_the_course(
    course: Course, tmp_path: Path, policy: str, says: str
) -> None:
    with course.folder.joinpath(CONFIG).open("a", encoding="utf-8") as file:
        file.write(f"{policy}\n")
    set_due(course, M4, BEGAN)
    offered = GradedCourse(course.folder, f"sqlite:///{tmp_path}/misread.db")
    with home_course(lesson_service(), MemoryJournal(), offered) as home:
        assert read(home).endswith(says)
    offered.close()


def test_the_home_says_no_dates_where_the_gradebook_is_away(home: HomeCourse, course: Course) -> None:
    set_due(course, M4, datetime(2026, 3, 31, tzinfo=UTC))
    course.folder.joinpath("gradebook.db").write_bytes(b"no database")
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=60) as client:
        answer = client.get("")
    assert (answer.status_code, "ue by" in answer.text) == (200, False)


def test_where_the_gradebook_cannot_be_used_nothing_is_deleted_at_all(home: HomeCourse, course: Course) -> None:
    before = home.journal.read("ada")
    course.folder.joinpath("gradebook.db").write_bytes(b"no database")
    assert delete(home).status_code == 503
    assert home.journal.read("ada") == before
    assert course.students("submitted", M4) == ("ada", "bo")


def test_while_grades_are_being_made_nothing_is_deleted_at_all(
    home: HomeCourse, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graded_module, "PATIENCE", 0.01)
    before = home.journal.read("ada")
    with course.lock():
        answer = delete(home)
    assert answer.status_code == 503
    assert home.journal.read("ada") == before
    assert course.students("submitted", M4) == ("ada", "bo")
