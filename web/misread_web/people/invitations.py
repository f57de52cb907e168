"""The personal links of a cohort, to be printed or sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from misread_records.people import Member
from misread_web.people.door import Door

HEADINGS = ("name", "e-mail", "id", "role", "link", "valid until")


class BadAddress(Exception):
    """This is not where a course can be reached; the message says what one looks like."""


@dataclasses.dataclass(frozen=True)
class Invitation:
    """A member and the link that is theirs alone."""

    member: Member
    link: str
    until: datetime


def invitations(members: Iterable[Member], door: Door, home: str, until: datetime) -> tuple[Invitation, ...]:
    """Return everybody's link; `home` is the address of the course home."""
    return tuple(Invitation(member, f"{home}sign-in/{door.link_for(member, until)}", until) for member in members)


def rows_of(found: Iterable[Invitation]) -> list[tuple[str, ...]]:
    """Return everybody's link as a row of a table with these `HEADINGS`."""
    return [
        (who.name, who.email or "", who.number or "", str(who.role), one.link, f"{one.until:%Y-%m-%d}")
        for one in found
        for who in (one.member,)
    ]


def home_at(address: str) -> str:
    """Return where learners reach the course home, in the form that links begin with.

    Raises:
        BadAddress: where the address is no such place.
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadAddress(f"{address!r} is no address of a course; one looks like https://course.example.org/")
    return address.rstrip("/") + "/"
