"""Whom somebody means: the ids in a gradebook say nothing to people, who know names and e-mail addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from nbgrader import api
from sqlalchemy import select

from misread_grading.submissions import BadStudent
from misread_records.people import as_spoken, family_of, in_two

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nbgrader.api import Gradebook

    from misread_grading.course import Course
    from misread_records.people import Cohorts, Member


class StudentName(NamedTuple):
    """How the gradebook calls somebody: what stands before the family name, the rest of the name, and the address."""

    first: str
    last: str
    email: str

    @classmethod
    def of(cls, name: str, email: str | None, family: str | None) -> StudentName:
        """Return somebody by their name, their address and the part of the name by which they are sorted."""
        return cls(*in_two(name, family), email or "")

    @property
    def name(self) -> str:
        """The name with the given name first."""
        return " ".join(filter(None, (self.first, self.last)))

    @property
    def marks(self) -> Iterator[str]:
        """What somebody may be named by: the name, also as `Last, First`, and the address."""
        return filter(None, (self.name, self.email, ", ".join(filter(None, (self.last, self.first)))))


LONGEST = 128
"""Characters that nbgrader's columns for names and addresses hold, on databases that look at it."""
_IN_NO_FILE = str.maketrans("", "", "&<>\"`|':\\/’")


def named(course: Course, who: str) -> str | None:
    """Return the id of the student that is meant by an id, an e-mail address or a name; None if nobody is.

    Raises:
        BadStudent: if it could be several.
    """
    people = _people(course)
    if who in people:
        return who
    sought = folded(who)
    found = sorted(
        student for student, person in people.items() if sought in map(folded, filter(None, (student, *person.marks)))
    )
    return _only(found, who)


def known_as(course: Course, lesson: str, student: str) -> str:
    """Return an id as the course has it already, whatever its capital letters: a folder on a Mac is one for both.

    One that nobody has comes back as it is.

    Raises:
        BadStudent: if it could be several.
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


def member_in_open_cohort(cohorts: Cohorts, who: str) -> Member | None:
    """Return the member of an open cohort who is meant by an id, an e-mail address or a name; None if nobody is.

    Raises:
        BadStudent: if several could be meant.
    """
    sought = folded(who)
    members = {
        member.learner: member
        for cohort in cohorts.cohorts()
        if cohort.closed is None
        for member in cohorts.members(cohort.name)
        if sought in map(folded, _marks(member))
    }
    learner = _only(sorted(members), who)
    return None if learner is None else members[learner]


def enter_member(course: Course, member: Member) -> str:
    """Write a member of a cohort into the gradebook, as if they had been collected, and return their id there.

    The caller holds the course's lock.
    """
    with course.gradebook() as gradebook:
        enter(gradebook, member.learner, member.name, member.email, member.family)
        gradebook.db.commit()
    return member.learner


def _marks(member: Member) -> Iterator[str]:
    own = StudentName.of(member.name, member.email, member.family).marks
    return filter(None, (member.learner, member.number, *own))


def introduce(course: Course, cohorts: Cohorts) -> list[str]:
    """Let the gradebook call everybody as the cohorts do now, and return whose name or address is another than before.

    Somebody who hands in by nbgrader's own button is known by an account alone; it may be the id or the e-mail address
    of a member of an open cohort. An account that could be several people's, or has a name already, stays as it is.
    """
    known = _people(course)
    called_now = {
        student: person for student, person in _as_cohorts_have_them(known, cohorts).items() if person != known[student]
    }
    if called_now:
        with course.gradebook() as gradebook:
            for student, person in called_now.items():
                _merge(gradebook, student, person)
            gradebook.db.commit()
    return sorted(called_now)


def _as_cohorts_have_them(students: Mapping[str, StudentName], cohorts: Cohorts) -> dict[str, StudentName]:
    members: dict[str, Member] = {}
    accounts: dict[str, dict[str, Member]] = {}
    for cohort in cohorts.cohorts():
        for member in cohorts.members(cohort.name):
            members[member.learner] = member
            for mark in filter(None, {member.number, member.email} if cohort.closed is None else ()):
                accounts.setdefault(mark.casefold(), {})[member.learner] = member
    found: dict[str, StudentName] = {}
    for student, person in students.items():
        by_account = {} if person.name else accounts.get(student.casefold(), {})
        meant = {student: members[student]} if student in members else by_account
        people = {StudentName.of(member.name, member.email, member.family) for member in meant.values()}
        if len(people) == 1:
            found[student] = next(iter(people))
    return found


def enter(gradebook: Gradebook, student: str, name: str, email: str | None, family: str | None = None) -> None:
    """Let the gradebook know how somebody is called; it is not committed yet.

    Args:
        gradebook: the gradebook.
        student: their id in it.
        name: with the given name first, or as `Last, First`.
        email: their address, if they have one.
        family: the part of the name by which they are sorted; without it, what the name tells.

    Raises:
        BadStudent: if a name or an address is longer than the gradebook can hold. It is never cut.
    """
    _merge(gradebook, student, StudentName.of(as_spoken(name), email, family or family_of(name)))


def _merge(gradebook: Gradebook, student: str, person: StudentName) -> None:
    if gradebook.db.get_bind().dialect.name != "sqlite":  # SQLite holds a text of any length
        for what, text in zip(("first names", "last name", "e-mail address"), person, strict=True):
            if len(text) > LONGEST:
                raise BadStudent(f"the {what} of '{student}' has {len(text)} characters; the gradebook holds {LONGEST}")
    gradebook.db.merge(
        api.Student(id=student, first_name=person.first, last_name=person.last, email=person.email or None)
    )


def called(course: Course, students: Iterable[str]) -> list[str]:
    """Return how to speak of students: by their names, with their ids, which commands take."""
    known = names(course)
    return [f"{known[one]} ({one})" if known.get(one) not in (None, "", one) else one for one in students]


def names(course: Course) -> Mapping[str, str]:
    """Return the name of each student, by the id; empty if nobody has said it."""
    return {student: person.name for student, person in _people(course).items()}


def _only(found: list[str], who: str) -> str | None:
    if len(found) > 1:
        raise BadStudent(f"'{who[:60]}' could be several learners; name one by the id: {', '.join(found)}")
    return found[0] if found else None


def _people(course: Course) -> dict[str, StudentName]:
    """Return how the gradebook calls each student, by the id."""
    one = api.Student
    with course.gradebook() as gradebook:
        rows = gradebook.db.execute(select(one.id, one.first_name, one.last_name, one.email)).all()
    return {id_: StudentName(first or "", last or "", email or "") for id_, first, last, email in rows}
