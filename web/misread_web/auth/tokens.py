"""Signed tokens that say who somebody is, in the address of a personal link or in a cookie."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from datetime import UTC, datetime
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

LONGEST = 500
"""The most characters of a token; ours have about 110."""
LETTERS = re.compile(r"[A-Za-z0-9_.-]+")
"""The characters of a token. The decoder would also accept `+` and `/`, but each token must have only one form."""


class Purpose(StrEnum):
    """The purpose of a token; a token made for one purpose is not valid for another."""

    LINK = "misread: personal link"
    COOKIE = "misread: cookie"
    OWNER_COOKIE = "misread: cookie of somebody who has the course to themselves"
    HUB_COOKIE = "misread: cookie of somebody who came through the Hub"
    WAY_TO_HUB = "misread: cookie of somebody who is on their way to the Hub"
    PARTICIPANT = "misread: cookie of a participant of a workshop"
    JOINING = "misread: form of somebody who joins a workshop"


@dataclasses.dataclass(frozen=True)
class Token:
    """The content of a signed token.

    Attributes:
        learner: the member's id.
        link: the number of the member's link.
        until: the time until which the token is valid.
        sign_in: the id of the sign-in; None for a link.
    """

    learner: str
    link: int
    until: datetime
    sign_in: str | None = None


class BadToken(Exception):
    """The token was not signed by us for this purpose, or was changed."""


class ExpiredToken(Exception):
    """The token is ours but has expired."""


def signed(token: Token, secret: str, purpose: Purpose) -> str:
    """Return a signed token as text that is safe in an address. Its time is kept in whole seconds."""
    words = [token.learner, token.link, int(token.until.timestamp())]
    text = _signer(secret, purpose).dumps([*words, token.sign_in] if token.sign_in else words)
    return text if isinstance(text, str) else text.decode("ascii")


def unspoiled(text: str) -> str:
    """Return a token's text without any punctuation that follows it; return a text that is not a token unchanged."""
    letters = LETTERS.match(text)
    return letters[0].rstrip(".") or text if letters else text


def opened(text: str, secret: str, purpose: Purpose, now: datetime) -> Token:
    """Read a signed token.

    Raises:
        BadToken: if it was not signed with this secret for this purpose.
        ExpiredToken: if it expired before `now`.
    """
    if len(text) > LONGEST or not LETTERS.fullmatch(text):
        raise BadToken
    try:
        learner, link, until, *sign_in = _signer(secret, purpose).loads(text)
    except BadData as error:
        raise BadToken from error
    token = Token(learner, link, datetime.fromtimestamp(until, UTC), next(iter(sign_in), None))
    if token.until <= now:
        raise ExpiredToken
    return token


def _signer(secret: str, purpose: Purpose) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})
