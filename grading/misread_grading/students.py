"""Names of students, and the student that a name, an e-mail address or an id means."""

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
    """A student's name in the gradebook: the part before the family name, the rest, and the e-mail address."""

    first: str
    last: str
    email: str

    @classmethod
    def of(cls, name: str, email: str | None, family: str | None) -> StudentName:
        """Return the name of a person with this whole name, e-mail address and family name."""
        return cls(*in_two(name, family), email or "")

    @property
    def name(self) -> str:
        """The whole name, with the given name first."""
        return " ".join(filter(None, (self.first, self.last)))

    @property
    def marks(self) -> Iterator[str]:
        """The texts that may name the student: the name, also as `Last, First`, and the e-mail address."""
        return filter(None, (self.name, self.email, ", ".join(filter(None, (self.last, self.first)))))


LONGEST = 128
"""The most characters in nbgrader's columns for names and addresses, on databases that enforce it."""
_IN_NO_FILE = str.maketrans("", "", "&<>\"`|':\\/’")


def named(course: Course, who: str) -> str | None:
    """Return the id of the student with this id, e-mail address or name; None if there is none.

    Raises:
        BadStudent: if there are several.
    """
    people = _people(course)
    if who in people:
        return who
    sought = comparable(who)
    students = sorted(
        student
        for student, person in people.items()
        if sought in map(comparable, filter(None, (student, *person.marks)))
    )
    return _only(students, who)


def known_as(course: Course, lesson: str, student: str) -> str:
    """Return an id in the course's spelling; the case does not matter, because macOS ignores it in file names.

    An unknown id is returned unchanged.

    Raises:
        BadStudent: if several ids differ only in their case.
    """
    ids = {*_people(course), *course.students("submitted", lesson)}
    if student in ids:
        return student
    return _only(sorted(id_ for id_ in ids if comparable(id_) == comparable(student)), student) or student


def comparable(text: str) -> str:
    """Return an id, address or name for comparison: in one case, and without characters that file names cannot have.

    Platforms remove these characters from the names of folders: O'Brien becomes OBrien.
    """
    return " ".join(normalize("NFC", text).casefold().translate(_IN_NO_FILE).split())


def member_in_open_cohort(cohorts: Cohorts, who: str) -> Member | None:
    """Return the member of an open cohort with this id, e-mail address or name; None if there is none.

    Raises:
        BadStudent: if there are several.
    """
    sought = comparable(who)
    members = {
        member.learner: member
        for cohort in cohorts.cohorts()
        if cohort.closed is None
        for member in cohorts.members(cohort.name)
        if sought in map(comparable, _marks(member))
    }
    learner = _only(sorted(members), who)
    return None if learner is None else members[learner]


def enter_member(course: Course, member: Member) -> str:
    """Write a member of a cohort into the gradebook, as collecting would, and return their id there.

    The caller holds the course's lock.
    """
    with course.gradebook() as gradebook:
        enter(gradebook, member.learner, member.name, member.email, member.family)
        gradebook.db.commit()
    return member.learner


def _marks(member: Member) -> Iterator[str]:
    name = StudentName.of(member.name, member.email, member.family)
    return filter(None, (member.learner, member.number, *name.marks))


def introduce(course: Course, cohorts: Cohorts) -> list[str]:
    """Copy names and e-mail addresses from the cohorts into the gradebook; return the ids of students that changed.

    A student who hands in by nbgrader's own button has only the name of an account, which may be the id or the e-mail
    address of a member of an open cohort. An account stays as it is if it could belong to several members, or has a
    name already.
    """
    before = _people(course)
    changed = {
        student: person
        for student, person in _as_cohorts_have_them(before, cohorts).items()
        if person != before[student]
    }
    if changed:
        with course.gradebook() as gradebook:
            for student, person in changed.items():
                _merge(gradebook, student, person)
            gradebook.db.commit()
    return sorted(changed)


def _as_cohorts_have_them(students: Mapping[str, StudentName], cohorts: Cohorts) -> dict[str, StudentName]:
    members: dict[str, Member] = {}
    accounts: dict[str, dict[str, Member]] = {}
    for cohort in cohorts.cohorts():
        for member in cohorts.members(cohort.name):
            members[member.learner] = member
            for mark in filter(None, {member.number, member.email} if cohort.closed is None else ()):
                accounts.setdefault(mark.casefold(), {})[member.learner] = member
    named_by_cohorts: dict[str, StudentName] = {}
    for student, person in students.items():
        by_account = {} if person.name else accounts.get(student.casefold(), {})
        candidates = {student: members[student]} if student in members else by_account
        people = {StudentName.of(member.name, member.email, member.family) for member in candidates.values()}
        if len(people) == 1:
            named_by_cohorts[student] = next(iter(people))
    return named_by_cohorts


def enter(gradebook: Gradebook, student: str, name: str, email: str | None, family: str | None = None) -> None:
    """Write a student's name and e-mail address into the gradebook, without a commit.

    Args:
        gradebook: the gradebook.
        student: the student's id.
        name: the name, with the given name first, or as `Last, First`.
        email: the e-mail address, if they have one.
        family: the family name, by which they are sorted; None: as it follows from the name.

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
    """Return students as commands print them: the name, and the id that commands accept."""
    by_id = names(course)
    return [f"{by_id[id_]} ({id_})" if by_id.get(id_) not in (None, "", id_) else id_ for id_ in students]


def names(course: Course) -> Mapping[str, str]:
    """Return the name of each student, by id; an unknown name is empty."""
    return {student: person.name for student, person in _people(course).items()}


def _only(ids: list[str], who: str) -> str | None:
    if len(ids) > 1:
        raise BadStudent(f"'{who[:60]}' could be several learners; type the id of one: {', '.join(ids)}")
    return ids[0] if ids else None


def _people(course: Course) -> dict[str, StudentName]:
    """Return each student's name in the gradebook, by id."""
    table = api.Student
    with course.gradebook() as gradebook:
        rows = gradebook.db.execute(select(table.id, table.first_name, table.last_name, table.email)).all()
    return {id_: StudentName(first or "", last or "", email or "") for id_, first, last, email in rows}
