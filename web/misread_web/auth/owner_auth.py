"""Sign-in of the owner, who has the course on their own machine, by the address that the server prints."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar
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
from misread_web.language import N_

TOKEN = "token"  # noqa: S105 - the name of an argument
"""The query argument of the printed address."""


def _nobody(_: str) -> None:
    """Do nothing with a new token."""


class OwnerAuth(Authenticator):
    """Lets in the browser that sends the token of the printed address, and keeps it signed in by a cookie.

    A token opens the course once and is then replaced. So a used token is worthless to anybody who sees it on a screen,
    in a list of processes or in a browser's history.
    """

    is_shared = False
    stranger: ClassVar[type[AccessError]] = NoToken
    comes_back = N_("the address that is shown where the course was started brings you back to it")
    notice = "Your answers are kept."

    def __init__(self, secret: str) -> None:
        """Make the first token; `secret` signs cookies."""
        self._secret = secret
        self.token = secrets.token_urlsafe(24)
        self.renewed: Callable[[str], None] = _nobody
        """Gets the new token after the previous one was used."""

    async def who(self, cookie: str) -> Person | None:
        """Return the owner if the cookie is theirs; None otherwise."""
        try:
            token = opened(cookie, self._secret, Purpose.OWNER_COOKIE, datetime.now(UTC))
        except (BadToken, ExpiredToken):
            return None
        return alone() if token.learner == ALONE else None

    def refused(self, request: HTTPServerRequest) -> AccessError | None:
        """Refuse requests that a proxy passes on, as they may come from anywhere."""
        return OnlyHere() if passed_on(request) else None

    def cookie(self) -> tuple[str, datetime]:
        """Return the value of the owner's cookie, and the time until which it is valid."""
        until = datetime.now(UTC) + LONGEST_VISIT
        return signed(Token(ALONE, 0, until), self._secret, Purpose.OWNER_COOKIE), until

    def arrival(self, handler: RequestHandler) -> str | None:
        """Let in a browser that sends the token, and return the same address without the token.

        A browser that is signed in already gets that address, too, so that no token stays in its address bar. A
        prefetch, a HEAD request or a request for another host does not use up the token.
        """
        token = handler.get_query_argument(TOKEN, None)
        if token is None or not _asks_here(handler) or _looks_ahead(handler.request):
            return None
        if hmac.compare_digest(token.encode(), self.token.encode()):
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
    """Return whether a request asks for a page, by a host name of this machine."""
    return handler.request.method == "GET" and isinstance(handler, JupyterHandler) and bool(handler.check_host())


def _looks_ahead(request: HTTPServerRequest) -> bool:
    """Return whether a browser prefetches a page before anybody asks for it."""
    return any("prefetch" in request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
