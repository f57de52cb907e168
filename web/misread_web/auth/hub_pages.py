"""The way to the Hub, the way back from it, and the way out."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from misread_records import JournalError
from misread_web.auth import cookies
from misread_web.auth.browsers import family_of, mark_of
from misread_web.auth.errors import RecordsAway, SignInFailed
from misread_web.auth.hub_auth import LEAVING, LONGEST_WAY, HubAuth, is_state
from misread_web.auth.pages import PeoplePage, SignOutPage
from misread_web.site import OWN_FILES_ONLY

LEAVING_SECONDS = 10
"""Within which the Hub has signed somebody out who leaves."""


class HubSignInPage(PeoplePage):
    """Sends somebody to the Hub."""

    def initialize(self, door: HubAuth, **given: Any) -> None:  # noqa: ANN401 - passed on
        """Take who is let in."""
        super().initialize(**given)
        self._door = door

    def get(self) -> None:
        """Note where somebody wants to go, and send them to the Hub."""
        address, state, kept = self._door.way_to_hub(self.get_query_argument("to", ""))
        lasts = int(LONGEST_WAY.total_seconds())
        cookies.write(self, kept, state, max_age=lasts)
        self.redirect(address)


class HubReturnPage(PeoplePage):
    """Where the Hub sends somebody back to."""

    def initialize(self, door: HubAuth, **given: Any) -> None:  # noqa: ANN401 - passed on
        """Take who is let in."""
        super().initialize(**given)
        self._door = door

    async def get(self) -> None:
        """Let somebody in whom the Hub confirms; a person who is in already goes on.

        Raises:
            SignInFailed: if it does not.
        """
        state = self.get_query_argument("state", "")
        kept = cookies.read(self, state) if is_state(state) else None
        if kept is None and self.current_user is not None:
            self.redirect(self.base_url)
            return
        if kept is None:
            raise SignInFailed
        cookies.drop(self, state)
        browser, before = family_of(self.request.headers.get("User-Agent", "")), cookies.read(self)
        code = self.get_query_argument("code", "")
        try:
            cookie, goal, until = await self._door.way_back(state, kept, code, browser, mark_of(self))
            if before:
                await self._door.end(before)
        except JournalError as error:
            raise RecordsAway from error
        cookies.write(self, cookie, expires=until)
        self.redirect(goal)

    def head(self) -> None:
        """Refuse a look at the address, which would sign somebody in.

        Raises:
            HTTPError: 405.
        """
        raise HTTPError(405)


class HubSignOutPage(SignOutPage):
    """Where somebody leaves the course and the Hub: if they left the course alone, the next click would let them in."""

    door: HubAuth

    def leave(self) -> None:
        """Go on to where the Hub signs somebody out."""
        cookies.write(self, "1", LEAVING, max_age=LEAVING_SECONDS)
        self.redirect(self.door.hub.way_out, status=303)

    def set_default_headers(self) -> None:
        """Let the form lead to the Hub, where that is at another address."""
        super().set_default_headers()
        hub = f"form-action 'self' {self.settings['identity_provider'].door.hub.origin}"
        self.set_header("Content-Security-Policy", OWN_FILES_ONLY.replace("form-action 'self'", hub.rstrip()))
