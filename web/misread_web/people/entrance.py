"""How people come into a course that they share: by personal links, or through a JupyterHub."""

from __future__ import annotations

import hashlib
import hmac
from typing import ClassVar

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from misread_web.people.person import Person
from misread_web.people.refusals import NotForThem, NotSignedIn, Refusal


class Entrance:
    """Tells from a cookie who somebody is, and what those are told who have none. This one lets nobody in."""

    is_shared: ClassVar[bool] = True
    """Whether other people come in, too, and so from other machines."""
    stranger: ClassVar[type[Refusal]] = NotSignedIn
    """What somebody unknown is told."""
    outsider: ClassVar[type[Refusal]] = NotForThem
    """What somebody is told who may not have what they asked for."""
    comes_back: ClassVar[str]
    """How somebody who signs out finds back, as the end of a sentence."""
    notice: str
    """What whoever starts the server is told of it."""

    _secret = ""

    def mark(self, words: bytes) -> bytes:
        """Return a mark of words for a form: nobody makes it who does not know the secret of those who sign in."""
        return hmac.new(self._secret.encode(), b"misread: form\0" + words, hashlib.sha256).digest()

    async def who(self, cookie: str) -> Person | None:  # noqa: ARG002 - for those who know somebody
        """Return who has a cookie; None where it is not ours, or no longer holds.

        Raises:
            JournalError: where the database cannot be reached.
            RecordsAway: where whoever knows people cannot be reached.
        """
        return None

    def refused(self, request: HTTPServerRequest) -> Refusal | None:  # noqa: ARG002 - for those who refuse some
        """Return why a request is not heard at all, whoever makes it; None where it is."""
        return None

    def arrival(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - for those who let in by an address
        """Let somebody in who just came by an address that lets in, and return where to go on; else None."""
        return None

    def way_in(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - for those who have one
        """Return where a page that somebody unknown asks for sends them; None where it tells them what to do."""
        return None
