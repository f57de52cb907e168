"""Who is let in: the members of open cohorts, by a personal link or by the cookie that it leaves."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from misread_records.cohorts import Cohorts
from misread_records.people import Member
from misread_web.people.entrance import Entrance
from misread_web.people.person import Person
from misread_web.people.refusals import BrokenLink, CourseOver, EndedLink, OldLink, TakenOut
from misread_web.people.tickets import BadTicket, OldTicket, Purpose, Ticket, opened, signed

LONGEST_VISIT = timedelta(days=30)
"""After which a browser has to come by the link again, if that still holds."""


NOBODY = (
    "Every cohort is closed, so nobody can sign in until one is open again. To read and change all that is kept, on "
    "this machine alone and without a sign-in: misread serve --without-sign-in"
)


@dataclasses.dataclass(frozen=True)
class Visit:
    """A member who comes in by a link or has come in by one, and until when that holds."""

    member: Member
    until: datetime


class Door(Entrance):
    """Tells members of open cohorts from everybody else. It asks the database each time, so that nothing is stale."""

    comes_back = "your personal link brings you back to it"
    notice = "People sign in with their personal links: misread cohort links NAME --address URL"

    def __init__(self, cohorts: Cohorts, secret: str, only: Iterable[str] = (), *, is_over: bool = False) -> None:
        """Take where members are kept and what signs; with `only`, no other cohorts are let in.

        `is_over` says whether there is no open cohort at the start, which whoever starts the server has to know.
        """
        self._cohorts, self._secret = cohorts, secret
        if is_over:
            self.notice = NOBODY
        self._only = frozenset(only)

    def link_for(self, member: Member, until: datetime) -> str:
        """Return the part of a member's personal link that tells who they are."""
        return signed(Ticket(member.learner, member.link, until), self._secret, Purpose.LINK)

    def by_link(self, text: str) -> Visit:
        """Return who comes by a link.

        Raises:
            BrokenLink, OldLink, EndedLink, TakenOut, CourseOver: where it does not open the course.
            JournalError: where the database cannot be reached.
        """
        now = datetime.now(UTC)
        try:
            ticket = opened(text, self._secret, Purpose.LINK, now)
        except BadTicket as error:
            raise BrokenLink from error
        except OldTicket as error:
            raise OldLink from error
        member = self._holder(ticket)
        if member is None or (member.removed is not None and member.cohort.closed is not None):
            raise EndedLink
        if member.removed is not None:
            raise TakenOut
        if member.cohort.closed is not None:
            raise CourseOver
        return Visit(member, min(ticket.until, now + LONGEST_VISIT))

    def cookie_for(self, visit: Visit) -> str:
        """Return the cookie that lets somebody come back without their link."""
        return signed(Ticket(visit.member.learner, visit.member.link, visit.until), self._secret, Purpose.COOKIE)

    async def who(self, cookie: str) -> Person | None:
        """Return who has a cookie; it is looked up beside the event loop, since a database may keep one waiting.

        Raises:
            JournalError: where the database cannot be reached.
        """
        member = await asyncio.to_thread(self.by_cookie, cookie)
        return Person.of(member) if member else None

    def by_cookie(self, text: str) -> Member | None:
        """Return who has a cookie; None where it is not ours, or no longer holds.

        Raises:
            JournalError: where the database cannot be reached.
        """
        try:
            ticket = opened(text, self._secret, Purpose.COOKIE, datetime.now(UTC))
        except (BadTicket, OldTicket):
            return None
        member = self._holder(ticket)
        if member is None or member.removed is not None or member.cohort.closed is not None:
            return None
        return member

    def _holder(self, ticket: Ticket) -> Member | None:
        """Return whose ticket it is, while it is their newest and their cohort is at this address."""
        member = self._cohorts.find(ticket.learner)
        if member is None or member.link != ticket.link:
            return None
        return member if not self._only or member.cohort.name in self._only else None
