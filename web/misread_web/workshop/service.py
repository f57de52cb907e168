"""The workshops of one server process: their states, their pages' connections and the routes to them."""

from __future__ import annotations

from typing import Any

from misread_records import Journal
from misread_web.live import OpenConnections
from misread_web.workshop import connections
from misread_web.workshop.conversation import NOBODY_COMES, Entrance, Role, WorkshopConversations
from misread_web.workshop.notices import Notices
from misread_web.workshop.workshops import Workshops


class WorkshopService:
    """Runs workshops in the server's own process."""

    def __init__(
        self,
        journal: Journal,
        open_connections: OpenConnections,
        *,
        notices: Notices | None = None,
        entrance: Entrance = NOBODY_COMES,
    ) -> None:
        """Start without workshops; they are worked out from the journal when somebody asks for them.

        Args:
            journal: keeps the workshops' events.
            open_connections: counts connections and messages.
            notices: tells other server processes of new events.
            entrance: how people come in.
        """
        self.workshops = Workshops(journal, notices)
        self._notices = notices
        roles: tuple[Role, ...] = ("host", "projector", "participant")
        self.conversations = {
            role: WorkshopConversations(self.workshops, role, open_connections, entrance) for role in roles
        }

    def routes(self, base_url: str) -> list[tuple[Any, ...]]:
        """Return the routes of the pages' connections."""
        return connections.routes(base_url, self.conversations)

    def close(self) -> None:
        """Let go of all workshops, end the threads and the connection to other processes."""
        self.workshops.close()
        if self._notices is not None:
            self._notices.close()
