"""The handlers of lessons' pages, and of addresses that no other handler answers."""

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
from misread_scenarios.language import speaking
from misread_web.auth import PrefixLost, cookies
from misread_web.live import LessonService, key_of, send_squeezed, write_squeezed
from misread_web.site.csp import with_kernel

log = logging.getLogger(__name__)
NONCE = "nonce-of-this-page"
"""The placeholder in the template for each page's own nonce."""
DUE = "<!-- the date of this lesson -->"
"""The placeholder in the template for the learner's due date."""
DueOf = Callable[[Seat, str], str]
"""Returns the part of a lesson's page that tells a learner its due date, as HTML; empty if there is none."""


class LessonPage(TornadoVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """The page of a lesson: the one that was rendered at the start, or Voila's, with a kernel of its own."""

    def initialize(
        self,
        service: LessonService,
        seat_of: Callable[[Any], Seat],
        due_of: DueOf,
        **options: Any,  # noqa: ANN401 - Voila's
    ) -> None:
        """Take the lessons that need no kernel, and the functions that return a request's seat and a due date."""
        self._service, self._seat_of, self._due_of = service, seat_of, due_of
        self._nonce = self._due = ""
        super().initialize(**options)

    @authenticated
    async def get(self, name: str) -> None:
        """Send the lesson; one that needs a kernel is sent cell by cell, as each is run.

        Raises:
            HTTPError: 404 if the course has no lesson of that name.
        """
        try:
            lesson = catalogue.page(name)
        except catalogue.UnknownLesson as error:
            raise HTTPError(404, log_message=str(error)) from error
        seat = self._seat_of(self)
        with speaking(lesson.lang):
            self._due = await asyncio.to_thread(self._due_of, seat, lesson.name)
        if (key := key_of(lesson)) in self._service.pages:
            self.set_header("Cache-Control", "no-store")
            self.set_header("Content-Security-Policy", self._service.pages[key].policy)
            write_squeezed(self, self._service.pages[key].start)
            self.flush()  # the browser reads the start, styles and script among it, while the lesson is opened
            send_squeezed(self, await self._service.end(key, seat, self._due))
            return
        self._nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", with_kernel(self._nonce))
        self._let_end_its_kernel()
        await super().get(str(lesson.notebook.relative_to(catalogue.COURSE)))

    def _let_end_its_kernel(self) -> None:
        """Set the XSRF cookie, in which JupyterLab's script looks for the token to shut down the kernel."""
        token, secure = self.xsrf_token.decode(), cookies.came_by_https(self)
        self.set_cookie("_xsrf", token, path=self.base_url, samesite="Strict", secure=secure)

    @authenticated
    async def head(self, name: str) -> None:
        """Answer whether there is such a lesson, without opening it.

        Raises:
            HTTPError: 404 if there is no lesson of that name.
        """
        try:
            catalogue.page(name)
        except catalogue.UnknownLesson as error:
            raise HTTPError(404, log_message=str(error)) from error
        self.set_header("Cache-Control", "no-store")
        self.finish()

    def compute_etag(self) -> None:
        """Send no ETag, as no browser caches the page."""

    def write(self, chunk: str | bytes | dict[str, Any]) -> None:
        """Send a part of the page, with its nonce and its due date filled in."""
        if self._nonce and isinstance(chunk, str):
            chunk = chunk.replace(NONCE, self._nonce).replace(DUE, self._due)
        super().write(chunk)


LED = "misread-led"
"""The cookie that counts how often a browser was redirected from `/` to the home: one character for each time."""
LED_SECONDS = 5
_ALIKE: Final = {"httponly": True, "samesite": "Lax"}
IN_CIRCLES = 3
"""How many redirects within `LED_SECONDS` count as a redirect loop; a person who clicks twice causes fewer."""


class UnknownPage(BaseVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """The handler of addresses that no other handler answers."""

    async def prepare(self) -> None:
        """Redirect an address that nearly names a page; answer "not found" to any other.

        Raises:
            HTTPError: 404 if the address does not nearly name a page.
            PrefixLost: if a proxy removes the prefix from paths, so that the redirect to the home loops.
        """
        await super().prepare()
        target = self._target() if self.request.method in {"GET", "HEAD"} else None
        if target is None:
            raise HTTPError(404)
        if self.request.path == "/":
            times = len(self.get_cookie(LED, ""))
            if times >= IN_CIRCLES:
                log.warning("a proxy removes the prefix from the paths of requests; it must pass on whole paths")
                raise PrefixLost
            self.set_cookie(LED, "x" * (times + 1), max_age=LED_SECONDS, **_ALIKE, secure=cookies.came_by_https(self))
        self.redirect(target)

    def _target(self) -> str | None:
        """Return the address of the page that the request nearly names; None if there is none."""
        home, path = self.base_url, self.request.path
        if path in {"/", home.rstrip("/"), f"{home}lessons", f"{home}lessons/"}:
            return str(home)
        match = re.fullmatch(r"((?:lessons|feedback)/[a-z0-9-]+|marking)/", path.removeprefix(home))
        return f"{home}{match[1]}" if match else None
