"""Removes control characters from learners' texts, for pages and documents."""

from __future__ import annotations

import re

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Bidirectional control characters, which can make a text look different from its content."""
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def inert(text: str) -> str:
    """Return a text with plain line ends, without bidirectional controls, and with � for characters that have no form.

    Markup and formulas stay; the code that puts the text into a page or document escapes them.
    """
    return UNREADABLE.sub("\ufffd", TURNS.sub("", LINE_ENDS.sub("\n", text)))


def escaped(json_text: str) -> str:
    """Return the same JSON with control and invisible characters escaped."""
    return re.sub(
        "[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]",
        lambda match: f"\\u{ord(match[0]):04x}",
        json_text,
    )
