"""Whom somebody means: the ids in a gradebook say nothing to people, who know names and e-mail addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbgrader import api
from sqlalchemy import select

from misread_grading.submitting import BadStudent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_grading.course import Course


def named(course: Course, who: str) -> str | None:
    """Return the id of the student that is meant by an id, an e-mail address or a name; None where nobody is.

    Raises:
        BadStudent: where it could be several.
    """
    people = _people(course)
    if who in people:
        return who
    sought = who.strip().casefold()
    found = sorted(student for student, marks in people.items() if sought in map(str.casefold, filter(None, marks)))
    if len(found) > 1:
        raise BadStudent(f"'{who[:60]}' could be several learners; name one by the id: {', '.join(found)}")
    return found[0] if found else None


def called(course: Course, students: Iterable[str]) -> list[str]:
    """Return how to speak of students: by their names, with their ids, which commands take."""
    people = _people(course)
    return [f"{people[one][0]} ({one})" if one in people and people[one][0] else one for one in students]


def _people(course: Course) -> dict[str, tuple[str, str]]:
    """Return the name and the e-mail address of each student, by the id."""
    one = api.Student
    with course.gradebook() as gradebook:
        rows = gradebook.db.execute(select(one.id, one.first_name, one.last_name, one.email)).all()
    return {id_: (" ".join(filter(None, (first, last))), email or "") for id_, first, last, email in rows}
