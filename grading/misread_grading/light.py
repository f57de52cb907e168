"""What makes a process that grades start sooner."""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"


def without_grammar() -> None:
    """Let `jsonschema`, which nbformat loads, do without its check of international web addresses.

    To load it builds a grammar of theirs, which takes longer than to load all else here together, and no schema of
    notebooks asks for that check.
    """
    sys.modules.setdefault(_GRAMMAR, None)  # type: ignore[arg-type] # how Python is told that there is no such module


without_grammar()
