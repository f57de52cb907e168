"""Collecting problems while reading on, so that an author sees all of them at once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from misread_scenarios.problems import Problem


class Findings:
    """The problems found so far in one file."""

    def __init__(self, source: str) -> None:
        """Start with none."""
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: str, line: int, message: str) -> None:
        """Note one problem."""
        self.problems.append(Problem(self.source, line, code, message))


def offer(given: str, known: Iterable[str]) -> str:
    """Return what would have worked in place of a word: the nearest known one, or all of them."""
    names = list(known)
    near = difflib.get_close_matches(given[:60], names, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    return f"there are: {', '.join(names)}" if names else "there are none yet"
