"""What a server offers whose cohort is graded: texts to mark, and feedback to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from misread_course.catalogue import lessons
from misread_grading.course import Course
from misread_grading.feedback import page_of
from misread_records.markings import Markings
from misread_web.feedback.routes import routes as feedback_routes
from misread_web.marking.routes import routes as marking_routes

if TYPE_CHECKING:
    from pathlib import Path

    from misread_web.sessions.files import Files


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

    def routes(self, base_url: str, files: Files) -> list[tuple[Any, ...]]:
        """Return the routes of marking and of feedback, below the course's own address."""
        return [
            *marking_routes(base_url, self._course, self._markings, files),
            *feedback_routes(base_url, self._course, files),
        ]

    def returned(self, student: str) -> frozenset[str]:
        """Return the lessons whose feedback somebody can read."""
        return frozenset(lesson.name for lesson in lessons() if page_of(self._course, student, lesson.name))

    def close(self) -> None:
        """Close what was opened."""
        self._markings.close()
