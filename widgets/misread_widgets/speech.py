"""Who speaks: a paragraph that is one person's, all through, is set beside that person. In doubt it is plain prose."""

from __future__ import annotations

import re

VERB = r"(?:says|asks|adds|answers|replies|writes|begins|nods|repeats|wonders|tells|calls|reads|goes on)"
MEMBER = r"[a-z][a-z0-9-]*"
_SPOKEN = re.compile(
    rf"\b{VERB} \{{({MEMBER})\}}"
    rf"|\{{({MEMBER})(?:\.[Tt]hey)?\}} {VERB}\b"
    rf"|\{{({MEMBER})(?:\.[Tt]hey)?\}} \{{\3:{VERB}\|[^}}]*\}}"
)
_SLOT = re.compile(rf"\{{({MEMBER})[^}}]*\}}")
_OTHER_VOICE = re.compile(rf"\b(?:[Yy]ou (?:say|ask|answer|reply|add|tell)|{VERB})\b")


def speaker_of(raw: str) -> str | None:
    """Return the cast member who says all that is said in a paragraph (slots still open), or nothing.

    The paragraph has to begin with speech, some of it has to be given to that person in so many words, and nobody
    else may be named or speak between the quotation marks.
    """
    told = raw.split('"')[::2]
    if len(told) % 2 == 0 or len(told) < 2 or told[0].strip():  # noqa: PLR2004 - what stands before and after speech
        return None
    between = " ".join(told)
    speakers = {id_ for found in _SPOKEN.finditer(between) for id_ in found.groups() if id_}
    if len(speakers) != 1 or set(_SLOT.findall(between)) != speakers:
        return None
    if _OTHER_VOICE.search(_SPOKEN.sub("", between)) or any(_yours(part) for part in told[1:-1]):
        return None
    (speaker,) = speakers
    return str(speaker)


def _yours(part: str) -> bool:
    """Tell whether the sentence before the next words said is about you, so that those may be your words."""
    return re.split(r"(?<=[.?!,])\s+", part.strip())[-1].startswith("You ")


def parts(text: str) -> list[tuple[bool, str]]:
    """Return a filled text in parts: whether each is said aloud, and the part with its quotation marks."""
    pieces = re.split(r'("[^"]*")', text)
    return [(piece.startswith('"'), piece) for piece in pieces if piece]
