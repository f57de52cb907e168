"""Finds the speaker of a paragraph in which only one person speaks; in doubt there is none."""

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
    """Return the cast member who says everything in a paragraph, with slots not filled in; None if there is none.

    The paragraph must begin with speech, a phrase such as "says {sam}" must follow it, and outside the quotation marks
    nobody else may be named or speak.
    """
    narration = raw.split('"')[::2]
    if raw.count('"') % 2 or '"' not in raw or narration[0].strip() or not _SPOKEN.match(narration[1].strip()):
        return None
    between = " ".join(narration)
    speakers = {id_ for match in _SPOKEN.finditer(between) for id_ in match.groups() if id_}
    if len(speakers) != 1 or set(_SLOT.findall(between)) != speakers:
        return None
    if _OTHER_VOICE.search(_SPOKEN.sub("", between)) or any(map(_yours, narration[1:], narration[2:])):
        return None
    (speaker,) = speakers
    return str(speaker)


def _yours(before: str, after: str) -> bool:
    """Return whether "you" may be the speaker of the words between two narrations.

    That is so if the last sentence before them is about "you", and no speaker is named right after them.
    """
    last = re.split(r"(?<=[.?!,])\s+", before.strip())[-1]
    return last.startswith("You ") and not _SPOKEN.match(after.strip())


def parts(text: str) -> list[tuple[bool, str]]:
    """Split a text with names filled in: for each part, whether it is spoken, and its text with quotation marks."""
    pieces = re.split(r'("[^"]*")', text)
    return [(piece.startswith('"'), piece) for piece in pieces if piece]
