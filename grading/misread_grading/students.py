"""Whom somebody means: the ids in a gradebook say nothing to people, who know names and e-mail addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

from nbgrader import api
from sqlalchemy import select

from misread_grading.submitting import BadStudent

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nbgrader.api import Gradebook

    from misread_grading.course import Course
    from misread_records.cohorts import Cohorts


LONGEST = 128
"""Characters that nbgrader's columns for names and addresses hold, on databases that look at it."""
_IN_NO_FILE = str.maketrans("", "", "&<>\"`|':\\/’")


def named(course: Course, who: str) -> str | None:
    """Return the id of the student that is meant by an id, an e-mail address or a name; None where nobody is.

    Raises:
        BadStudent: where it could be several.
    """
    people = _people(course)
    if who in people:
        return who
    sought = folded(who)
    found = sorted(
        student for student, marks in people.items() if sought in map(folded, filter(None, (student, *marks)))
    )
    return _only(found, who)


def known_as(course: Course, lesson: str, student: str) -> str:
    """Return an id as the course has it already, whatever its capital letters: a folder on a Mac is one for both.

    One that nobody has comes back as it is.

    Raises:
        BadStudent: where it could be several.
    """
    there = {*_people(course), *course.students("submitted", lesson)}
    if student in there:
        return student
    return _only(sorted(one for one in there if folded(one) == folded(student)), student) or student


def folded(text: str) -> str:
    """Return an id, an address or a name as it is compared: without case, and without what no file's name can hold.

    Platforms leave such signs out where they call a folder after somebody: O'Brien becomes OBrien.
    """
    return " ".join(normalize("NFC", text).casefold().translate(_IN_NO_FILE).split())


def enrolled(course: Course, cohorts: Cohorts, who: str) -> str | None:
    """Return the id of the member of an open cohort who is meant by an id, an e-mail address or a name; None if nobody.

    They are in the gradebook from then on, as if they had been collected; the caller holds the course's lock.

    Raises:
        BadStudent: where it could be several.
    """
    sought = folded(who)
    there = {
        member.learner: member
        for cohort in cohorts.cohorts()
        if cohort.closed is None
        for member in cohorts.members(cohort.name)
        if sought in map(folded, filter(None, (member.learner, member.number, member.email, *_orders(member.name))))
    }
    found = _only(sorted(there), who)
    if found is not None:
        with course.gradebook() as gradebook:
            enter(gradebook, found, there[found].name, there[found].email)
            gradebook.db.commit()
    return found


def introduce(course: Course, cohorts: Cohorts) -> list[str]:
    """Let the gradebook know who goes by an account that their roster names, and return those accounts.

    Who hands in by nbgrader's own button is known by an account alone; it may be the id or the e-mail address of a
    member of an open cohort. One that could be several people's stays as it is.
    """
    nameless = {student for student, name in names(course).items() if not name}
    if not nameless:
        return []
    meant: dict[str, set[tuple[str, str | None]]] = {}
    for cohort in cohorts.cohorts():
        for member in cohorts.members(cohort.name) if cohort.closed is None else ():
            for mark in filter(None, {member.number, member.email}):
                meant.setdefault(mark.casefold(), set()).add((member.name, member.email))
    found = {student: people for student in nameless if len(people := meant.get(student.casefold(), set())) == 1}
    if found:
        with course.gradebook() as gradebook:
            for student, people in found.items():
                enter(gradebook, student, *next(iter(people)))
            gradebook.db.commit()
    return sorted(found)


def enter(gradebook: Gradebook, student: str, name: str, email: str | None) -> None:
    """Let the gradebook know how somebody is called, also as `Last, First`; it is not committed yet.

    Raises:
        BadStudent: where a name or an address is longer than the gradebook can hold. It is never cut.
    """
    first, _, last = name.rpartition(" ")
    if name.count(",") == 1:
        last, first = map(str.strip, name.split(","))
    if gradebook.db.get_bind().dialect.name != "sqlite":  # SQLite holds a text of any length
        for what, text in (("first names", first), ("last name", last), ("e-mail address", email or "")):
            if len(text) > LONGEST:
                raise BadStudent(f"the {what} of '{student}' has {len(text)} characters; the gradebook holds {LONGEST}")
    gradebook.db.merge(api.Student(id=student, first_name=first, last_name=last, email=email or None))


def _orders(name: str) -> tuple[str, ...]:
    """Return a name as it is, and one that is written as `Last, First` also as `First Last`."""
    last, comma, first = name.partition(",")
    return (name, f"{first} {last}") if comma else (name,)


def called(course: Course, students: Iterable[str]) -> list[str]:
    """Return how to speak of students: by their names, with their ids, which commands take."""
    known = names(course)
    return [f"{known[one]} ({one})" if known.get(one) not in (None, "", one) else one for one in students]


def names(course: Course) -> Mapping[str, str]:
    """Return the name of each student, by the id; empty where nobody has said it."""
    return {student: name for student, (name, *_) in _people(course).items()}


def _only(found: list[str], who: str) -> str | None:
    if len(found) > 1:
        raise BadStudent(f"'{who[:60]}' could be several learners; name one by the id: {', '.join(found)}")
    return found[0] if found else None


def _people(course: Course) -> dict[str, tuple[str, str, str]]:
    """Return the name, the e-mail address and the name as `Last, First` of each student, by the id."""
    one = api.Student
    with course.gradebook() as gradebook:
        rows = gradebook.db.execute(select(one.id, one.first_name, one.last_name, one.email)).all()
    return {
        id_: (" ".join(filter(None, (first, last))), email or "", ", ".join(filter(None, (last, first))))
        for id_, first, last, email in rows
    }
