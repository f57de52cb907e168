"""What a server offers whose cohort is graded: texts to mark, and feedback to read."""

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
from misread_grading.cohort_membership import BadRoll
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
"""Seconds that somebody waits for a command that is at work on the grades."""
OF = 6.0
"""Points, as an exercise gives, by which it is said what being late costs."""
SOON = timedelta(seconds=1)
BRIEFLY = 1.0
"""Seconds that the home waits for the gradebook; without it, the home says no dates."""

log = logging.getLogger(__name__)


class GradedCourse:
    """The folder in which the cohort is graded, and the database that keeps what readers give."""

    def __init__(self, folder: Path, database: str) -> None:
        """Open both.

        Raises:
            NoCourse: if the folder is no course of nbgrader's.
            BadPolicy: if what late work costs cannot be read from its configuration.
            JournalMissing: if the database cannot be used.
        """
        self._course = Course.at(folder)
        self._lateness = Lateness(self._course.config)
        self._markings = Markings(database)
        self._cohorts = Cohorts(database)

    def routes(self, base_url: str, files: HashedFiles) -> list[tuple[Any, ...]]:
        """Return the routes of marking and of feedback, below the course's own address."""
        return [
            *marking_routes(base_url, self._desk_of, files, self.zone),
            *feedback_routes(base_url, self._course, files),
        ]

    def forget(self, student: str) -> None:
        """Delete all that was graded of somebody.

        Raises:
            JournalBusy: if a command is at work on the grades for longer than somebody can be kept waiting.
            JournalMissing: if the grades cannot be used.
        """
        try:
            forget(self._course, student, PATIENCE)
        except Timeout as error:
            raise JournalBusy(str(self._course.folder), PATIENCE) from error
        except (SQLAlchemyError, BadRecord, BadRoll, OSError) as error:
            raise JournalMissing(str(self._course.folder), type(error).__name__) from error

    def _desk_of(self, reader: Person) -> MarkingQueue:
        """Return the desk at which somebody reads: that of their own cohort, or of all where they are alone."""
        if reader.cohort is None:
            return MarkingQueue(self._course, self._markings, reader.username)
        return MarkingQueue(self._course, self._markings, reader.cohort, cohorts=self._cohorts)

    def returned(self, student: str) -> frozenset[str]:
        """Return the lessons whose feedback somebody can read."""
        return frozenset(lesson.name for lesson in lessons() if page_of(self._course, student, lesson.name))

    def kept_of(self, student: str) -> dict[str, Any]:
        """Return what is kept of somebody's grades, as plain JSON, by lesson.

        What a release has not given back yet is counted, and not told: a release is a decision of its own.

        Raises:
            JournalMissing: if the grades cannot be read.
            JournalError: if the database cannot be reached.
        """
        markings, kept = self._markings.of_learner(student), {}
        for lesson in lessons():
            try:
                given = released(self._course, student, lesson.name)
            except BadRecord as error:
                raise JournalMissing(str(self._course.folder), type(error).__name__) from error
            theirs = [one for one in markings if one.lesson == lesson.name]
            back = [one for one in theirs if given and one.final and one.at <= given.at]
            if given or theirs or self._course.path("submitted", student, lesson.name).exists():
                kept[lesson.name] = {
                    "released": json.loads(to_json(given)) if given else None,
                    "read": [_of_reader(number, one) for number, one in _by_reader(back)],
                    "waits": len(theirs) - len(back),
                }
        return kept

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the course."""
        return self._course.zone

    def due(self, student: str, done: Mapping[str, Done], now: datetime) -> dict[str, Due]:
        """Return what to say of each lesson that has a date; nothing if the dates cannot be read now.

        Args:
            student: to whom.
            done: what they have done of each lesson, by its name.
            now: the moment at which it is read.
        """
        try:
            member = self._cohorts.find(student)
            dates = due_dates(self._course, student, BRIEFLY, member.cohort.name if member else None)
        except (SQLAlchemyError, BadRoll, JournalError) as error:
            log.warning("the gradebook is away", extra={"code": type(error).__name__})
            return {}
        return {
            name: due_of(found, self._cost(student, found.due, now), now, done.get(name, Done()))
            for name, found in dates.items()
        }

    def _cost(self, student: str, due: datetime, now: datetime) -> Cost:
        """Return what something costs that comes now, or as the first thing after the date while that is ahead."""
        late = days_between(due, max(now, due + SOON), self.zone)
        try:
            return Cost(self._lateness.penalty(student, OF, late * DAY.total_seconds()), OF)
        except Exception as error:  # noqa: BLE001 - the border: a policy is the course's own code
            log.warning("the late policy failed", extra={"code": type(error).__name__})
            return Cost(None, OF)

    def close(self) -> None:
        """Close what was opened."""
        self._markings.shut()
        self._cohorts.shut()


def _by_reader(markings: Iterable[Marking]) -> Iterator[tuple[int, Marking]]:
    """Yield markings with a number for each reader, whose name is theirs and not told."""
    numbers: dict[str, int] = {}
    for one in markings:
        yield numbers.setdefault(one.marker, len(numbers) + 1), one


def _of_reader(number: int, one: Marking) -> dict[str, object]:
    at = one.at.isoformat(timespec="seconds")
    return {"reader": number, "at": at, "item": one.item, "points": one.rows, "comment": one.comment}
