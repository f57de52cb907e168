"""The pages of lessons, and what any other address answers."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Callable
from typing import Any, Final

from tornado.web import HTTPError, authenticated
from voila.handler import BaseVoilaHandler
from voila.tornado.handler import TornadoVoilaHandler

from misread_course import catalogue
from misread_records.seat import Seat
from misread_web.auth import PrefixLost, cookies
from misread_web.live import ShortWay, send_squeezed
from misread_web.site.csp import with_kernel

log = logging.getLogger(__name__)
NONCE = "nonce-of-this-page"
"""What stands in the template where each page gets a nonce of its own."""
DUE = "<!-- the date of this lesson -->"
"""What stands in the template where each learner is told until when they may hand in."""
DueOf = Callable[[Seat, str], str]
"""Returns the part of a lesson's page that tells somebody its date, as HTML; empty if there is none."""


class LessonPage(TornadoVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """A lesson, by its name: the page that was rendered at the start, or Voila's, with a kernel of its own."""

    def initialize(
        self,
        short: ShortWay,
        seat_of: Callable[[Any], Seat],
        due_of: DueOf,
        **given: Any,  # noqa: ANN401 - Voila's
    ) -> None:
        """Take the lessons that need no kernel, what tells from a request who is there, and until when they have."""
        self._short, self._seat_of, self._due_of = short, seat_of, due_of
        self._nonce = self._due = ""
        super().initialize(**given)

    @authenticated
    async def get(self, name: str) -> None:
        """Send the lesson, cell by cell as each is run.

        Raises:
            HTTPError: 404 if the course has no lesson of that name.
        """
        try:
            found = catalogue.page(name)
        except catalogue.UnknownLesson as error:
            raise HTTPError(404, log_message=str(error)) from error
        seat = self._seat_of(self)
        self._due = await asyncio.to_thread(self._due_of, seat, found.name)
        if found.name in self._short.pages:
            self.set_header("Cache-Control", "no-store")
            self.set_header("Content-Security-Policy", self._short.pages[found.name].policy)
            send_squeezed(self, await self._short.page(found.name, seat, self._due))
            return
        self._nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", with_kernel(self._nonce))
        self._let_end_its_kernel()
        await super().get(str(found.notebook.relative_to(catalogue.COURSE)))

    def _let_end_its_kernel(self) -> None:
        """Leave the page what its requests have to bring: JupyterLab's own script looks for it in this cookie."""
        token, secure = self.xsrf_token.decode(), cookies.came_by_https(self)
        self.set_cookie("_xsrf", token, path=self.base_url, samesite="Strict", secure=secure)

    @authenticated
    async def head(self, name: str) -> None:
        """Tell whether there is such a lesson, and open none.

        Raises:
            HTTPError: 404 if there is none.
        """
        try:
            catalogue.page(name)
        except catalogue.UnknownLesson as error:
            raise HTTPError(404, log_message=str(error)) from error
        self.set_header("Cache-Control", "no-store")
        self.finish()

    def compute_etag(self) -> None:
        """Send no mark of the content: no browser keeps a page."""

    def write(self, chunk: str | bytes | dict[str, Any]) -> None:
        """Send a part of the page, with its nonce and what is told of its date."""
        if self._nonce and isinstance(chunk, str):
            chunk = chunk.replace(NONCE, self._nonce).replace(DUE, self._due)
        super().write(chunk)


LED = "misread-led"
"""A cookie of a browser that was redirected from the top of the host to the home: a character for each time."""
LED_SECONDS = 5
_ALIKE: Final = {"httponly": True, "samesite": "Lax"}
IN_CIRCLES = 3
"""Only a browser that goes in circles is led so often; a person who clicks twice is not."""


class UnknownPage(BaseVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """What every other address answers."""

    async def prepare(self) -> None:
        """Lead to the page that is nearly named; else say that there is no such page, in the course's own words.

        Raises:
            HTTPError: 404 if nothing is led to.
            PrefixLost: if a proxy sends the home's own visitors to the top of the host.
        """
        await super().prepare()
        way = self._way() if self.request.method in {"GET", "HEAD"} else None
        if way is None:
            raise HTTPError(404)
        if self.request.path == "/":
            times = len(self.get_cookie(LED, ""))
            if times >= IN_CIRCLES:
                log.warning("a proxy takes the prefix off the addresses that it passes on; it has to leave it in")
                raise PrefixLost
            self.set_cookie(LED, "x" * (times + 1), max_age=LED_SECONDS, **_ALIKE, secure=cookies.came_by_https(self))
        self.redirect(way)

    def _way(self) -> str | None:
        """Return which page is meant by an address that is nearly one."""
        home, path = self.base_url, self.request.path
        if path in {"/", home.rstrip("/"), f"{home}lessons", f"{home}lessons/"}:
            return str(home)
        found = re.fullmatch(r"((?:lessons|feedback)/[a-z0-9-]+|marking)/", path.removeprefix(home))
        return f"{home}{found[1]}" if found else None
