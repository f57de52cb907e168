"""The cohort and the staff id of each learner of a course, as the cohorts had them last.

They are kept in a file in the course's folder. The gradebook has neither, and nbgrader's own export, which reads the
file too, has no access to the cohorts' database.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from misread_grading.errors import GradingError
from misread_grading.students import names
from misread_records import private_files
from misread_records.people import cohort_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from misread_grading.course import Course
    from misread_records.people import Cohorts, Member

FILE = "people.json"


class BadEnrolments(GradingError):
    """The file of enrolments was changed by hand and cannot be read any more; the text names it."""


class NobodyInCohort(GradingError):
    """Nobody in this folder is in the cohort; the text lists the cohorts of those who are."""


@dataclasses.dataclass(frozen=True)
class Enrolled:
    """The cohort in which somebody is enrolled, and their staff id if the roster has one."""

    cohort: str = ""
    number: str | None = None


NOWHERE = Enrolled()
_file_format = TypeAdapter(dict[str, Enrolled])


def enrolments(course: Course) -> dict[str, Enrolled]:
    """Return the enrolment of each learner, by their id in the gradebook; learners in no cohort are left out.

    Raises:
        BadEnrolments: if the file was changed by hand and cannot be read any more.
    """
    path = course.folder / FILE
    try:
        return _file_format.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise BadEnrolments(f"{path} is not a valid list of people; delete it to make it again") from error


def enrol(course: Course, cohorts: Cohorts) -> None:
    """Write the enrolments of all learners in the gradebook, including JupyterLab accounts.

    An account belongs to the only member of an open cohort whose id or e-mail address equals it.
    """
    students = names(course)
    by_learner, accounts = {}, _Accounts()
    for member in _members(cohorts):
        by_learner[member.learner] = Enrolled(member.cohort.name, member.number)
        accounts.add(member)
    enrolled_by_student = {student: by_learner.get(student) or accounts.only_member(student) for student in students}
    members = {
        student: enrolment for student, enrolment in sorted(enrolled_by_student.items()) if enrolment is not None
    }
    _write(course.folder / FILE, members)


def unenrol(course: Course, student: str) -> None:
    """Remove a learner from the file."""
    enrolled = enrolments(course)
    if enrolled.pop(student, None) is not None:
        _write(course.folder / FILE, enrolled)


def in_cohort(course: Course, cohort: str) -> frozenset[str]:
    """Return the ids of the learners of a cohort; the case of its name does not matter.

    Raises:
        NobodyInCohort: if nobody in the folder is in a cohort of that name.
    """
    enrolled = enrolments(course)
    sought = cohort_key(cohort)
    students = frozenset(student for student, enrolment in enrolled.items() if cohort_key(enrolment.cohort) == sought)
    if not students:
        cohorts = ", ".join(sorted({enrolment.cohort for enrolment in enrolled.values()})) or "none"
        raise NobodyInCohort(f"nobody of a cohort '{cohort[:60]}' is graded in {course.folder}; there are: {cohorts}")
    return students


class _Accounts:
    """Members of open cohorts, by the ids and addresses that may be the names of their accounts."""

    def __init__(self) -> None:
        self._by_mark: dict[str, dict[str, Enrolled]] = {}

    def add(self, member: Member) -> None:
        if member.cohort.closed is None:
            for mark in filter(None, (member.number, member.email)):
                enrolment = Enrolled(member.cohort.name, member.number)
                self._by_mark.setdefault(mark.casefold(), {})[member.learner] = enrolment

    def only_member(self, account: str) -> Enrolled | None:
        """Return the enrolment of the only member to whom an account can belong; None if there is none, or several."""
        members = self._by_mark.get(account.casefold(), {})
        return next(iter(members.values())) if len(members) == 1 else None


def _members(cohorts: Cohorts) -> Iterator[Member]:
    for cohort in cohorts.cohorts():
        yield from cohorts.members(cohort.name)


def _write(path: Path, enrolled: dict[str, Enrolled]) -> None:
    content = json.dumps(
        {student: dataclasses.asdict(enrolment) for student, enrolment in enrolled.items()}, indent=1
    ).encode()
    if not path.exists() or path.read_bytes() != content:
        whole = path.with_suffix(".new")
        private_files.write(whole, content)
        whole.replace(path)
