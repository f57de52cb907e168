"""Protects tables that leave the course from texts that a spreadsheet would run as a formula.

The characters are those of OWASP's page "CSV Injection": ``=``, ``+``, ``-``, ``@``, their full-width and small forms,
and a tab or line break at the beginning. Spreadsheets ignore blanks before a formula, and so does this module.
"""

from __future__ import annotations

import unicodedata

SIGNS = frozenset("=+-@")
BREAKS = frozenset("\t\r\n")
_PASSED_OVER = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""Unicode's categories of invisible characters: controls, direction marks, and blanks of every width."""


def begins_formula(text: str) -> bool:
    """Return whether a spreadsheet could take a text for a formula."""
    for character in text:
        if character in BREAKS:
            return True
        if unicodedata.category(character) not in _PASSED_OVER:
            return unicodedata.normalize("NFKC", character)[0] in SIGNS
    return False


def as_text(text: str) -> str:
    """Return a text for a CSV file; if needed, with an apostrophe in front, which marks it as text."""
    return f"'{text}" if begins_formula(text) else text
