"""Who sits where: the learner behind a request, and the one journal that this server process writes to."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler

from misread_records import Journal
from misread_records.seat import Seat
from misread_web.auth.person import Person


class Seats:
    """Finds the seat of a request: of the person who is signed in, or of the one person who has the course."""

    def __init__(self, journal: Journal) -> None:
        """Take the journal that all seats of this process share."""
        self._journal = journal

    def of(self, handler: JupyterHandler) -> Seat:
        """Return the seat of the learner who sent a request."""
        person: Person = handler.current_user
        return Seat(person.username, person.cohort, self._journal)
