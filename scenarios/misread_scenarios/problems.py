"""Problems of authored files, as their authors see them."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
from collections.abc import Iterable
from typing import Literal

Severity = Literal["fail", "warn"]
MOST_PROBLEMS = 1_000
MOST_NAMES = 60
MOST_OFFERED = 20

READING_CODES: dict[str, str] = {
    "SC001": "The file cannot be read as text: it is missing, too long, or not UTF-8.",
    "SC002": "The front matter (between the two lines of three dashes) is missing or is not plain YAML.",
    "SC003": "A field of the front matter is unknown, missing, given twice or of the wrong kind.",
    "SC004": "A state variable is not of the form `name: 0..10 = 5` or `name: flag`.",
    "SC005": "A cast entry lacks a name or pronouns, or its name packs are not complete.",
    "SC006": "A drawn fact needs two or more plain values.",
    "SC007": "A line stands where nothing of its kind can stand.",
    "SC008": "A heading needs an id of its own and a title: `## N7 Marta wants an answer`.",
    "SC009": "A choice needs an id, a full stop and a text; the id is used once in a scene.",
    "SC010": "A fact below a choice, or a `>` line below a scene, is unknown, empty or given twice.",
    "SC011": "An effect or a score is not of the form `trust +1, ladder = yes` or `C2 1, C5 2`.",
    "SC012": "A condition does not follow the grammar, or compares something with what it can never be.",
    "SC013": "A name is used that the front matter does not declare.",
    "SC014": "A `{slot}` does not name a cast member, or asks for a word that pronouns do not have.",
    "SC015": "An ending rule is not of the form `1. condition -> ID`, or the last is not `otherwise`.",
    "SC016": "A scene or an ending is named that does not exist.",
    "SC017": "A line looks like a choice, a fact, a heading, a note or a rule, and begins with another sign.",
}
"""The codes of the reader's problems. The codes of the checker's rules stand beside those rules."""


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One problem of a file: its place, and a message that says what is wrong and how to correct it."""

    source: str
    line: int
    code: str
    message: str
    severity: Severity = "fail"

    def __str__(self) -> str:
        """Return the line that a terminal or an editor can jump to."""
        note = " (warning)" if self.severity == "warn" else ""
        return f"{self.source}:{self.line}: {self.code} {self.message}{note}"

    def as_json(self) -> dict[str, str | int]:
        """Return the same as plain data."""
        return dataclasses.asdict(self)


class TooManyProblems(Exception):
    """A file has so many problems that the reader stops; more of them would not help its author."""


class Findings:
    """The problems found so far in one file."""

    def __init__(self, source: str) -> None:
        """Start with none."""
        self.source = source
        self.problems: list[Problem] = []

    def add(self, code: str, line: int, message: str) -> None:
        """Note one problem.

        Raises:
            TooManyProblems: if the file already has the most problems that are reported.
        """
        if len(self.problems) == MOST_PROBLEMS:
            message = f"there are more than {MOST_PROBLEMS:,} problems; put the first ones right and read again"
            self.problems.append(Problem(self.source, line, "SC001", message))
            raise TooManyProblems
        self.problems.append(Problem(self.source, line, code, message))


def offer(given: str, words: Iterable[str]) -> str:
    """Return a suggestion in place of an unknown word: the nearest known word, or a list of the known ones."""
    names = list(itertools.islice(words, MOST_NAMES))
    near = difflib.get_close_matches(given[:60], names, n=1)
    if near:
        return f"did you mean '{near[0]}'?"
    shown = ", ".join(names[:MOST_OFFERED]) + (" …" if len(names) > MOST_OFFERED else "")
    return f"there are: {shown}" if names else "there are none yet"


def listed(names: Iterable[str]) -> str:
    """Return names in quotes, as a sentence lists them."""
    quoted = [f"'{name}'" for name in names]
    return " or ".join(filter(None, (", ".join(quoted[:-1]), quoted[-1]))) if quoted else "nothing"
