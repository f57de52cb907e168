"""How somebody looks on a screen: read from what the words on it say that they do, and from nothing that is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum


class Mood(IntEnum):
    """What a face shows."""

    NEUTRAL = 0
    PLEASED = 1
    DOUBTFUL = 2
    TIRED = 3


SIGNS: dict[Mood, str] = {
    Mood.PLEASED: "beams brightens grins laughs smiles",
    Mood.DOUBTFUL: "blinks frowns hesitates squints",
    Mood.TIRED: "sighs yawns",
}
"""Verbs that show in a face, by what they show, and that say nothing else: somebody who stops may only stop by."""
_MOODS = {verb: mood for mood, verbs in SIGNS.items() for verb in verbs.split()}
_DEED = re.compile(r"\{([a-z][a-z0-9-]*)(?:\.[Tt]hey)?\}\s+(?:\{\1:)?([a-z]+)")


def mood(member: str, raws: Iterable[str]) -> Mood:
    """Return how a member of the cast looks by the texts on a screen (slots still open): the last sign counts."""
    seen = (_MOODS.get(verb) for raw in raws for id_, verb in _DEED.findall(raw) if id_ == member)
    return next(reversed([one for one in seen if one is not None]), Mood.NEUTRAL)
