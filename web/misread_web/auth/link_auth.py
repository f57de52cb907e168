"""Sign-in by personal link, for members of open cohorts, and by the cookie that the sign-in sets."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime, timedelta

from misread_records.people import Cohorts, Device, Member
from misread_web.auth.authenticator import Authenticator
from misread_web.auth.errors import AccessError, BrokenLink, CourseOver, EndedLink, OldLink, TakenOut
from misread_web.auth.person import Person
from misread_web.auth.tokens import BadToken, ExpiredToken, Purpose, Token, opened, signed
from misread_web.language import N_

LONGEST_VISIT = timedelta(days=30)
"""How long a sign-in lasts at most. After that, a browser must open the link again, if the link is still valid."""


NOBODY = (
    "Every cohort is closed, so nobody can sign in: misread cohort reopen NAME. To read and change all that is kept, "
    "on this machine alone and without a sign-in: misread serve --without-sign-in"
)


@dataclasses.dataclass(frozen=True)
class Visit:
    """A member who signs in by a link, and the time until which the sign-in is valid."""

    member: Member
    until: datetime


class LinkAuth(Authenticator):
    """Lets in members of open cohorts. It asks the database each time, so that removals and endings apply at once."""

    comes_back = N_("your personal link brings you back to it")
    notice = "People sign in with their personal links: misread cohort links NAME --address URL"

    def __init__(self, cohorts: Cohorts, secret: str, only: Iterable[str] = (), *, is_over: bool = False) -> None:
        """Prepare the authenticator.

        Args:
            cohorts: the members and their sign-ins.
            secret: signs links and cookies.
            only: the names of the only cohorts to let in; if empty, all.
            is_over: whether no cohort is open at the start; then the notice to the operator says so.
        """
        self.cohorts: Cohorts = cohorts
        self._secret = secret
        if is_over:
            self.notice = NOBODY
        self._only = frozenset(only)

    def link_for(self, member: Member, until: datetime) -> str:
        """Return the signed part of a member's personal link."""
        return signed(Token(member.learner, member.link, until), self._secret, Purpose.LINK)

    def by_link(self, text: str) -> Visit:
        """Return the member of a link.

        Raises:
            BrokenLink, OldLink, EndedLink, TakenOut, CourseOver: if the link does not open the course.
            JournalError: if the database cannot be reached.
        """
        now = datetime.now(UTC)
        try:
            token = opened(text, self._secret, Purpose.LINK, now)
        except BadToken as error:
            raise BrokenLink from error
        except ExpiredToken as error:
            raise OldLink from error
        member = self._holder(token)
        if member is None or (member.removed is not None and member.cohort.closed is not None):
            raise EndedLink
        if member.removed is not None:
            raise TakenOut
        if member.cohort.closed is not None:
            raise CourseOver
        return Visit(member, min(token.until, now + LONGEST_VISIT))

    def cookie_for(self, visit: Visit, device: Device | None = None) -> str:
        """Sign a member in, and return the value of the cookie that keeps them signed in.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        who = visit.member
        kept = self.cohorts.sign_ins.begin(who.learner, who.link, visit.until, device or Device())
        return signed(Token(who.learner, who.link, visit.until, kept.id), self._secret, Purpose.COOKIE)

    async def who(self, cookie: str) -> Person | None:
        """Return the person with a cookie; None if it is not valid. The look-up runs in a thread, off the event loop.

        Raises:
            JournalError: if the database cannot be reached.
        """
        token = self._token(cookie)
        member = await asyncio.to_thread(self._member, token) if token else None
        return Person.of(member, token.sign_in) if token and member else None

    def by_cookie(self, text: str) -> Member | None:
        """Return the member with a cookie; None if it is not valid.

        Raises:
            JournalError: if the database cannot be reached.
        """
        token = self._token(text)
        return self._member(token) if token else None

    async def people_by_cookie(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return the people with these cookies, by cookie, with one query; leave out cookies that are not valid."""
        tokens = {cookie: token for cookie in cookies if (token := self._token(cookie))}
        sign_ins = {str(token.sign_in) for token in tokens.values()}
        signed_in = await asyncio.to_thread(self.cohorts.all_signed_in, sign_ins) if sign_ins else {}
        members = {cookie: self._let_in(signed_in.get(str(token.sign_in)), token) for cookie, token in tokens.items()}
        return {
            cookie: Person.of(member, tokens[cookie].sign_in)
            for cookie, member in members.items()
            if member is not None and member.removed is None and member.cohort.closed is None
        }

    async def unknown(self, cookie: str) -> AccessError:
        """Return the error for a cookie that is not valid; a former member learns why, anybody else does not."""
        token = self._token(cookie)
        member = await asyncio.to_thread(self._owner, token) if token else None
        if member is None or (member.removed is not None and member.cohort.closed is not None):
            return self.stranger()
        if member.removed is not None:
            return TakenOut()
        return CourseOver() if member.cohort.closed is not None else self.stranger()

    async def end(self, cookie: str) -> None:
        """End the sign-in of a cookie."""
        token = self._token(cookie)
        if token and token.sign_in:
            await asyncio.to_thread(self.cohorts.sign_ins.end, token.sign_in)

    def _token(self, cookie: str) -> Token | None:
        """Return the token in a cookie; None if it was not signed by us or has expired."""
        try:
            token = opened(cookie, self._secret, Purpose.COOKIE, datetime.now(UTC))
        except (BadToken, ExpiredToken):
            return None
        return token if token.sign_in else None

    def _member(self, token: Token) -> Member | None:
        member = self._owner(token)
        inside = member is not None and member.removed is None and member.cohort.closed is None
        return member if inside else None

    def _owner(self, token: Token) -> Member | None:
        """Return the member with a sign-in that has not ended, even if they or their cohort are out of the course."""
        return self._let_in(self.cohorts.signed_in(token.learner, token.sign_in or ""), token)

    def _holder(self, token: Token) -> Member | None:
        """Return the member with a link; None if they have a newer one, or this server does not serve their cohort."""
        return self._let_in(self.cohorts.find(token.learner), token)

    def _let_in(self, member: Member | None, token: Token) -> Member | None:
        if member is None or member.link != token.link:
            return None
        return member if not self._only or member.cohort.name in self._only else None
