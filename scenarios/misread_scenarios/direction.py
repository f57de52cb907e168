"""In which direction a language is written."""

from __future__ import annotations

import unicodedata
from typing import Literal

Direction = Literal["ltr", "rtl"]

LEFTWARD = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
LEFTWARD_SCRIPTS = frozenset({"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"})
SCRIPT_LETTERS = 4


def direction(tag: str) -> Direction:
    """Return the direction of the language that a tag names, by its script where the tag names one.

    A script is the part of a tag with four letters (BCP 47, section 2.2.3): `az-Arab` is written from right to left,
    `ar-Latn` from left to right.
    """
    language, *others = tag.lower().split("-")
    script = next((part for part in others if len(part) == SCRIPT_LETTERS), None)
    is_leftward = script in LEFTWARD_SCRIPTS if script else language in LEFTWARD
    return "rtl" if is_leftward else "ltr"


def first_direction(text: str) -> Direction:
    """Return the direction of a text in a language that is not known: that of its first letter that has one.

    This is what a browser does for `dir="auto"` (Unicode Standard Annex 9, rules P2 and P3).
    """
    letters = (unicodedata.bidirectional(letter) for letter in text)
    first = next((kind for kind in letters if kind in {"L", "R", "AL"}), "L")
    return "ltr" if first == "L" else "rtl"


def set_apart(text: str, tag: str) -> str:
    """Return a text that can stand within an English sentence, without turning the order of the words around it.

    A text that is written from right to left is put between the marks of Unicode for that: RIGHT-TO-LEFT ISOLATE and
    POP DIRECTIONAL ISOLATE (Unicode Standard Annex 9, section 2.4).
    """
    return f"\u2067{text}\u2069" if direction(tag) == "rtl" else text
