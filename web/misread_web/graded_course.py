"""Marking, feedback and due dates, for a server whose cohort is graded."""

from __future__ import annotations

import json
import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from filelock import Timeout
from pydantic_core import to_json
from sqlalchemy.exc import SQLAlchemyError

from misread_course.catalogue import lessons
from misread_grading.calendar import DAY, days_between
from misread_grading.cohort_membership import BadEnrolments
from misread_grading.course import Course
from misread_grading.erasure import forget
from misread_grading.gradebook import BadRecord, Lateness, due_dates
from misread_grading.marking import MarkingQueue
from misread_grading.reports import page_of, released
from misread_records import JournalBusy, JournalError, JournalMissing
from misread_records.marking import Marking
from misread_records.marking_store import Markings
from misread_records.people import Cohorts
from misread_web.feedback import routes as feedback_routes
from misread_web.home import Cost, Done, Due, due_of
from misread_web.marking import routes as marking_routes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from misread_web.auth import Person
    from misread_web.live import HashedFiles


PATIENCE = 10.0
"""How many seconds a request waits for a command that locks the grades."""
OF = 6.0
"""The points of an exercise, from which a page counts how many are lost by being late."""
SOON = timedelta(seconds=1)
BRIEFLY = 1.0
"""How many seconds the home waits for the gradebook; after that, it shows no dates."""

log = logging.getLogger(__name__)


class GradedCourse:
    """The folder in which the cohort is graded, and the database with the graders' marks."""

    def __init__(self, folder: Path, database: str) -> None:
        """Open the folder and the database.

        Raises:
            NoCourse: if the folder is not an nbgrader course.
            BadPolicy: if the late policy in its configuration cannot be read.
            JournalMissing: if the database cannot be used.
        """
        self._course = Course.at(folder)
        self._lateness = Lateness(self._course.config)
        self._markings = Markings(database)
        self._cohorts = Cohorts(database)

    def routes(self, base_url: str, files: HashedFiles) -> list[tuple[Any, ...]]:
        """Return the routes of marking and feedback."""
        return [
            *marking_routes(base_url, self._queue_of, files, self.zone),
            *feedback_routes(base_url, self._course, files),
        ]

    def forget(self, student: str) -> None:
        """Delete a learner's submissions and grades.

        Raises:
            JournalBusy: if a command locks the grades for longer than `PATIENCE`.
            JournalMissing: if the grades cannot be read or written.
        """
        try:
            forget(self._course, student, PATIENCE)
        except Timeout as error:
            raise JournalBusy(str(self._course.folder), PATIENCE) from error
        except (SQLAlchemyError, BadRecord, BadEnrolments, OSError) as error:
            raise JournalMissing(str(self._course.folder), type(error).__name__) from error

    def _queue_of(self, grader: Person) -> MarkingQueue:
        """Return a grader's marking queue: of their own cohort, or of all texts if they have the course alone."""
        if grader.cohort is None:
            return MarkingQueue(self._course, self._markings, grader.username)
        return MarkingQueue(self._course, self._markings, grader.cohort, cohorts=self._cohorts)

    def returned(self, student: str) -> frozenset[str]:
        """Return the names of the lessons whose feedback a learner can read."""
        return frozenset(lesson.name for lesson in lessons() if page_of(self._course, student, lesson.name))

    def kept_of(self, student: str) -> dict[str, Any]:
        """Return a learner's grades as plain JSON, by lesson.

        Marks that have not been released are only counted, because releasing them is the graders' decision.

        Raises:
            JournalMissing: if the grades cannot be read.
            JournalError: if the database cannot be reached.
        """
        all_markings, grades = self._markings.of_learner(student), {}
        for lesson in lessons():
            try:
                release = released(self._course, student, lesson.name)
            except BadRecord as error:
                raise JournalMissing(str(self._course.folder), type(error).__name__) from error
            markings = [marking for marking in all_markings if marking.lesson == lesson.name]
            visible = [marking for marking in markings if release and marking.final and marking.at <= release.at]
            if release or markings or self._course.path("submitted", student, lesson.name).exists():
                grades[lesson.name] = {
                    "released": json.loads(to_json(release)) if release else None,
                    "read": [_anonymous(number, marking) for number, marking in _by_grader(visible)],
                    "waits": len(markings) - len(visible),
                }
        return grades

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the course."""
        return self._course.zone

    def due(self, student: str, done: Mapping[str, Done], now: datetime) -> dict[str, Due]:
        """Return what a page says about the due date of each lesson that has one; empty if the gradebook is locked.

        Args:
            student: the learner's id.
            done: the learner's work on each lesson, by its name.
            now: the time at which the page is read.
        """
        try:
            member = self._cohorts.find(student)
            dates = due_dates(self._course, student, BRIEFLY, member.cohort.name if member else None)
        except (SQLAlchemyError, BadEnrolments, JournalError) as error:
            log.warning("the gradebook is away", extra={"code": type(error).__name__})
            return {}
        return {
            name: due_of(deadline, self._cost(student, deadline.due, now), now, done.get(name, Done()))
            for name, deadline in dates.items()
        }

    def _cost(self, student: str, due: datetime, now: datetime) -> Cost:
        """Return the cost of work that is handed in now or, before the date, right after it."""
        late = days_between(due, max(now, due + SOON), self.zone)
        try:
            return Cost(self._lateness.penalty(student, OF, late * DAY.total_seconds()), OF)
        except Exception as error:  # noqa: BLE001 - a policy is the course's own code, which may raise anything
            log.warning("the late policy failed", extra={"code": type(error).__name__})
            return Cost(None, OF)

    def close(self) -> None:
        """Close the databases."""
        self._markings.shut()
        self._cohorts.shut()


def _by_grader(markings: Iterable[Marking]) -> Iterator[tuple[int, Marking]]:
    """Yield markings with a number for each grader, in place of the grader's name."""
    numbers: dict[str, int] = {}
    for marking in markings:
        yield numbers.setdefault(marking.marker, len(numbers) + 1), marking


def _anonymous(number: int, marking: Marking) -> dict[str, object]:
    at = marking.at.isoformat(timespec="seconds")
    return {"reader": number, "at": at, "item": marking.item, "points": marking.rows, "comment": marking.comment}
