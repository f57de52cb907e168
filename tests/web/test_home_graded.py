"""Who deletes their data deletes what was graded of it, too; and all of it or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from misread_grading.course import Course
from misread_grading.feedback import generate
from misread_records import MemoryJournal
from misread_web import graded as graded_module
from misread_web.graded import Graded
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
        assert "what readers said of it" in page
        return client.post("data/delete", data={"word": "delete", "_xsrf": client.cookies["_xsrf"]})


def test_what_was_graded_is_deleted_with_the_rest_and_nobody_elses(home: HomeCourse, course: Course) -> None:
    with httpx.Client(base_url=home.address, cookies={"learner": "ada"}, timeout=60) as client:
        assert "Your feedback" in client.get("").text
    assert delete(home).status_code == 303
    assert home.journal.read("ada") == ()
    assert course.students("submitted", M4) == course.students("feedback", M4) == ("bo",)


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
