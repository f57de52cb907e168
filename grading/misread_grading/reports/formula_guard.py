"""Texts that a spreadsheet would run as a formula, kept from that in every table that leaves the course.

The signs are those of OWASP's page "CSV Injection": ``=``, ``+``, ``-``, ``@``, their full-width and small forms, and a
tab or a line break at the beginning. Spreadsheets pass over blanks before a formula, and so does this.
"""

from __future__ import annotations

import unicodedata

SIGNS = frozenset("=+-@")
BREAKS = frozenset("\t\r\n")
_PASSED_OVER = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode's categories of characters that are not seen: controls, marks of direction, and blanks of every width."""


def begins_formula(text: str) -> bool:
    """Tell whether a spreadsheet could take a text for a formula."""
    for character in text:
        if character in BREAKS:
            return True
        if unicodedata.category(character) not in _PASSED_OVER:
            return unicodedata.normalize("NFKC", character)[0] in SIGNS
    return False


def as_text(text: str) -> str:
    """Return a text for a CSV file, where needed with an apostrophe in front, by which spreadsheets know text."""
    return f"'{text}" if begins_formula(text) else text
