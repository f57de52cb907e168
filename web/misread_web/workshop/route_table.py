"""The routes of the pages of workshops."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from jupyter_server.utils import url_path_join

from misread_web.site import Pages
from misread_web.workshop.conversation import Entrance
from misread_web.workshop.joining import OwnWorkshops, Places, WrongCodes
from misread_web.workshop.lesson_modules import add_modules
from misread_web.workshop.live_pages import LivePages
from misread_web.workshop.pages import Front, HostPage, JoinPage, JoinWorkshopPage, ParticipantPage, ProjectorPage
from misread_web.workshop.results_handler import participants_of
from misread_web.workshop.results_pages import results_routes
from misread_web.workshop.service import WorkshopService
from misread_web.workshop.start_page import StartPage

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_records import Journal
    from misread_web.auth import Authenticator
    from misread_web.live import HashedFiles, OpenConnections
    from misread_web.workshop.homes import Homes
    from misread_web.workshop.notices import Notices

ROUTES = {
    "/join": JoinPage,
    "/JOIN": JoinPage,
    "/join/([^/]{1,80})": JoinWorkshopPage,
    "/JOIN/([^/]{1,80})": JoinWorkshopPage,
    "/workshop": StartPage,
    "/workshop/([A-Za-z]+)": ParticipantPage,
    "/workshop/([A-Za-z]+)/host": HostPage,
    "/workshop/([A-Za-z]+)/projector": ProjectorPage,
}
"""The handler of every path, relative to the course's. QR codes hold addresses in capitals."""


class WorkshopPages:
    """The workshops of one server, with their pages."""

    def __init__(
        self,
        journal: Journal,
        open_connections: OpenConnections,
        authenticator: Authenticator,
        homes: Homes,
        notices: Notices | None = None,
    ) -> None:
        """Start without workshops.

        Args:
            journal: keeps events.
            open_connections: counts connections and messages.
            authenticator: the authenticator of the course.
            homes: knows where people reach the course.
            notices: tells other server processes of new events.
        """
        self._journal, self._places, self._authenticator = journal, Places(authenticator), authenticator
        self._homes, self._base_url = homes, "/"
        entrance = Entrance(
            participant_of=self._places.of,
            own_code_of=self._places.own_code,
            result_of=lambda code, _participant: f"{self._base_url}workshop/{code}/me",
            invitation_of=self._homes.invitation,
            led_at=self._homes.see,
        )
        self.service = WorkshopService(journal, open_connections, notices=notices, entrance=entrance)

    def routes(self, base_url: str, files: HashedFiles, zone: ZoneInfo | None = None) -> list[tuple[Any, ...]]:
        """Return the routes of the pages and of their connections.

        Args:
            base_url: the start of every path of the course, with a slash at both ends.
            files: the files under `files/`.
            zone: the time zone of dates; `default_zone` if None.
        """
        self._base_url = base_url
        add_modules(files)
        pages = Pages(base_url, files, Path(__file__).parent, zone=zone)
        front = Front(
            self.service.workshops,
            self.service.conversations,
            self._places,
            OwnWorkshops(self._journal),
            WrongCodes(),
            pages,
            LivePages(base_url, files, pages),
            self._homes,
        )
        own = [(url_path_join(base_url, path), handler, {"front": front}) for path, handler in ROUTES.items()]
        who = participants_of(self._authenticator, self._journal)
        results = results_routes(base_url, self.service.workshops.get, files, who, zone)
        return [*own, *results, *self.service.routes(base_url)]

    def close(self) -> None:
        """Let go of all workshops."""
        self.service.close()
