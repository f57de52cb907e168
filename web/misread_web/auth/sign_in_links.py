"""The personal links of a cohort, to be printed or sent."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

from misread_records.people import Member
from misread_web.auth.link_auth import LinkAuth

HEADINGS = ("name", "e-mail", "id", "role", "link", "valid until")


class BadAddress(Exception):
    """This is not where a course can be reached; the message says what one looks like."""


@dataclasses.dataclass(frozen=True)
class Invitation:
    """A member and the link that is theirs alone."""

    member: Member
    link: str
    until: datetime


def invitations(members: Iterable[Member], door: LinkAuth, home: str, until: datetime) -> tuple[Invitation, ...]:
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
        BadAddress: if the address is no such place, or a browser or a mail program would read it in another way.
    """
    if any(sign.isspace() or not sign.isprintable() or sign in '\\<>"' for sign in address):
        raise BadAddress(f"a blank, a line break or a sign that no address has stands in {address!r}; {_LOOKS_LIKE}")
    parts = _parts(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadAddress(f"{address!r} is not the address of a course; {_LOOKS_LIKE}")
    if "@" in parts.netloc:
        raise BadAddress(f"no user name and no password stand in the address of a course; {_LOOKS_LIKE}")
    return address.rstrip("/") + "/"


_LOOKS_LIKE = "one looks like https://course.example.org/"


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise BadAddress(f"the host or the port in {address!r} can be none; {_LOOKS_LIKE}") from error
    return parts


def is_open_to_all(home: str) -> bool:
    """Tell an address at which links and answers go over the network unencrypted."""
    parts = urlsplit(home)
    host = parts.hostname or ""
    try:
        here = ip_address(host).is_loopback
    except ValueError:
        here = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "http" and not here
