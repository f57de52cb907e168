"""The pages by which people come in and leave."""

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
from misread_web.auth.browsers import family_of, mark_of
from misread_web.auth.errors import RecordsAway
from misread_web.auth.link_auth import LinkAuth, Visit
from misread_web.auth.tokens import unspoiled


class PeoplePage(BaseVoilaHandler):  # type: ignore[misc]  # Voila has no types
    """A page that nobody keeps: a link is as good as a key."""

    def set_default_headers(self) -> None:
        """Keep the page out of caches and of what search engines list."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Robots-Tag", "noindex")


class SignInPage(PeoplePage):
    """A personal link. To look at it signs nobody in: mail programs look at links before their readers do."""

    def initialize(self, door: LinkAuth, left: Callable[[JupyterHandler], None], **given: Any) -> None:  # noqa: ANN401
        """Take who is let in, and what is told who leaves."""
        super().initialize(**given)
        self._door, self._left = door, left

    async def get(self, link: str) -> None:
        """Ask whether somebody wants to sign in; let them on where they are already.

        A mail or a chat may put a bracket, a comma or a full stop behind a link: it leads to the link without it.
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
        """Sign somebody in; the person who was there before them is out, with every page that this browser has open."""
        visit, before = await self._visit(link), cookies.read(self)
        device = Device(
            family_of(self.request.headers.get("User-Agent", "")),
            self._door.device(mark_of(self), visit.member.learner),
        )
        try:
            cookie = await asyncio.to_thread(self._door.cookie_for, visit, device)
            if before:
                await self._door.end(before)
        except JournalError as error:
            raise RecordsAway from error
        cookies.write(self, cookie, expires=visit.until)
        self.redirect(self.base_url, status=303)
        if self.current_user is not None and self.current_user.username != visit.member.learner:
            self._left(self)  # once their cookie is on its way: the pages load anew with it

    async def _visit(self, link: str) -> Visit:
        try:
            return await asyncio.to_thread(self._door.by_link, link)
        except JournalError as error:
            raise RecordsAway from error


class SignOutPage(PeoplePage):
    """Where somebody leaves, with every page that this browser has open."""

    def initialize(self, door: Authenticator, left: Callable[[JupyterHandler], None], **given: Any) -> None:  # noqa: ANN401
        """Take by which door they came in, and what is told who leaves."""
        super().initialize(**given)
        self.door, self._left = door, left

    def get(self) -> None:
        """Ask whether somebody wants to sign out, if they are in."""
        page = "sign-out.html" if self.current_user else "signed-out.html"
        self.write(self.render_template(page, person=self.current_user, door=self.door))

    async def post(self) -> None:
        """Sign somebody out, everywhere where this sign-in is known.

        Raises:
            RecordsAway: if it cannot be ended just now: anybody who had copied the cookie would stay in.
        """
        try:
            await self.door.end(cookies.read(self) or "")
        except JournalError as error:
            raise RecordsAway from error
        cookies.drop(self)
        self.leave()
        self._left(self)  # once that is on its way: their other pages load anew

    def leave(self) -> None:
        """Say that they are out."""
        self.write(self.render_template("signed-out.html", door=self.door))
