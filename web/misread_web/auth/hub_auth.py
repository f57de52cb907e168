"""Sign-in through a JupyterHub, for members of the groups that take part."""

from __future__ import annotations

import asyncio
import dataclasses
import re
import secrets
import time
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from tornado.web import RequestHandler

from misread_records.people import BadNewcomer, CohortClosed, Cohorts, Device, UnknownCohort
from misread_web.auth import cookies
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.errors import HubOutsider, HubStranger, SignInFailed
from misread_web.auth.hub_client import Hub, HubUser
from misread_web.auth.hub_groups import HubGroup, parts_of
from misread_web.auth.link_auth import LONGEST_VISIT
from misread_web.auth.person import Person
from misread_web.auth.signed_cookies import sealed, unsealed
from misread_web.auth.tokens import BadToken, Purpose
from misread_web.language import N_

LONGEST_WAY = timedelta(minutes=10)
"""The longest time that somebody may take to sign in at the Hub."""
LONGEST_GOAL = 500
HELD = 30.0
"""How many seconds an open page may rely on the Hub's last answer about its owner."""
LEAVING = "leaving"
"""The cookie of a browser in which somebody is signing out at this moment."""
_STATE = re.compile(r"[A-Za-z0-9_-]{22}")


class HubAuth(Authenticator):
    """Lets in users of the Hub, in the current roles of their groups, and enrols each at the first visit.

    The Hub's user name is their id; a roster may list them by it beforehand.
    """

    stranger = HubStranger
    outsider = HubOutsider
    comes_back = N_("signing in again brings you back to it")
    notice = "People sign in through the Hub."

    def __init__(self, hub: Hub, groups: Sequence[HubGroup], cohorts: Cohorts, secret: str) -> None:
        """Prepare the authenticator.

        Args:
            hub: the Hub, which knows people.
            groups: the groups that take part.
            cohorts: the members and their sign-ins.
            secret: signs cookies.
        """
        self.hub = hub
        self.cohorts: Cohorts = cohorts
        self._groups, self._secret = groups, secret
        self._held: dict[str, tuple[Person | None, float]] = {}

    async def who(self, cookie: str) -> Person | None:
        """Return the person with a cookie, without roles if none of their groups takes part; None if it is not valid.

        Raises:
            JournalError: if the database cannot be reached.
            HubAway: if the Hub cannot be reached.
        """
        token, sign_in = self._kept(cookie)
        user = await self.hub.user(token) if token else None
        return await asyncio.to_thread(self._signed_in, user, sign_in) if user else None

    async def people_by_cookie(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return the people with these cookies, by cookie; leave out cookies that are not valid any more.

        Each call asks the database for ended sign-ins, in one query; it asks the Hub only every `HELD` seconds.
        """
        sign_ins = {cookie: self._kept(cookie)[1] for cookie in cookies}
        ended = await asyncio.to_thread(self.cohorts.sign_ins.ended, sign_ins.values())
        now = time.monotonic()
        self._held = {cookie: held for cookie, held in self._held.items() if cookie in sign_ins and held[1] > now}
        stale = [cookie for cookie in cookies if sign_ins[cookie] not in ended and cookie not in self._held]
        looked_up = await super().people_by_cookie(stale)
        self._held |= {cookie: (looked_up.get(cookie), now + HELD) for cookie in stale}
        people = {cookie: held[0] for cookie, held in self._held.items() if sign_ins[cookie] not in ended}
        return {cookie: person for cookie, person in people.items() if person is not None}

    async def end(self, cookie: str) -> None:
        """End the sign-in of a cookie."""
        _token, sign_in = self._kept(cookie)
        if sign_in:
            await asyncio.to_thread(self.cohorts.sign_ins.end, sign_in)

    def _kept(self, cookie: str) -> tuple[str, str]:
        """Return the token and the sign-in's id in a cookie; two empty strings if it is not ours, or too old."""
        try:
            token, sign_in = unsealed(cookie, self._secret, Purpose.HUB_COOKIE, LONGEST_VISIT)
        except (BadToken, ValueError):
            return "", ""
        return token, sign_in

    def _signed_in(self, user: HubUser, sign_in: str) -> Person | None:
        kept = self.cohorts.sign_ins.find(sign_in)
        if kept is None or not kept.is_open:
            return None
        person = self._person(user)
        if kept.learner is None and person.cohort is not None:
            self.cohorts.sign_ins.belongs_to(sign_in, person.username)
        return dataclasses.replace(person, sign_in=sign_in)

    def _person(self, user: HubUser) -> Person:
        for cohort, roles in parts_of(user.groups, self._groups).items():
            try:
                member = self.cohorts.admit(cohort, user.name, roles[0])
            except (CohortClosed, UnknownCohort, BadNewcomer):
                continue
            if member.removed is None and member.cohort.closed is None:
                return Person(member.learner, member.name, cohort=member.cohort.name, roles=frozenset(roles))
        return Person(user.name)

    def way_in(self, handler: RequestHandler) -> str | None:
        """Return the address of the sign-in for somebody unknown who asks for a page; None if the page itself says so.

        Somebody who is signing out is not sent there, as the Hub may not know yet and would let them in again.
        """
        request = handler.request
        if request.method not in {"GET", "HEAD"} or "text/html" not in request.headers.get("Accept", ""):
            return None
        if cookies.read(handler, LEAVING):
            return None
        goal = {"to": request.uri} if request.uri and len(request.uri) <= LONGEST_GOAL else {}
        return f"{self.hub.service.prefix}sign-in?{urlencode(goal)}"

    def way_to_hub(self, goal: str) -> tuple[str, str, str]:
        """Return the Hub's sign-in address, the state with which people come back, and the value of their cookie."""
        state = secrets.token_urlsafe(16)
        verifier, challenge = self.hub.challenge()
        kept = sealed([state, verifier, self._ours(goal)], self._secret, Purpose.WAY_TO_HUB)
        return self.hub.way_in(state, challenge), state, kept

    async def way_back(
        self, state: str, kept: str, code: str, browser: str = "", device: str = ""
    ) -> tuple[str, str, datetime]:
        """Sign somebody in who comes back from the Hub.

        Args:
            state: the state in the address by which they come back.
            kept: the value of the cookie that `way_to_hub` made.
            code: the code that the Hub exchanges for a token.
            browser: the family of their browser.
            device: the mark by which their browser is recognized.

        Returns:
            The value of their cookie, the address to go on to, and the time until which they are signed in.

        Raises:
            SignInFailed: if the sign-in did not start in this browser, or the Hub does not confirm it.
            JournalError: if the database cannot be reached.
            HubAway: if the Hub cannot be reached.
        """
        try:
            began, verifier, goal = unsealed(kept, self._secret, Purpose.WAY_TO_HUB, LONGEST_WAY)
        except BadToken as error:
            raise SignInFailed from error
        if not secrets.compare_digest(began, state):
            raise SignInFailed
        token = await self.hub.token(code, verifier)
        user, until = await self.hub.user(token), datetime.now(UTC) + LONGEST_VISIT
        if user is None:
            raise SignInFailed
        person = await asyncio.to_thread(self._person, user)
        learner = person.username if person.cohort is not None else None
        marked = Device(browser, self.device(device, learner))
        begun = await asyncio.to_thread(self.cohorts.sign_ins.begin, learner, None, until, marked)
        return sealed([token, begun.id], self._secret, Purpose.HUB_COOKIE), goal, until

    def _ours(self, goal: str) -> str:
        """Return the goal if it is an address of this course, and the course home otherwise."""
        home = self.hub.service.prefix
        away = goal.startswith("//") or "\\" in goal or not goal.isprintable()
        return goal if goal.startswith(home) and not away else home


def is_state(text: str) -> bool:
    """Return whether a text has the form of a state of ours, so that it may be part of a cookie's name."""
    return _STATE.fullmatch(text) is not None
