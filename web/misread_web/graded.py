"""What a server offers whose cohort is graded: texts to mark, and feedback to read."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from filelock import Timeout
from sqlalchemy.exc import SQLAlchemyError

from misread_course.catalogue import lessons
from misread_grading.course import Course
from misread_grading.deadlines import due_dates
from misread_grading.desk import Desk
from misread_grading.feedback import page_of
from misread_grading.forgetting import forget
from misread_grading.history import BadRecord
from misread_records import JournalBusy, JournalMissing
from misread_records.cohorts import Cohorts
from misread_records.markings import Markings
from misread_web.feedback.routes import routes as feedback_routes
from misread_web.marking.routes import routes as marking_routes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from misread_web.people.person import Person
    from misread_web.sessions.files import Files


PATIENCE = 10.0
"""Seconds that somebody waits for a command that is at work on the grades."""
BRIEFLY = 1.0
"""Seconds that the home waits for the gradebook; without it, the home says no dates."""

log = logging.getLogger(__name__)


class Graded:
    """The folder in which the cohort is graded, and the database that keeps what readers give."""

    def __init__(self, folder: Path, database: str) -> None:
        """Open both.

        Raises:
            NoCourse: where the folder is no course of nbgrader's.
            JournalMissing: where the database is none that we can use.
        """
        self._course = Course.at(folder)
        self._markings = Markings(database)
        self._cohorts = Cohorts(database)

    def routes(self, base_url: str, files: Files) -> list[tuple[Any, ...]]:
        """Return the routes of marking and of feedback, below the course's own address."""
        return [
            *marking_routes(base_url, self._desk_of, files),
            *feedback_routes(base_url, self._course, files),
        ]

    def forget(self, student: str) -> None:
        """Delete all that was graded of somebody.

        Raises:
            JournalBusy: where a command is at work on the grades for longer than somebody can be kept waiting.
            JournalMissing: where the grades cannot be used.
        """
        try:
            forget(self._course, student, PATIENCE)
        except Timeout as error:
            raise JournalBusy(str(self._course.folder), PATIENCE) from error
        except (SQLAlchemyError, BadRecord, OSError) as error:
            raise JournalMissing(str(self._course.folder), type(error).__name__) from error

    def _desk_of(self, reader: Person) -> Desk:
        """Return the desk at which somebody reads: that of their own cohort, or of all where they are alone."""
        if reader.cohort is None:
            return Desk(self._course, self._markings, reader.username)
        return Desk(self._course, self._markings, reader.cohort, cohorts=self._cohorts)

    def returned(self, student: str) -> frozenset[str]:
        """Return the lessons whose feedback somebody can read."""
        return frozenset(lesson.name for lesson in lessons() if page_of(self._course, student, lesson.name))

    def due(self, student: str) -> Mapping[str, datetime]:
        """Return until when somebody may hand in each lesson that has a date; none where they cannot be read now."""
        try:
            return due_dates(self._course, student, BRIEFLY)
        except SQLAlchemyError as error:
            log.warning("the gradebook is away", extra={"code": type(error).__name__})
            return {}

    def close(self) -> None:
        """Close what was opened."""
        self._markings.shut()
        self._cohorts.shut()
