"""What the handlers of reports, decks, guides and own results share."""

from __future__ import annotations

import asyncio
import dataclasses
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.web import HTTPError

from misread_scenarios.language import spoken
from misread_web.auth import Person
from misread_web.documents import PDF, NoFont, pdf
from misread_web.site import PageHandler, Pages
from misread_web.workshop.joining import OwnWorkshops, Places
from misread_web.workshop.workshops import NoWorkshop

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tornado.web import RequestHandler

    from misread_records import Journal
    from misread_records.workshop import Workshop
    from misread_web.auth import Authenticator

FOLDER = Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Results:
    """What the handlers share.

    Attributes:
        get: returns the workshop with a join code, as `Workshops.get` does.
        pages: renders the pages.
        script: the file that turns the slides of a deck.
        participants: finds out as which participant somebody takes part.
    """

    get: Callable[[str], Awaitable[Workshop]]
    pages: Pages
    script: str
    participants: Participants


@dataclasses.dataclass(frozen=True)
class Participants:
    """Finds out as which participant somebody takes part: by their browser's cookie, or by their account.

    Attributes:
        by_cookie: returns the participant's id of a request in the workshop with a code; None if it has none.
        by_account: the same for a member.
        own_code: returns the code by which a participant takes part on another device.
    """

    by_cookie: Callable[[RequestHandler, str], str | None]
    by_account: Callable[[Person, str], Awaitable[str | None]]
    own_code: Callable[[str, str], str]

    async def of(self, handler: RequestHandler, code: str) -> str | None:
        """Return the id of the participant who makes a request; None if they do not take part."""
        found, person = self.by_cookie(handler, code), handler.current_user
        if found is None and isinstance(person, Person):
            return await self.by_account(person, code)
        return found


def participants_of(authenticator: Authenticator, journal: Journal) -> Participants:
    """Return who takes part in the workshops of a server."""
    places, own = Places(authenticator), OwnWorkshops(journal)
    return Participants(places.of, own.participant, places.own_code)


class ResultsHandler(PageHandler):
    """A page or file about a workshop."""

    def initialize(self, results: Results, form: str = "") -> None:
        """Take what the handlers share, and the ending of the file that this one sends."""
        self.results, self.pages, self.form = results, results.pages, form

    async def workshop(self, code: str) -> Workshop:
        """Return the workshop with a join code.

        Raises:
            HTTPError: 404 if there is none.
            JournalError: if it could not be read.
        """
        try:
            return await self.results.get(code.upper())
        except NoWorkshop as error:
            raise HTTPError(HTTPStatus.NOT_FOUND) from error

    async def send_pdf(self, name: str, title: str, file_name: str, **shown: Any) -> None:  # noqa: ANN401 - as `show`
        """Send a template as a PDF file, with the rules of its style sheet if there is one."""
        body = self.pages.render(f"{name}.html", **shown)
        sheet = FOLDER / "templates" / f"{name}.css"
        css = sheet.read_text("utf-8") if sheet.is_file() else ""
        try:
            file = await asyncio.to_thread(pdf, body, title=title, lang=spoken(), css=css)
        except NoFont as error:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self.show("no-font.html", characters=error.characters)
            return
        self.send_file(file, PDF, file_name)

    def send_file(self, file: bytes, media_type: str, name: str) -> None:
        """Send a file to be saved under a name."""
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(file)
