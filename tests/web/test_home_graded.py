"""Who deletes their data deletes what was graded of it, too; and all of it or nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from misread_grading.course import Course
from misread_grading.deadlines import extend, set_due
from misread_grading.feedback import generate
from misread_records import MemoryJournal
from misread_web import graded as graded_module
from misread_web.graded import Graded
from misread_web.home.words import moment
from tests.grading.readers import M4, graded
from tests.web.home_course import HomeCourse, half_way, home_course, short_way


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = graded(tmp_path / "course", {"ada": "one question", "bo": "another"})
    generate(course, M4)
    return course


@pytest.fixture
def home(course: Course, tmp_path: Path) -> Iterator[HomeCourse]:
    offered = Graded(course.folder, f"sqlite:///{tmp_path}/misread.db")
    journal = MemoryJournal()
    half_way().keeps_it_in(journal)
    with home_course(short_way(), journal, offered) as home:
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


def test_a_learner_reads_until_when_a_lesson_may_be_handed_in(home: HomeCourse, course: Course) -> None:
    due = datetime(2026, 3, 31, 17, tzinfo=UTC)
    set_due(course, M4, due)
    extend(course, M4, "ada", timedelta(days=2))
    for who, until in (("ada", due + timedelta(days=2)), ("bo", due)):
        with httpx.Client(base_url=home.address, cookies={"learner": who}, timeout=60) as client:
            assert f"Due by {moment(until)}" in client.get("").text


def test_the_home_says_no_dates_where_the_gradebook_is_away(home: HomeCourse, course: Course) -> None:
    set_due(course, M4, datetime(2026, 3, 31, tzinfo=UTC))
    course.folder.joinpath("gradebook.db").write_bytes(b"no database")
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=60) as client:
        answer = client.get("")
    assert (answer.status_code, "Due by" in answer.text) == (200, False)


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
