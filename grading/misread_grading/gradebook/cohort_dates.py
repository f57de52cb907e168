"""Due dates of a lesson for single cohorts. They are kept in the course's folder; the gradebook has one date for all.

In the gradebook, a cohort's own date is an extension for each of its learners, which may be negative. So every part of
nbgrader gets the same date.
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
    """Return the cohorts' own dates of a lesson in UTC, by `cohort_key`; empty if one date applies to all.

    Raises:
        BadEnrolments: if the file was changed by hand and cannot be read any more.
    """
    return _all(course).get(lesson, {})


def own_dates(course: Course, lesson: str) -> dict[str, datetime]:
    """Return the dates of learners whose cohort has its own date, as naive UTC like nbgrader's dates."""
    dates = dates_of(course, lesson)
    if not dates:
        return {}
    enrolled = ((student, dates.get(cohort_key(place.cohort))) for student, place in enrolments(course).items())
    return {student: due.astimezone(UTC).replace(tzinfo=None) for student, due in enrolled if due is not None}


def set_date(course: Course, lesson: str, cohort: str, due: datetime | None) -> None:
    """Store the date of a cohort; None: the date for everybody applies to it again."""
    dates_by_lesson = _all(course)
    own = dates_by_lesson.setdefault(lesson, {})
    own.pop(cohort_key(cohort), None)
    if due is not None:
        own[cohort_key(cohort)] = due.astimezone(UTC)
    whole = (course.folder / FILE).with_suffix(".new")
    private_files.write(whole, _dates.dump_json(dates_by_lesson, indent=1))
    whole.replace(course.folder / FILE)


def _all(course: Course) -> dict[str, dict[str, datetime]]:
    path = course.folder / FILE
    try:
        return _dates.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except ValidationError as error:
        raise BadEnrolments(f"{path} holds no dates of cohorts any more; delete it, and set the dates again") from error
