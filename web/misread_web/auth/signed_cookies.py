"""Signs words for a cookie, for one purpose and a limited time, so that a browser cannot change them."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from itsdangerous import BadData, URLSafeTimedSerializer

from misread_web.auth.tokens import LONGEST, BadToken, Purpose


def sealed(words: list[str], secret: str, purpose: Purpose) -> str:
    """Return signed words and the current time as text that is safe in a cookie."""
    text = _serializer(secret, purpose).dumps(words)
    return text if isinstance(text, str) else text.decode("ascii")


def unsealed(text: str, secret: str, purpose: Purpose, lasts: timedelta) -> list[str]:
    """Read signed words.

    Raises:
        BadToken: if they were not signed with this secret for this purpose, or were signed longer ago than `lasts`.
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
