"""Makes the personal sign-in links of a cohort, to print or to send."""

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
    """The text is not the address of a course; the message says what one looks like."""


@dataclasses.dataclass(frozen=True)
class Invitation:
    """A member and their personal link."""

    member: Member
    link: str
    until: datetime


def invitations(
    members: Iterable[Member], authenticator: LinkAuth, home: str, until: datetime
) -> tuple[Invitation, ...]:
    """Return the link of each member; `home` is the address of the course home."""
    return tuple(
        Invitation(member, f"{home}sign-in/{authenticator.link_for(member, until)}", until) for member in members
    )


def rows_of(invitations: Iterable[Invitation]) -> list[tuple[str, ...]]:
    """Return each invitation as a row of a table with these `HEADINGS`."""
    return [
        (member.name, member.email or "", member.number or "", str(member.role), each.link, f"{each.until:%Y-%m-%d}")
        for each in invitations
        for member in (each.member,)
    ]


def home_at(address: str) -> str:
    """Return the address of the course home with one slash at its end, to put in front of links.

    Raises:
        BadAddress: if the address is not that of a course, or a browser or mail program would misread it.
    """
    if any(character.isspace() or not character.isprintable() or character in '\\<>"' for character in address):
        raise BadAddress(f"{address!r} contains a space, a line break or a forbidden character; {_LOOKS_LIKE}")
    parts = _parts(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadAddress(f"{address!r} is not the address of a course; {_LOOKS_LIKE}")
    if "@" in parts.netloc:
        raise BadAddress(f"the address of a course must not contain a user name or a password; {_LOOKS_LIKE}")
    return address.rstrip("/") + "/"


_LOOKS_LIKE = "one looks like https://course.example.org/"


def _parts(address: str) -> SplitResult:
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise BadAddress(f"the host or the port in {address!r} is not valid; {_LOOKS_LIKE}") from error
    return parts


def is_open_to_all(home: str) -> bool:
    """Return whether links and answers would go over the network unencrypted at this address."""
    parts = urlsplit(home)
    host = parts.hostname or ""
    try:
        is_local = ip_address(host).is_loopback
    except ValueError:
        is_local = host == "localhost" or host.endswith(".localhost")
    return parts.scheme == "http" and not is_local
