"""The desk at which somebody reads: that of their own cohort."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from misread_grading.course import Course
from misread_grading.desk import Desk
from misread_records.markings import Markings

if TYPE_CHECKING:
    from misread_web.people.person import Person


class NoDesk(LookupError):
    """Nobody's texts are to be read here; the text says why, and what to do."""


class Desks:
    """Opens desks, and keeps what is given at them in the database of the course."""

    def __init__(self, database: str, folder: Path | None) -> None:
        """Take the database, and the folder in which the cohort is graded; without one there is nothing to read."""
        self._database, self._folder = database, folder
        self._markings: Markings | None = None

    def of(self, person: Person) -> Desk:
        """Return the desk of a reader.

        Raises:
            NoDesk: where the course is not graded here.
            NoCourse: where its folder is none of nbgrader's.
        """
        if self._folder is None:
            raise NoDesk("This course was started without a folder to grade in: misread serve --grading FOLDER")
        if self._markings is None:
            self._markings = Markings(self._database)
        return Desk(Course.at(self._folder), self._markings, person.cohort or "")

    def close(self) -> None:
        """Close what was opened."""
        if self._markings is not None:
            self._markings.close()
