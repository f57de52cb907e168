"""The pages on which people sign in through the Hub and sign out."""

from __future__ import annotations

from typing import Any

from tornado.web import HTTPError

from misread_records import JournalError
from misread_web.auth import cookies
from misread_web.auth.browsers import ensure_mark, family_of
from misread_web.auth.errors import RecordsAway, SignInFailed
from misread_web.auth.hub_auth import LEAVING, LONGEST_WAY, HubAuth, is_state
from misread_web.auth.pages import PeoplePage, SignOutPage
from misread_web.site import OWN_FILES_ONLY

LEAVING_SECONDS = 10
"""How many seconds the Hub may take to sign somebody out."""


class HubSignInPage(PeoplePage):
    """Sends somebody to the Hub."""

    def initialize(self, authenticator: HubAuth, **options: Any) -> None:  # noqa: ANN401 - passed on
        """Take the authenticator."""
        super().initialize(**options)
        self._authenticator = authenticator

    def get(self) -> None:
        """Store the address that somebody asked for in a cookie, and send them to the Hub."""
        address, state, kept = self._authenticator.way_to_hub(self.get_query_argument("to", ""))
        lasts = int(LONGEST_WAY.total_seconds())
        cookies.write(self, kept, state, max_age=lasts)
        self.redirect(address)


class HubReturnPage(PeoplePage):
    """The page to which the Hub sends somebody back."""

    def initialize(self, authenticator: HubAuth, **options: Any) -> None:  # noqa: ANN401 - passed on
        """Take the authenticator."""
        super().initialize(**options)
        self._authenticator = authenticator

    async def get(self) -> None:
        """Sign somebody in if the Hub confirms who they are; redirect a person who is signed in already.

        Raises:
            SignInFailed: if the Hub does not confirm it, or the sign-in did not start in this browser.
            RecordsAway: if the database or the Hub cannot be reached.
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
            cookie, goal, until = await self._authenticator.way_back(state, kept, code, browser, ensure_mark(self))
            if before:
                await self._authenticator.end(before)
        except JournalError as error:
            raise RecordsAway from error
        cookies.write(self, cookie, expires=until)
        self.redirect(goal)

    def head(self) -> None:
        """Refuse HEAD, as it would sign somebody in.

        Raises:
            HTTPError: 405, always.
        """
        raise HTTPError(405)


class HubSignOutPage(SignOutPage):
    """Signs somebody out of the course and the Hub; if the Hub still knew them, the next click would sign them in."""

    authenticator: HubAuth

    def leave(self) -> None:
        """Redirect to the page on which the Hub signs somebody out."""
        cookies.write(self, "1", LEAVING, max_age=LEAVING_SECONDS)
        self.redirect(self.authenticator.hub.way_out, status=303)

    def set_default_headers(self) -> None:
        """Let the form redirect to the Hub, if its origin differs."""
        super().set_default_headers()
        hub = f"form-action 'self' {self.settings['identity_provider'].authenticator.hub.origin}"
        self.set_header("Content-Security-Policy", OWN_FILES_ONLY.replace("form-action 'self'", hub.rstrip()))
