"""Students are found by what people know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from misread_grading.course import Course, open_course
from misread_grading.students import called, enter, named
from misread_grading.submitting import BadStudent

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
    with pytest.raises(BadStudent, match="name one by the id: s2, s3"):
        named(course, "Ben Okri")


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Jürgen von Müßig", "Jürgen von", "Müßig"),
        ("O'Brien, Ada", "Ada", "O'Brien"),
        ("Bo", "", "Bo"),
        ("Smith, Jo, Dr", "Smith, Jo,", "Dr"),
    ],
)
def test_names_of_a_roster_are_taken_apart(course: Course, name: str, first: str, last: str) -> None:
    with course.gradebook() as gradebook:
        enter(gradebook, "s5", name, None)
        found = gradebook.find_student("s5")
        assert (found.first_name, found.last_name) == (first, last)


def test_students_are_spoken_of_by_name_where_they_have_one(course: Course) -> None:
    assert called(course, ["s1", "s4", "s9"]) == ["Märta Ångström (s1)", "s4", "s9"]
