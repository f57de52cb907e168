"""Students are found by what people know of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from misread_grading.course import Course, open_course
from misread_grading.students import called, enter, introduce, named
from misread_grading.submissions.store import BadStudent
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Newcomer

PEOPLE = {
    "s1": ("Märta", "Ångström", "marta@example.org"),
    "s2": ("Ben", "Okri", "ben@example.org"),
    "s3": ("Ben", "Okri", None),
    "s4": (None, None, None),
}


@pytest.fixture
def course(tmp_path: Path) -> Course:
    course = open_course(tmp_path / "course")
    with course.gradebook() as gradebook:
        for student, (first, last, email) in PEOPLE.items():
            gradebook.add_student(student, first_name=first, last_name=last, email=email)
    return course


@pytest.mark.parametrize("who", ["s1", "märta ångström", " MARTA@example.org", "Ångström, Märta"])
def test_an_id_an_address_or_a_name_will_do(course: Course, who: str) -> None:
    assert named(course, who) == "s1"


@pytest.mark.parametrize("who", ["", "None", "s9", "Märta"])
def test_nobody_is_taken_for_somebody_else(course: Course, who: str) -> None:
    assert named(course, who) is None


def test_a_name_that_two_have_asks_for_the_id(course: Course) -> None:
    with pytest.raises(BadStudent, match="type the id of one: s2, s3"):
        named(course, "Ben Okri")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Jürgen von Müßig", "Jürgen", "von Müßig"),
        ("O'Brien, Ada", "Ada", "O'Brien"),
        ("Bo", "", "Bo"),
        ("Smith, Jo, MBA", "Jo", "Smith, MBA"),
        ("Martin King, Jr.", "Martin", "King, Jr."),
    ],
)
def test_names_of_a_roster_are_taken_apart(course: Course, name: str, first: str, last: str) -> None:
    with course.gradebook() as gradebook:
        enter(gradebook, "s5", name, None)
        found = gradebook.find_student("s5")
        assert (found.first_name, found.last_name) == (first, last)


def test_a_long_name_and_address_are_kept_whole(course: Course) -> None:
    name, email = f"{'Ana ' * 40}{'Lopez' * 40}", f"{'a' * 200}@example.org"
    with course.gradebook() as gradebook:
        enter(gradebook, "ana", name, email)
        gradebook.db.commit()
    with course.gradebook() as gradebook:
        found = gradebook.find_student("ana")
        assert (f"{found.first_name} {found.last_name}", found.email) == (name, email)


def test_a_database_that_would_cut_a_name_is_not_asked_to() -> None:
    gradebook: Any = SimpleNamespace(db=Session(create_engine("postgresql+psycopg://nobody@nowhere/none")))
    with pytest.raises(BadStudent, match="the last name of 'ana' has 129 characters; the gradebook holds 128"):
        enter(gradebook, "ana", f"Ana {'x' * 129}", None)


def test_an_account_gets_the_name_of_the_one_whom_a_roster_knows_by_it(course: Course, tmp_path: Path) -> None:
    with course.gradebook() as gradebook:
        for account in ("ADA", "cy@example.org", "dee", "eve", "s6"):
            gradebook.add_student(account)
    people = [
        Newcomer("Ada King", "ada@example.org", "ada"),
        Newcomer("Cy Ng", "cy@example.org"),
        Newcomer("Dee One", number="dee"),
        Newcomer("Somebody Else", "marta@example.org", "s1"),
    ]
    with Cohorts(f"sqlite:///{tmp_path / 'misread.db'}") as cohorts:
        cohorts.create("Spring", people)
        cohorts.create("Autumn", [Newcomer("Dee Two", number="dee"), Newcomer("Ada King", "ada@example.org", "ada")])
        cohorts.create("Past", [Newcomer("Eve Past", number="eve")])
        cohorts.close("Past")
        assert introduce(course, cohorts) == ["ADA", "cy@example.org"]
        assert introduce(course, cohorts) == []
    assert named(course, "ada@example.org") == "ADA"
    assert called(course, ["ADA", "dee", "s1"]) == ["Ada King (ADA)", "dee", "Märta Ångström (s1)"]


def test_a_changed_name_or_address_of_a_member_reaches_the_gradebook(course: Course, tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path / 'misread.db'}") as cohorts:
        cohorts.create("Spring", [Newcomer("Ada García Márquez", "ada@example.org", family="García Márquez")])
        (ada,) = cohorts.members("Spring")
        with course.gradebook() as gradebook:
            enter(gradebook, ada.learner, ada.name, ada.email, ada.family)
            gradebook.db.commit()
        assert introduce(course, cohorts) == []
        cohorts.change("Spring", "ada@example.org", name="Weber, Ada", email="ada@weber.example")
        assert introduce(course, cohorts) == [ada.learner]
    with course.gradebook() as gradebook:
        found = gradebook.find_student(ada.learner)
        assert (found.first_name, found.last_name, found.email) == ("Ada", "Weber", "ada@weber.example")
    assert named(course, "ada@weber.example") == ada.learner


def test_students_are_spoken_of_by_name_where_they_have_one(course: Course) -> None:
    assert called(course, ["s1", "s4", "s9"]) == ["Märta Ångström (s1)", "s4", "s9"]
