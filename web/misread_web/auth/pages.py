"""The pages on which people sign in by a link and sign out."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from voila.handler import BaseVoilaHandler

from misread_records import JournalError
from misread_records.people import Device
from misread_web.auth import cookies
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.browsers import ensure_mark, family_of
from misread_web.auth.errors import RecordsAway
from misread_web.auth.link_auth import LinkAuth, Visit
from misread_web.auth.tokens import unspoiled


class PeoplePage(BaseVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """A page that must not be cached, as its address lets people in."""

    def set_default_headers(self) -> None:
        """Keep the page out of caches and search engines."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Robots-Tag", "noindex")


class SignInPage(PeoplePage):
    """The page of a personal link. GET signs nobody in, because mail programs open links before their readers do."""

    def initialize(self, authenticator: LinkAuth, left: Callable[[JupyterHandler], None], **options: Any) -> None:  # noqa: ANN401
        """Take the authenticator, and a function to call when somebody is signed out."""
        super().initialize(**options)
        self._authenticator, self._left = authenticator, left

    async def get(self, link: str) -> None:
        """Ask whether somebody wants to sign in; redirect them to the home if they are signed in already.

        A mail or chat program may add a bracket, a comma or a full stop to a link; the page redirects to the real link.
        """
        if (whole := unspoiled(link)) != link:
            self.redirect(url_path_join(self.base_url, "sign-in", whole))
            return
        visit = await self._visit(link)
        if self.current_user is not None and self.current_user.username == visit.member.learner:
            self.redirect(self.base_url)
            return
        self.write(self.render_template("sign-in.html", visit=visit, person=self.current_user))

    async def post(self, link: str) -> None:
        """Sign a member in, and sign out anybody else in this browser, on all its open pages."""
        visit, before = await self._visit(link), cookies.read(self)
        device = Device(
            family_of(self.request.headers.get("User-Agent", "")),
            self._authenticator.device(ensure_mark(self), visit.member.learner),
        )
        try:
            cookie = await asyncio.to_thread(self._authenticator.cookie_for, visit, device)
            if before:
                await self._authenticator.end(before)
        except JournalError as error:
            raise RecordsAway from error
        cookies.write(self, cookie, expires=visit.until)
        self.redirect(self.base_url, status=303)
        if self.current_user is not None and self.current_user.username != visit.member.learner:
            self._left(self)  # after the new cookie is sent, as the other pages reload with it

    async def _visit(self, link: str) -> Visit:
        try:
            return await asyncio.to_thread(self._authenticator.by_link, link)
        except JournalError as error:
            raise RecordsAway from error


class SignOutPage(PeoplePage):
    """The page that signs somebody out, on all pages that this browser has open."""

    def initialize(self, authenticator: Authenticator, left: Callable[[JupyterHandler], None], **options: Any) -> None:  # noqa: ANN401
        """Take the authenticator, and a function to call when somebody is signed out."""
        super().initialize(**options)
        self.authenticator, self._left = authenticator, left

    def get(self) -> None:
        """Ask whether somebody wants to sign out; if nobody is signed in, say so."""
        page = "sign-out.html" if self.current_user else "signed-out.html"
        self.write(self.render_template(page, person=self.current_user, authenticator=self.authenticator))

    async def post(self) -> None:
        """End the sign-in, also for copies of its cookie.

        Raises:
            RecordsAway: if the database cannot be reached; otherwise a copy of the cookie would stay valid.
        """
        try:
            await self.authenticator.end(cookies.read(self) or "")
        except JournalError as error:
            raise RecordsAway from error
        cookies.drop(self)
        self.leave()
        self._left(self)  # after the response, as the other pages reload

    def leave(self) -> None:
        """Show that they are signed out."""
        self.write(self.render_template("signed-out.html", authenticator=self.authenticator))
