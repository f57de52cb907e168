"""Chooses a person's expression from the text on the screen, and from nothing hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum


class Mood(IntEnum):
    """The expression of a face."""

    NEUTRAL = 0
    PLEASED = 1
    DOUBTFUL = 2
    TIRED = 3


SIGNS: dict[Mood, str] = {
    Mood.PLEASED: "beams brightens grins laughs smiles grinst lacht lächelt strahlt",
    Mood.DOUBTFUL: "blinks frowns hesitates squints blinzelt stutzt zögert",
    Mood.TIRED: "sighs yawns gähnt seufzt",
}
"""Verbs that show in a face, by expression. Ambiguous verbs are left out: somebody who "stops" may only stop by."""
_MOODS = {verb: mood for mood, verbs in SIGNS.items() for verb in verbs.split()}
_DEED = re.compile(r"\{([a-z][a-z0-9-]*)(?:\.(?:[Tt]hey|[Ee]r))?\}\s+(?:\{\1:)?([a-zäöüß]+)")


def mood(member: str, raws: Iterable[str]) -> Mood:
    """Return a cast member's expression by the texts on a screen, with slots not filled in; the last verb counts."""
    moods = [_MOODS.get(verb) for raw in raws for id_, verb in _DEED.findall(raw) if id_ == member]
    return next((each for each in reversed(moods) if each is not None), Mood.NEUTRAL)
