"""Sign-in of the one person who has the course: by the address that the server prints."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from misread_records.seat import ALONE
from misread_web.auth import cookies
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.errors import AccessError, NoToken, OnlyHere
from misread_web.auth.link_auth import LONGEST_VISIT
from misread_web.auth.person import Person, alone
from misread_web.auth.proxies import passed_on
from misread_web.auth.tokens import BadToken, ExpiredToken, Purpose, Token, opened, signed

TOKEN = "token"  # noqa: S105 - the name of an argument
"""What the printed address carries."""


def _nobody(_: str) -> None:
    """Tell nobody that there is a new token."""


class OwnerAuth(Authenticator):
    """Lets in the browser that brings the token of the printed address, and keeps it in by a cookie.

    A token opens the course once, and then there is a new one: it is worth nothing to anybody who saw it on a screen,
    in a list of processes or in a browser's history.
    """

    is_shared = False
    stranger = NoToken
    comes_back = "the address that is shown where the course was started brings you back to it"
    notice = "Your answers are kept."

    def __init__(self, secret: str) -> None:
        """Take what signs cookies."""
        self._secret = secret
        self.token = secrets.token_urlsafe(24)
        self.renewed: Callable[[str], None] = _nobody
        """Is told the new token when the one before was used."""

    async def who(self, cookie: str) -> Person | None:
        """Return the one person who has the course, where the cookie is theirs."""
        try:
            ticket = opened(cookie, self._secret, Purpose.OWNER_COOKIE, datetime.now(UTC))
        except (BadToken, ExpiredToken):
            return None
        return alone() if ticket.learner == ALONE else None

    def refused(self, request: HTTPServerRequest) -> AccessError | None:
        """Refuse whatever a proxy passes on: nobody knows from where."""
        return OnlyHere() if passed_on(request) else None

    def cookie(self) -> tuple[str, datetime]:
        """Return what keeps a browser in, and until when."""
        until = datetime.now(UTC) + LONGEST_VISIT
        return signed(Token(ALONE, 0, until), self._secret, Purpose.OWNER_COOKIE), until

    def arrival(self, handler: RequestHandler) -> str | None:
        """Let a browser in that brings the token, and return the same address without it.

        A browser that is in already is led there, too, so that no token stays in its address bar. One that only looks
        ahead, or a program that asks for the head of a page, uses no token up, nor does a request for another host.
        """
        brought = handler.get_query_argument(TOKEN, None)
        if brought is None or not _asks_here(handler) or _looks_ahead(handler.request):
            return None
        if hmac.compare_digest(brought.encode(), self.token.encode()):
            value, until = self.cookie()
            cookies.write(handler, value, expires=until)
            self.token = secrets.token_urlsafe(24)
            self.renewed(self.token)
        elif handler.current_user is None:
            return None
        others = [
            (name, each)
            for name in handler.request.query_arguments
            if name != TOKEN
            for each in handler.get_query_arguments(name)
        ]
        return "/" + handler.request.path.lstrip("/\\") + (f"?{urlencode(others)}" if others else "")


def _asks_here(handler: RequestHandler) -> bool:
    """Tell whether somebody asks for a page by a name of this machine."""
    return handler.request.method == "GET" and isinstance(handler, JupyterHandler) and bool(handler.check_host())


def _looks_ahead(request: HTTPServerRequest) -> bool:
    """Tell a browser that loads a page before anybody asks for it."""
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
