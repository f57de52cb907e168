"""Signed words that say who somebody is: in the address of a personal link, and in a cookie."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from datetime import UTC, datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

LONGEST = 500
"""Characters of a ticket; ours have about 110."""
LETTERS = re.compile(r"[A-Za-z0-9_.-]+")
"""The signs of a ticket. Two others would be read as two of these, and a ticket is written in one way only."""


class Purpose(StrEnum):
    """What a ticket is for; one made for the one is worth nothing as the other."""

    LINK = "misread: personal link"
    COOKIE = "misread: cookie"
    OWNER_COOKIE = "misread: cookie of somebody who has the course to themselves"
    HUB_COOKIE = "misread: cookie of somebody who came through the Hub"
    WAY_TO_HUB = "misread: cookie of somebody who is on their way to the Hub"


@dataclasses.dataclass(frozen=True)
class Token:
    """Who somebody is, which of their links they came by, until when that holds, and by which sign-in, if by any."""

    learner: str
    link: int
    until: datetime
    sign_in: str | None = None


class BadToken(Exception):
    """The words were not signed by us, or not for this, or changed on the way."""


class ExpiredToken(Exception):
    """The words are ours, and no longer hold."""


def signed(ticket: Token, secret: str, purpose: Purpose) -> str:
    """Write a ticket in letters that may stand in an address. Of a moment, whole seconds are kept."""
    words = [ticket.learner, ticket.link, int(ticket.until.timestamp())]
    text = _signer(secret, purpose).dumps([*words, ticket.sign_in] if ticket.sign_in else words)
    return text if isinstance(text, str) else text.decode("ascii")


def unspoiled(text: str) -> str:
    """Return a ticket without any punctuation that follows it. A text that is not a ticket is returned unchanged."""
    letters = LETTERS.match(text)
    return letters[0].rstrip(".") or text if letters else text


def opened(text: str, secret: str, purpose: Purpose, now: datetime) -> Token:
    """Read a ticket.

    Raises:
        BadTicket: if it was not signed with this secret for this purpose.
        OldTicket: if its time is over.
    """
    if len(text) > LONGEST or not LETTERS.fullmatch(text):
        raise BadToken
    try:
        learner, link, until, *sign_in = _signer(secret, purpose).loads(text)
    except BadData as error:
        raise BadToken from error
    ticket = Token(learner, link, datetime.fromtimestamp(until, UTC), next(iter(sign_in), None))
    if ticket.until <= now:
        raise ExpiredToken
    return ticket


def _signer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})
