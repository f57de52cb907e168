"""In which cohort each learner of a course is, and by which staff id: kept in the folder, as the cohorts last had it.

A gradebook knows neither. nbgrader's own export reads the file, too, which has no way to the cohorts' database.
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
    """The file of people was changed, and cannot be read any more; the text names it."""


class NobodyInCohort(GradingError):
    """A cohort has nobody in this folder; the text says which have."""


@dataclasses.dataclass(frozen=True)
class Enrolled:
    """Where somebody is enrolled: the name of the cohort, and their staff id, if the roster has one."""

    cohort: str = ""
    number: str | None = None


NOWHERE = Enrolled()
_file_format = TypeAdapter(dict[str, Enrolled])


def enrolments(course: Course) -> dict[str, Enrolled]:
    """Return where each learner is enrolled, by their id in the gradebook; who is in no cohort is left out.

    Raises:
        BadEnrolments: if the file was changed and cannot be read any more.
    """
    path = course.folder / FILE
    try:
        return _file_format.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise BadEnrolments(f"{path} is no list of people any more; take it away, and it is made anew") from error


def enrol(course: Course, cohorts: Cohorts) -> None:
    """Write down where those whom the gradebook knows are enrolled, accounts of JupyterLab among them.

    An account belongs to the one member of an open cohort whose id or e-mail address it is.
    """
    students = names(course)
    found, accounts = {}, _Accounts()
    for member in _members(cohorts):
        found[member.learner] = Enrolled(member.cohort.name, member.number)
        accounts.add(member)
    own = {student: found.get(student) or accounts.one(student) for student in students}
    there = {student: one for student, one in sorted(own.items()) if one is not None}
    _write(course.folder / FILE, there)


def unenrol(course: Course, student: str) -> None:
    """Take a learner out of the file."""
    there = enrolments(course)
    if there.pop(student, None) is not None:
        _write(course.folder / FILE, there)


def in_cohort(course: Course, cohort: str) -> frozenset[str]:
    """Return the ids of the learners of a cohort, whose name may be written in any case.

    Raises:
        NobodyInCohort: if nobody in the folder is in a cohort of that name.
    """
    there = enrolments(course)
    sought = cohort_key(cohort)
    found = frozenset(student for student, one in there.items() if cohort_key(one.cohort) == sought)
    if not found:
        known = ", ".join(sorted({one.cohort for one in there.values()})) or "none"
        raise NobodyInCohort(f"nobody of a cohort '{cohort[:60]}' is graded in {course.folder}; there are: {known}")
    return found


class _Accounts:
    """Whom an account could belong to, by what it could be called."""

    def __init__(self) -> None:
        self._by_mark: dict[str, dict[str, Enrolled]] = {}

    def add(self, member: Member) -> None:
        if member.cohort.closed is None:
            for mark in filter(None, (member.number, member.email)):
                one = Enrolled(member.cohort.name, member.number)
                self._by_mark.setdefault(mark.casefold(), {})[member.learner] = one

    def one(self, account: str) -> Enrolled | None:
        """Return where the only one is enrolled to whom an account could belong; None with none or several."""
        found = self._by_mark.get(account.casefold(), {})
        return next(iter(found.values())) if len(found) == 1 else None


def _members(cohorts: Cohorts) -> Iterator[Member]:
    for cohort in cohorts.cohorts():
        yield from cohorts.members(cohort.name)


def _write(path: Path, there: dict[str, Enrolled]) -> None:
    content = json.dumps({student: dataclasses.asdict(one) for student, one in there.items()}, indent=1).encode()
    if not path.exists() or path.read_bytes() != content:
        whole = path.with_suffix(".new")
        private_files.write(whole, content)
        whole.replace(path)
