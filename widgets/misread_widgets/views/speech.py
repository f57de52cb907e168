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

    The paragraph has to begin with speech, that speech has to be given to the person in so many words, and nobody else
    may be named or speak between the quotation marks.
    """
    told = raw.split('"')[::2]
    if raw.count('"') % 2 or '"' not in raw or told[0].strip() or not _SPOKEN.match(told[1].strip()):
        return None
    between = " ".join(told)
    speakers = {id_ for found in _SPOKEN.finditer(between) for id_ in found.groups() if id_}
    if len(speakers) != 1 or set(_SLOT.findall(between)) != speakers:
        return None
    if _OTHER_VOICE.search(_SPOKEN.sub("", between)) or any(map(_yours, told[1:], told[2:])):
        return None
    (speaker,) = speakers
    return str(speaker)


def _yours(before: str, after: str) -> bool:
    """Tell whether words may be yours: the sentence before them is about you, and nobody is named right after them."""
    last = re.split(r"(?<=[.?!,])\s+", before.strip())[-1]
    return last.startswith("You ") and not _SPOKEN.match(after.strip())


def parts(text: str) -> list[tuple[bool, str]]:
    """Return a filled text in parts: whether each is said aloud, and the part with its quotation marks."""
    pieces = re.split(r'("[^"]*")', text)
    return [(piece.startswith('"'), piece) for piece in pieces if piece]
