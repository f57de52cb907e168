"""A learner's text as it may stand in a page or a document: all that can be read, and nothing that acts on a reader."""

from __future__ import annotations

import re

LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of what follows, and so can make a text read otherwise than it is kept."""
UNREADABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def inert(text: str) -> str:
    """Return a text with plain line ends, without marks that turn its direction, and � for what cannot be shown.

    Markup and formulas stay as they are: the code that sets the text in a page or document escapes it there.
    """
    return UNREADABLE.sub("\ufffd", TURNS.sub("", LINE_ENDS.sub("\n", text)))


def escaped(json_text: str) -> str:
    """Return a text of JSON that says the same, with escapes for each sign that a viewer would obey or cannot show."""
    return re.sub(
        "[\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff]",
        lambda found: f"\\u{ord(found[0]):04x}",
        json_text,
    )
