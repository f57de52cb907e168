"""Chooses how each person looks: a few traits that follow from their id in the story and their name.

The same person with the same name looks the same everywhere, whatever they do.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping

from misread_scenarios.model import Name

HAIR = {
    "she": (2, 3, 4, 5, 7, 8, 9, 0, 2, 5, 3, 4),
    "he": (0, 1, 4, 6, 10, 11, 0, 1, 1, 0, 10, 9),
    "they": (0, 1, 2, 4, 5, 8, 9, 1, 0, 4, 2, 8),
}
BEARDS = {"she": (0,), "he": (0, 0, 1, 3, 2, 0, 1, 3), "they": (0,)}
DARKEST_PALE_HAIR = 3
GROUNDS, SKINS, TONES, DRESSES, CLOTHS = 7, 6, 6, 5, 8
GLASSES = (0, 0, 0, 1, 2)
AGES = (0, 0, 1, 1, 2)
SALT = "portrait/5734"
"""Chosen so that the people of the two first stories are easy to tell apart."""


def portrait(member: str, name: Name) -> dict[str, int]:
    """Return the traits of a person's portrait, each a small number."""
    return dict(_portrait(member, name.name, name.pronouns))


@functools.lru_cache(maxsize=1024)  # every screen shows the whole cast
def _portrait(member: str, name: str, pronouns: str) -> Mapping[str, int]:
    draw = _numbers(f"{SALT}/{member}/{name}")
    skin = next(draw) % SKINS
    return {
        "ground": next(draw) % GROUNDS,
        "skin": skin,
        "hair": _pick(HAIR[pronouns], draw),
        "tone": next(draw) % (TONES if skin < DARKEST_PALE_HAIR else 2),
        "dress": next(draw) % DRESSES,
        "cloth": next(draw) % CLOTHS,
        "glasses": _pick(GLASSES, draw),
        "beard": _pick(BEARDS[pronouns], draw),
        "age": _pick(AGES, draw),
    }


def _pick(values: tuple[int, ...], draw: Iterator[int]) -> int:
    return values[next(draw) % len(values)]


def _numbers(seed: str) -> Iterator[int]:
    """Yield pseudo-random numbers that are the same on every machine."""
    yield from hashlib.sha256(seed.encode()).digest()
