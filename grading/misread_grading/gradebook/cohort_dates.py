"""Dates of a lesson that hold for one cohort: in the folder of the course, as the gradebook has one for everybody.

To the gradebook, a cohort's own date is an extension of each of its learners, which may be negative. So every part of
nbgrader comes to the same date.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from misread_grading.cohort_membership import BadEnrolments, enrolments
from misread_records import private_files
from misread_records.people import cohort_key

if TYPE_CHECKING:
    from misread_grading.course import Course

FILE = "cohort-dates.json"

_dates = TypeAdapter(dict[str, dict[str, datetime]])


def dates_of(course: Course, lesson: str) -> dict[str, datetime]:
    """Return the dates of a lesson in UTC, by the cohort's name in small letters; none where one holds for all.

    Raises:
        BadEnrolments: if the file was changed and cannot be read any more.
    """
    return _all(course).get(lesson, {})


def own_dates(course: Course, lesson: str) -> dict[str, datetime]:
    """Return the dates of those learners whose cohort has its own, as naive UTC, as nbgrader keeps dates."""
    dates = dates_of(course, lesson)
    if not dates:
        return {}
    enrolled = ((student, dates.get(cohort_key(one.cohort))) for student, one in enrolments(course).items())
    return {student: due.astimezone(UTC).replace(tzinfo=None) for student, due in enrolled if due is not None}


def set_date(course: Course, lesson: str, cohort: str, due: datetime | None) -> None:
    """Keep the date of a cohort; with None, that of everybody holds for it again."""
    found = _all(course)
    own = found.setdefault(lesson, {})
    own.pop(cohort_key(cohort), None)
    if due is not None:
        own[cohort_key(cohort)] = due.astimezone(UTC)
    whole = (course.folder / FILE).with_suffix(".new")
    private_files.write(whole, _dates.dump_json(found, indent=1))
    whole.replace(course.folder / FILE)


def _all(course: Course) -> dict[str, dict[str, datetime]]:
    path = course.folder / FILE
    try:
        return _dates.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise BadEnrolments(f"{path} holds no dates of cohorts any more; take it away, and say them again") from error
