"""Who sits where: the learner behind a request, and the one journal that this server process writes to."""

from __future__ import annotations

from jupyter_server.base.handlers import JupyterHandler

from misread_records import Journal
from misread_widgets.seat import ALONE, Seat


class Seats:
    """Finds the seat of a request. On one's own machine, whoever comes is the one learner."""

    def __init__(self, journal: Journal) -> None:
        """Take the journal that all seats of this process share."""
        self._journal = journal

    def of(self, handler: JupyterHandler) -> Seat:  # noqa: ARG002 - one learner, whatever the request
        """Return the seat of the learner who sent a request."""
        return Seat(ALONE, None, self._journal)
