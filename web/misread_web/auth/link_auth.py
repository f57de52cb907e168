"""Who is let in: the members of open cohorts, by a personal link or by the cookie that it leaves."""

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

LONGEST_VISIT = timedelta(days=30)
"""After which a browser has to come by the link again, if that still holds."""


NOBODY = (
    "Every cohort is closed, so nobody can sign in: misread cohort reopen NAME. To read and change all that is kept, "
    "on this machine alone and without a sign-in: misread serve --without-sign-in"
)


@dataclasses.dataclass(frozen=True)
class Visit:
    """A member who comes in by a link or has come in by one, and until when that holds."""

    member: Member
    until: datetime


class LinkAuth(Authenticator):
    """Tells members of open cohorts from everybody else. It asks the database each time, so that nothing is stale."""

    comes_back = "your personal link brings you back to it"
    notice = "People sign in with their personal links: misread cohort links NAME --address URL"

    def __init__(self, cohorts: Cohorts, secret: str, only: Iterable[str] = (), *, is_over: bool = False) -> None:
        """Take where members are kept and what signs; with `only`, no other cohorts are let in.

        `is_over` says whether there is no open cohort at the start, which the person who starts the server has to know.
        """
        self.cohorts: Cohorts = cohorts
        self._secret = secret
        if is_over:
            self.notice = NOBODY
        self._only = frozenset(only)

    def link_for(self, member: Member, until: datetime) -> str:
        """Return the part of a member's personal link that tells who they are."""
        return signed(Token(member.learner, member.link, until), self._secret, Purpose.LINK)

    def by_link(self, text: str) -> Visit:
        """Return who comes by a link.

        Raises:
            BrokenLink, OldLink, EndedLink, TakenOut, CourseOver: if it does not open the course.
            JournalError: if the database cannot be reached.
        """
        now = datetime.now(UTC)
        try:
            ticket = opened(text, self._secret, Purpose.LINK, now)
        except BadToken as error:
            raise BrokenLink from error
        except ExpiredToken as error:
            raise OldLink from error
        member = self._holder(ticket)
        if member is None or (member.removed is not None and member.cohort.closed is not None):
            raise EndedLink
        if member.removed is not None:
            raise TakenOut
        if member.cohort.closed is not None:
            raise CourseOver
        return Visit(member, min(ticket.until, now + LONGEST_VISIT))

    def cookie_for(self, visit: Visit, device: Device | None = None) -> str:
        """Sign somebody in, and return the cookie that lets them come back without their link.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        who = visit.member
        kept = self.cohorts.sign_ins.begin(who.learner, who.link, visit.until, device or Device())
        return signed(Token(who.learner, who.link, visit.until, kept.id), self._secret, Purpose.COOKIE)

    async def who(self, cookie: str) -> Person | None:
        """Return who has a cookie; it is looked up beside the event loop, since a database may keep one waiting.

        Raises:
            JournalError: if the database cannot be reached.
        """
        ticket = self._ticket(cookie)
        member = await asyncio.to_thread(self._member, ticket) if ticket else None
        return Person.of(member, ticket.sign_in) if ticket and member else None

    def by_cookie(self, text: str) -> Member | None:
        """Return who has a cookie; None if it is not ours, or no longer holds.

        Raises:
            JournalError: if the database cannot be reached.
        """
        ticket = self._ticket(text)
        return self._member(ticket) if ticket else None

    async def hold(self, cookies: Collection[str]) -> Mapping[str, Person]:
        """Return who has each of these cookies, of those that hold; the database is asked once for all of them."""
        tickets = {cookie: ticket for cookie in cookies if (ticket := self._ticket(cookie))}
        asked = {str(ticket.sign_in) for ticket in tickets.values()}
        found = await asyncio.to_thread(self.cohorts.all_signed_in, asked) if asked else {}
        members = {cookie: self._let_in(found.get(str(ticket.sign_in)), ticket) for cookie, ticket in tickets.items()}
        return {
            cookie: Person.of(member, tickets[cookie].sign_in)
            for cookie, member in members.items()
            if member is not None and member.removed is None and member.cohort.closed is None
        }

    async def unknown(self, cookie: str) -> AccessError:
        """Return what somebody is told whom a cookie does not let in; of a course that they had it says what it can."""
        ticket = self._ticket(cookie)
        member = await asyncio.to_thread(self._owner, ticket) if ticket else None
        if member is None or (member.removed is not None and member.cohort.closed is not None):
            return self.stranger()
        if member.removed is not None:
            return TakenOut()
        return CourseOver() if member.cohort.closed is not None else self.stranger()

    async def end(self, cookie: str) -> None:
        """End the sign-in that a cookie is of."""
        ticket = self._ticket(cookie)
        if ticket and ticket.sign_in:
            await asyncio.to_thread(self.cohorts.sign_ins.end, ticket.sign_in)

    def _ticket(self, cookie: str) -> Token | None:
        """Return what a cookie says, where it is ours and its time is not over."""
        try:
            ticket = opened(cookie, self._secret, Purpose.COOKIE, datetime.now(UTC))
        except (BadToken, ExpiredToken):
            return None
        return ticket if ticket.sign_in else None

    def _member(self, ticket: Token) -> Member | None:
        member = self._owner(ticket)
        inside = member is not None and member.removed is None and member.cohort.closed is None
        return member if inside else None

    def _owner(self, ticket: Token) -> Member | None:
        """Return whose sign-in it is, while that has not ended, inside or not."""
        return self._let_in(self.cohorts.signed_in(ticket.learner, ticket.sign_in or ""), ticket)

    def _holder(self, ticket: Token) -> Member | None:
        """Return whose link it is, while it is their newest and their cohort is at this address."""
        return self._let_in(self.cohorts.find(ticket.learner), ticket)

    def _let_in(self, member: Member | None, ticket: Token) -> Member | None:
        if member is None or member.link != ticket.link:
            return None
        return member if not self._only or member.cohort.name in self._only else None
