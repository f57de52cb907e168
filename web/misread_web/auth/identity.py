"""Who makes a request, told by the cookie that their sign-in left."""

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
    """People come in by a `door`; if none is named, nobody does."""

    door = Instance(Authenticator, (), help="Who is let in.").tag(config=True)
    proxies = Instance(Proxies, (), help="The proxies that are believed.").tag(config=True)

    async def get_user(self, handler: RequestHandler) -> Person | None:
        """Return who makes the request; None if nobody is signed in. A request is asked about once.

        For a file that is `for_anybody` nobody is looked up: a page has several, and each would ask the database.

        Raises:
            RecordsAway: if that cannot be found out just now.
        """
        if getattr(handler, "for_anybody", False):
            return None
        known: tuple[Person | None] | None = getattr(handler, "_known", None)
        if known is None:
            known = (await self.ask(handler),)
            handler._known = known  # type: ignore[attr-defined]  # noqa: SLF001 - as Jupyter keeps the user in it
        return known[0]

    async def ask(self, handler: RequestHandler) -> Person | None:
        """Return who makes the request as the database has it this moment.

        Raises:
            RecordsAway: if that cannot be found out just now.
        """
        cookie = cookies.read(handler)
        if not cookie:
            return None
        try:
            return await self.door.who(cookie)
        except JournalError as error:
            raise RecordsAway from error

    async def hold(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return who has each of these cookies, of those that hold at this moment.

        Raises:
            RecordsAway: if that cannot be found out just now.
        """
        try:
            return await self.door.hold(cookies)
        except JournalError as error:
            raise RecordsAway from error

    async def unknown(self, handler: RequestHandler) -> AccessError:
        """Return what somebody is told who is not signed in, or not any more.

        Raises:
            RecordsAway: if that cannot be found out just now.
        """
        try:
            return await self.door.unknown(cookies.read(handler) or "")
        except JournalError as error:
            raise RecordsAway from error

    def refusal(self, person: Person | None) -> AccessError:
        """Return what somebody is told who may not have what they asked for; None is somebody unknown."""
        return self.door.stranger() if person is None else self.door.outsider()

    def way_in(self, handler: RequestHandler) -> str | None:
        """Return where somebody unknown signs in who asks for a page; None if the page tells them what to do."""
        return self.door.way_in(handler)

    def refused(self, request: HTTPServerRequest) -> AccessError | None:
        """Return why a request is refused, no matter who makes it; None if it is."""
        return self.door.refused(request)

    def arrival(self, handler: RequestHandler) -> str | None:
        """Return where somebody goes on who has just come in by the address itself; None if nobody has."""
        return self.door.arrival(handler)

    def form_token(self, handler: RequestHandler, key: str) -> bytes:
        """Return what a form from this browser, which keeps `key`, must bring from the person who is signed in."""
        person = handler.current_user
        words = f"{key}\0{person.username if isinstance(person, Person) else ''}".encode()
        return self.door.mark(words)

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return no routes: nobody signs in by a password."""
        return []

    @property
    def login_available(self) -> bool:
        """Tell that there is no page to type a password into."""
        return False


class Seats:
    """Finds the seat of a request: of the person who is signed in, or of the one person who has the course."""

    def __init__(self, journal: Journal) -> None:
        """Take the journal that all seats of this process share."""
        self._journal = journal

    def of(self, handler: JupyterHandler) -> Seat:
        """Return the seat of the learner who sent a request."""
        person: Person = handler.current_user
        return Seat(person.username, person.cohort, self._journal)
