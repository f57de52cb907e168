"""The address of the course for the people in a room: what they type, and what the QR code leads to."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from misread_web.auth import cookies, host_of, is_loopback
from misread_web.workshop.addresses import joining_home
from misread_web.workshop.host_auth import HostAuth
from misread_web.workshop.views import NOBODY_INVITED, Invitation

if TYPE_CHECKING:
    from tornado.web import RequestHandler

    from misread_web.auth import Authenticator

HELD_SECONDS = 5.0
"""How long an address of this machine is used before its network is looked at again."""


class Homes:
    """Where people reach the course.

    On a facilitator's machine it is this machine's address in its network. A course that is shared has the address by
    which its facilitators' pages come; each workshop has that of its own.
    """

    def __init__(self, authenticator: Authenticator, port: Callable[[], int], *, in_network: bool) -> None:
        """Start without addresses.

        Args:
            authenticator: the authenticator of the course.
            port: returns the port on which the server listens.
            in_network: whether other machines can reach the server directly.
        """
        self._is_own = isinstance(authenticator, HostAuth)
        self._given = authenticator.home if isinstance(authenticator, HostAuth) else None
        self._port, self._in_network = port, in_network
        self._seen: dict[str, str] = {}
        self._here: tuple[float, str | None] | None = None
        self._made: dict[str, tuple[str, Invitation]] = {}

    def see(self, handler: RequestHandler, code: str) -> None:
        """Take note of the address by which a facilitator's page of a workshop comes."""
        if self._is_own or is_loopback(host_of(handler.request.host)):
            return
        scheme = "https" if cookies.came_by_https(handler) else "http"
        self._seen[code] = f"{scheme}://{handler.request.host}{handler.settings['base_url']}"

    def home(self, code: str = "") -> str | None:
        """Return the address of the course home for the people of a workshop; None if they cannot reach it."""
        return self._given or self._seen.get(code) or (self._of_this_machine() if self._in_network else None)

    def invitation(self, code: str) -> Invitation:
        """Return how people come into a workshop."""
        home = self.home(code)
        if home is None:
            return NOBODY_INVITED
        made = self._made.get(code)
        if made is None or made[0] != home:
            address = f"{home}join".partition("://")[2]
            made = self._made[code] = (home, Invitation(address, f"{home}join/{code}"))
        return made[1]

    def _of_this_machine(self) -> str | None:
        now = time.monotonic()
        if self._here is None or now - self._here[0] > HELD_SECONDS:
            self._here = now, joining_home(self._port())
        return self._here[1]
