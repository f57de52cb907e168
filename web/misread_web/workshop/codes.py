"""The codes that people type to come into a workshop, made of letters that nobody mistakes for others."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

LETTERS = "DFGHJKMNPRTVWX"
"""The letters of codes. No O, Q, I, L, S, Z or B, which look like other letters or like figures; no C or U, which look
like G and V from the back row; no vowels and no Y, so that no code is a word."""
JOIN_LENGTH = 6
"""The letters of a join code: 7.5 million codes, for a few open workshops and a limit on wrong ones."""
OWN_LENGTH = 8
"""The letters of a participant's own code."""
_BETWEEN = re.compile(r"[\s.,;:_'\"/–—-]+")
_OTHERS = re.compile(f"[^{LETTERS}]")


def new_code() -> str:
    """Return a random join code."""
    return "".join(secrets.choice(LETTERS) for _ in range(JOIN_LENGTH))


def own_code(secret: str, code: str, participant: str) -> str:
    """Return a participant's own code, which brings their place in a workshop back on another device.

    It follows from the server's secret, the join code and the participant's id, so it is stored nowhere and nobody can
    work it out from the workshop's events.
    """
    mark = hmac.new(secret.encode(), f"misread: own code\0{code}\0{participant}".encode(), hashlib.sha256).digest()
    number, letters = int.from_bytes(mark, "big"), ""
    for _ in range(OWN_LENGTH):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters


def typed(text: str) -> str:
    """Return what somebody typed as a code is written: in capitals, without spaces, hyphens and the like."""
    return _BETWEEN.sub("", text).upper()


def foreign(code: str) -> tuple[str, ...]:
    """Return the characters of a typed code that no code has, each once, in their order."""
    return tuple(dict.fromkeys(_OTHERS.findall(code)))


def spaced(code: str) -> str:
    """Return a code in two halves, as it is easiest to read out and to type: ``KFR DGH``."""
    half = len(code) // 2
    return f"{code[:half]} {code[half:]}"
