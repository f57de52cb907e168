"""The base class of the ways to sign in: by personal link, through a JupyterHub, or as the owner of the machine."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import ClassVar

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from misread_records.people import Cohorts
from misread_web.auth.errors import AccessError, NotForThem, NotSignedIn
from misread_web.auth.person import Person
from misread_web.auth.signed_cookies import sealed, unsealed
from misread_web.auth.tokens import Purpose


class Authenticator:
    """Finds out who somebody is by their cookie, and chooses the error for everybody else. This one lets nobody in."""

    is_shared: ClassVar[bool] = True
    """Whether several people use the course, from other machines."""
    is_open_to_network: ClassVar[bool] = False
    """Whether other machines may reach a course that is not shared."""
    stranger: ClassVar[type[AccessError]] = NotSignedIn
    """The error for somebody who is not signed in."""
    outsider: ClassVar[type[AccessError]] = NotForThem
    """The error for somebody who is signed in but may not use a route."""
    comes_back: ClassVar[str]
    """How somebody who signs out can sign in again, as the end of a sentence."""
    notice: str
    """The sentence about sign-in that the operator sees when the server starts."""

    cohorts: Cohorts | None = None
    """The cohorts whose members can sign in; None if there are none."""
    _secret = ""

    def mark(self, words: bytes) -> bytes:
        """Return the keyed hash (HMAC) of a form's words; only somebody who knows the secret can make it."""
        return hmac.new(self._secret.encode(), b"misread: form\0" + words, hashlib.sha256).digest()

    def device(self, mark: str, learner: str | None) -> str:
        """Return the id of a person's browser, from the browser's mark; it differs for each person."""
        return hmac.new(
            self._secret.encode(), f"misread: device\0{mark}\0{learner}".encode(), hashlib.sha256
        ).hexdigest()

    @property
    def key_of_places(self) -> str:
        """The key from which the own codes of a workshop's participants follow; it tells nothing of the secret."""
        return hmac.new(self._secret.encode(), b"misread: places", hashlib.sha256).hexdigest()

    def sealed(self, words: list[str], purpose: Purpose) -> str:
        """Return words signed for a purpose, with the time, as text that is safe in a cookie."""
        return sealed(words, self._secret, purpose)

    def unsealed(self, text: str, purpose: Purpose, lasts: timedelta) -> list[str]:
        """Read words that `sealed` has signed.

        Raises:
            BadToken: if they were not signed here for this purpose, or longer ago than `lasts`.
        """
        return unsealed(text, self._secret, purpose, lasts)

    async def who(self, cookie: str) -> Person | None:  # noqa: ARG002 - subclasses use it
        """Return the person with a cookie; None if it is not ours or no longer valid.

        Raises:
            JournalError: if the database cannot be reached.
            RecordsAway: if the Hub cannot be reached.
        """
        return None

    async def people_by_cookie(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return the people with these cookies, by cookie; leave out cookies that are not valid any more.

        It is called every few seconds for all pages that stay open.

        Raises:
            JournalError, RecordsAway: as for `who`.
        """
        people = await asyncio.gather(*map(self.who, cookies))
        return {cookie: person for cookie, person in zip(cookies, people, strict=True) if person is not None}

    async def unknown(self, cookie: str) -> AccessError:  # noqa: ARG002 - subclasses use it
        """Return the error for somebody with a cookie, possibly empty, that is not valid.

        Raises:
            JournalError: if the database cannot be reached.
        """
        return self.stranger()

    async def end(self, cookie: str) -> None:
        """End the sign-in of a cookie, also for copies of the cookie.

        Raises:
            JournalError: if the database cannot be reached.
        """

    def refused(self, request: HTTPServerRequest) -> AccessError | None:  # noqa: ARG002 - subclasses use it
        """Return why a request is refused, for everybody alike; None if it is not refused."""
        return None

    def arrival(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - subclasses use it
        """Sign somebody in by the address of the request, and return where to go on; None if it signs nobody in."""
        return None

    def way_in(self, handler: RequestHandler) -> str | None:  # noqa: ARG002 - subclasses use it
        """Return the address of the sign-in for somebody unknown; None if an error page tells them what to do."""
        return None
