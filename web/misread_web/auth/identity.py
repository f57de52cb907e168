"""Finds out who makes a request, by the cookie of their sign-in."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from jupyter_server.auth.identity import IdentityProvider
from jupyter_server.base.handlers import JupyterHandler
from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler
from traitlets import Instance

from misread_records import Journal, JournalError
from misread_records.seat import Seat
from misread_web.auth import cookies
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.errors import AccessError, RecordsAway
from misread_web.auth.person import Person
from misread_web.auth.proxies import Proxies


class CourseIdentity(IdentityProvider):
    """Identifies people with an authenticator, its `authenticator`; the default one lets nobody in."""

    authenticator = Instance(Authenticator, (), help="The authenticator.").tag(config=True)
    proxies = Instance(Proxies, (), help="The proxies whose headers are trusted.").tag(config=True)

    async def get_user(self, handler: RequestHandler) -> Person | None:
        """Return the person who makes the request; None if nobody is signed in. Each request is looked up once.

        For a handler that is `for_anybody`, nobody is looked up: a page has several files, and each would cost a query.

        Raises:
            RecordsAway: if the database or the Hub cannot be reached.
        """
        if getattr(handler, "for_anybody", False):
            return None
        cached: tuple[Person | None] | None = getattr(handler, "_cached_person", None)
        if cached is None:
            cached = (await self.look_up(handler),)
            handler._cached_person = cached  # type: ignore[attr-defined]  # noqa: SLF001 - as Jupyter keeps the user
        return cached[0]

    async def look_up(self, handler: RequestHandler) -> Person | None:
        """Look up the person who makes the request now, without the cache; None if nobody is signed in.

        Raises:
            RecordsAway: if the database or the Hub cannot be reached.
        """
        cookie = cookies.read(handler)
        if not cookie:
            return None
        try:
            return await self.authenticator.who(cookie)
        except JournalError as error:
            raise RecordsAway from error

    async def people_by_cookie(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return the people with these cookies, by cookie; leave out cookies that are not valid any more.

        Raises:
            RecordsAway: if the database or the Hub cannot be reached.
        """
        try:
            return await self.authenticator.people_by_cookie(cookies)
        except JournalError as error:
            raise RecordsAway from error

    async def unknown(self, handler: RequestHandler) -> AccessError:
        """Return the error for somebody who is not signed in.

        Raises:
            RecordsAway: if the database or the Hub cannot be reached.
        """
        try:
            return await self.authenticator.unknown(cookies.read(handler) or "")
        except JournalError as error:
            raise RecordsAway from error

    def refusal(self, person: Person | None) -> AccessError:
        """Return the error for a person who may not use a route; None is somebody who is not signed in."""
        return self.authenticator.stranger() if person is None else self.authenticator.outsider()

    def way_in(self, handler: RequestHandler) -> str | None:
        """Return the address of the sign-in for somebody unknown; None if an error page tells them what to do."""
        return self.authenticator.way_in(handler)

    def refused(self, request: HTTPServerRequest) -> AccessError | None:
        """Return why a request is refused, for everybody alike; None if it is not refused."""
        return self.authenticator.refused(request)

    def arrival(self, handler: RequestHandler) -> str | None:
        """Sign somebody in by the address of the request, and return where to go on; None if it signs nobody in."""
        return self.authenticator.arrival(handler)

    def form_token(self, handler: RequestHandler, key: str) -> bytes:
        """Return the token that a form must send back: it binds the browser's `key` and the person signed in."""
        person = handler.current_user
        words = f"{key}\0{person.username if isinstance(person, Person) else ''}".encode()
        return self.authenticator.mark(words)

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return no routes, as nobody signs in with a password."""
        return []

    @property
    def login_available(self) -> bool:
        """False: there is no password page."""
        return False


class Seats:
    """Makes the seat of the person who makes a request."""

    def __init__(self, journal: Journal) -> None:
        """Use one journal for all seats of this process."""
        self._journal = journal

    def of(self, handler: JupyterHandler) -> Seat:
        """Return the seat of the learner who sent a request."""
        person: Person = handler.current_user
        return Seat(person.username, person.cohort, self._journal)
