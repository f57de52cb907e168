"""Collecting problems while reading on, so that an author sees all of them at once."""

from __future__ import annotations

import difflib
import itertools
from collections.abc import Iterable

from misread_scenarios.problems import Problem

MOST_PROBLEMS = 1_000
MOST_NAMES = 60
MOST_OFFERED = 20


class TooManyProblems(Exception):
    """Reading on would tell the author nothing that a thousand problems have not told."""


class Findings:
    """The problems found so far in one file."""

    def __init__(self, source: str) -> None:
        """Start with none."""
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: str, line: int, message: str) -> None:
        """Note one problem.

        Raises:
            TooManyProblems: with the last one that is told.
        """
        if len(self.problems) == MOST_PROBLEMS:
            message = f"there are more than {MOST_PROBLEMS:,} problems; put the first ones right and read again"
            self.problems.append(Problem(self.source, line, "SC001", message))
            raise TooManyProblems
        self.problems.append(Problem(self.source, line, code, message))


def offer(given: str, known: Iterable[str]) -> str:
    """Return what would have worked in place of a word: the nearest known one, or all of them."""
    names = list(itertools.islice(known, MOST_NAMES))
    near = difflib.get_close_matches(given[:60], names, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(names[:MOST_OFFERED]) + (" …" if len(names) > MOST_OFFERED else "")
    return f"there are: {shown}" if names else "there are none yet"


def listed(names: Iterable[str]) -> str:
    """Return names in quotes, as a sentence lists them."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1]))) if quoted else "nothing"
