"""Finds the speaker of a paragraph in which only one person speaks; in doubt there is none."""

from __future__ import annotations

import re

VERB = (
    r"(?:says|asks|adds|answers|replies|writes|begins|nods|repeats|wonders|tells|calls|reads|goes on"
    r"|sagt|fragt|ergänzt|antwortet|erwidert|schreibt|beginnt|nickt|wiederholt|meint|erzählt|ruft|liest)"
)
"""The verbs of speech in every language that content is written in; no two languages share one."""
MEMBER = r"[a-z][a-z0-9-]*"
_SPOKEN = re.compile(
    rf"\b{VERB} \{{({MEMBER})\}}"
    rf"|\{{({MEMBER})(?:\.(?:[Tt]hey|[Ee]r))?\}} {VERB}\b"
    rf"|\{{({MEMBER})(?:\.[Tt]hey)?\}} \{{\3:{VERB}\|[^}}]*\}}"
)
_SIE = r"(?:sagen|fragen|antworten|erwidern|ergänzen|erzählen)"
_SLOT = re.compile(rf"\{{({MEMBER})[^}}]*\}}")
_OTHER_VOICE = re.compile(rf"\b(?:[Yy]ou (?:say|ask|answer|reply|add|tell)|{_SIE} Sie|Sie {_SIE}|{VERB})\b")


def speaker_of(raw: str) -> str | None:
    """Return the cast member who says everything in a paragraph, with slots not filled in; None if there is none.

    The paragraph must begin with speech, a phrase such as "says {sam}" must follow it, and outside the quotation marks
    nobody else may be named or speak.
    """
    narration = raw.split('"')[::2]
    if raw.count('"') % 2 or '"' not in raw or narration[0].strip() or not _SPOKEN.match(_after(narration[1])):
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
    return last.startswith(("You ", "Sie ")) and not _SPOKEN.match(_after(after))


def _after(narration: str) -> str:
    """Return what follows speech without the comma that German puts after the quotation mark."""
    return narration.strip().removeprefix(",").lstrip()


def parts(text: str) -> list[tuple[bool, str]]:
    """Split a text with names filled in: for each part, whether it is spoken, and its text with quotation marks."""
    pieces = re.split(r'("[^"]*")', text)
    return [(piece.startswith('"'), piece) for piece in pieces if piece]
