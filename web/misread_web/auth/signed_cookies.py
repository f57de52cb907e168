"""Words that a browser keeps for us in a cookie and cannot change: signed for one purpose, and for a time."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from misread_web.auth.tokens import LONGEST, BadToken, Purpose


def sealed(words: list[str], secret: str, purpose: Purpose) -> str:
    """Write words in letters that may stand in a cookie, with the moment at which that was done."""
    text = _serializer(secret, purpose).dumps(words)
    return text if isinstance(text, str) else text.decode("ascii")


def unsealed(text: str, secret: str, purpose: Purpose, lasts: timedelta) -> list[str]:
    """Read the words again.

    Raises:
        BadTicket: if they were not signed with this secret for this purpose, or longer ago than they last.
    """
    if len(text) > 4 * LONGEST:
        raise BadToken
    try:
        words: list[str] = _serializer(secret, purpose).loads(text, max_age=int(lasts.total_seconds()))
    except BadData as error:
        raise BadToken from error
    return words


def _serializer(secret: str, purpose: Purpose) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=purpose, signer_kwargs={"digest_method": hashlib.sha256})
