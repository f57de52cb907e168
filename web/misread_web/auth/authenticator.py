"""How people come into a course that they share: by personal links, or through a JupyterHub."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Collection, Mapping
from typing import ClassVar

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from misread_records.people import Cohorts
from misread_web.auth.errors import AccessError, NotForThem, NotSignedIn
from misread_web.auth.person import Person


class Authenticator:
    """Tells from a cookie who somebody is, and what those are told who have none. This one lets nobody in."""

    is_shared: ClassVar[bool] = True
    """Whether other people come in, too, and so from other machines."""
    stranger: ClassVar[type[AccessError]] = NotSignedIn
    """What somebody unknown is told."""
    outsider: ClassVar[type[AccessError]] = NotForThem
    """What somebody is told who may not have what they asked for."""
    comes_back: ClassVar[str]
    """How somebody who signs out finds back, as the end of a sentence."""
    notice: str
    """What the person who starts the server is told of it."""

    cohorts: Cohorts | None = None
    """Where those who come in are members; None if nobody is."""
    _secret = ""

    def mark(self, words: bytes) -> bytes:
        """Return a mark of words for a form: nobody makes it who does not know the secret of those who sign in."""
        return hmac.new(self._secret.encode(), b"misread: form\0" + words, hashlib.sha256).digest()

    def device(self, mark: str, learner: str | None) -> str:
        """Return by which mark a person's sign-ins in one browser are known; of two people it is not the same."""
        return hmac.new(
            self._secret.encode(), f"misread: device\0{mark}\0{learner}".encode(), hashlib.sha256
        ).hexdigest()

    async def who(self, cookie: str) -> Person | None:  # noqa: ARG002 - for those who know somebody
        """Return who has a cookie; None if it is not ours, or no longer holds.

        Raises:
            JournalError: if the database cannot be reached.
            RecordsAway: if the place that knows people cannot be reached.
        """
        return None

    async def hold(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return who has each of these cookies, of those that hold; asked of pages that stay open, again and again.

        Raises:
            JournalError, RecordsAway: as for `who`.
        """
        people = await asyncio.gather(*map(self.who, cookies))
        return {cookie: person for cookie, person in zip(cookies, people, strict=True) if person is not None}

    async def unknown(self, cookie: str) -> AccessError:  # noqa: ARG002 - for those who know why
        """Return what somebody is told whom a cookie, which may be empty, does not let in.

        Raises:
            JournalError: if the database cannot be reached.
        """
        return self.stranger()

    async def end(self, cookie: str) -> None:
        """End a sign-in everywhere, also where its cookie was copied.

        Raises:
            JournalError: if the database cannot be reached.
        """

    def refused(self, request: HTTPServerRequest) -> AccessError | None:  # noqa: ARG002 - for those who refuse some
        """Return why a request is refused, no matter who makes it; None if it is."""
        return None

    def arrival(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - for those who let in by an address
        """Let somebody in who just came by an address that lets in, and return where to go on; else None."""
        return None

    def way_in(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - for those who have one
        """Return where a page that somebody unknown asks for sends them; None if it tells them what to do."""
        return None
