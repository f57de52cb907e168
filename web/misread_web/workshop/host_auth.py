"""Sign-in where a facilitator's own machine serves a workshop to the phones of a room."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jupyter_server.utils import url_path_join

from misread_web.auth import AccessError, NotSignedIn, OwnerAuth, host_of, peer_of
from misread_web.language import N_
from misread_web.workshop.addresses import own_names

if TYPE_CHECKING:
    from tornado.httputil import HTTPServerRequest
    from tornado.web import RequestHandler

NAMES_SECONDS = 2.0
"""How long the names of this machine are remembered; it may come into another network while it serves."""


class ForTheFacilitator(NotSignedIn):
    """Somebody else opens a page of the facilitator."""

    title = N_("This page is the facilitator’s")
    text = N_(
        "To take part in the workshop, join it with its code. If you lead it: where it was started, an address is "
        "shown that ends in a token. Open it here once, and this browser is let in from then on. Each token works once."
    )
    way = ("join", N_("Join the workshop"))


class OtherName(AccessError):
    """A request names this machine in a way that is not its own, as another site's page would through a browser."""

    title = N_("This address is not the workshop’s")
    text = N_(
        "Open the address that is shown on the wall, or ask the facilitator for it. If it should be this one, start "
        "the workshop with it: misread workshop --address URL"
    )


def _nobody(_: str) -> None:
    """Do nothing about the first other device."""


class HostAuth(OwnerAuth):
    """Lets the owner of the machine in by the printed address, and everybody else only to what anybody may use.

    Other machines can reach this server, so a request must name it by one of its own addresses or names. Otherwise a
    page of another site, opened in the facilitator's browser, could reach it by a name that leads here (DNS rebinding).
    """

    is_open_to_network = True
    stranger = ForTheFacilitator

    def __init__(self, secret: str, home: str | None = None, names: Callable[[], Collection[str]] = own_names) -> None:
        """Make the first token.

        Args:
            secret: signs cookies.
            home: the address of the course home that phones use; None if it is one of this machine's own addresses.
            names: returns the names and addresses of this machine.
        """
        super().__init__(secret)
        self.home = home
        self._also, self._names = frozenset({urlsplit(home).hostname or ""} if home else ()), names
        self._known: frozenset[str] = frozenset()
        self._read_at: float | None = None
        self._others: set[str] = set()
        self.reached: Callable[[str], None] = _nobody
        """Gets the address of the first other device that reaches this server."""

    def refused(self, request: HTTPServerRequest) -> AccessError | None:
        """Refuse what a proxy passes on, and requests that name another host than this machine."""
        if (refusal := super().refused(request)) is not None:
            return refusal
        if not self._is_own(host_of(request.host)):
            return OtherName()
        self._notice(request)
        return None

    def way_in(self, handler: RequestHandler) -> str | None:
        """Lead somebody who typed only the machine's address to the page where they join."""
        base: str = handler.settings["base_url"]
        return url_path_join(base, "join") if handler.request.path == base else None

    def _is_own(self, host: str) -> bool:
        if host in self._also or host in self._known:
            return True
        now = time.monotonic()
        if self._read_at is None or now - self._read_at > NAMES_SECONDS:
            self._known, self._read_at = frozenset(self._names()), now
        return host in self._known

    def _notice(self, request: HTTPServerRequest) -> None:
        """Tell of the first request that comes from another device: phones can reach this machine."""
        peer = peer_of(request)
        if self._others or not isinstance(peer, tuple):
            return
        address = str(peer[0]).partition("%")[0].removeprefix("::ffff:")
        if not self._is_own(address):
            self._others.add(address)
            self.reached(address)
