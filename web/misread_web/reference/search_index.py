"""The search over the course: the passages of all lessons and the words of the glossary, in an index in memory."""

from __future__ import annotations

import dataclasses
import difflib
import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping

from misread_course.passages import Passage
from misread_scenarios.glossary import Term

WORD = re.compile(r"\w+")
MOST_SHOWN = 30
"""The most hits that a page shows; it says how many there are."""
SNIPPET_WORDS = 30
OPEN, CLOSE = "\x02", "\x03"
"""The marks that SQLite puts around a word that was searched for; no text of the course has them."""


@dataclasses.dataclass(frozen=True)
class Part:
    """A part of a snippet; `is_found` if it is a word that was searched for."""

    text: str
    is_found: bool


@dataclasses.dataclass(frozen=True)
class Hit:
    """A passage of a lesson or a word of the glossary, and the part of its text around the words searched for."""

    source: Passage | str
    snippet: tuple[Part, ...]


@dataclasses.dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        hits: the best hits, `MOST_SHOWN` at most.
        number: the number of all hits.
        is_loose: whether no passage has all of the words, so that these have some of them.
        suggestion: a similar search with words of the course, if nothing was found; empty if there is none.
    """

    hits: tuple[Hit, ...]
    number: int
    is_loose: bool = False
    suggestion: str = ""


class SearchIndex:
    """An index of passages and words, for any number of threads."""

    def __init__(self, passages: Iterable[Passage], glossary: Mapping[str, Term]) -> None:
        """Index the passages, and the words of the glossary with their meanings."""
        self._lock = threading.Lock()
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.execute(
            "CREATE VIRTUAL TABLE text USING fts5(heading, body, tokenize='porter unicode61 remove_diacritics 2')"
        )
        self._sources: list[Passage | str] = []
        texts = [(word, word, term.meaning) for word, term in glossary.items()]
        texts += [(passage, passage.heading, passage.text) for passage in passages]  # type: ignore[misc]
        for source, heading, body in texts:
            self._sources.append(source)
            self._database.execute("INSERT INTO text VALUES (?, ?)", (heading, body))
        self._vocabulary = sorted({word for _, *both in texts for text in both for word in words(text)})

    def search(self, asked: str) -> Found:
        """Return what has all of the words, or the beginnings of words, that were asked for; or else some of them."""
        wanted = words(asked)
        if not wanted:
            return Found((), 0)
        quoted = [f'"{word}"*' for word in wanted]
        for joint in (" AND ", " OR "):
            matches = self._matches(joint.join(quoted))
            if matches.number:
                return dataclasses.replace(matches, is_loose=joint == " OR ")
        return Found((), 0, suggestion=self._similar(wanted))

    def _matches(self, expression: str) -> Found:
        with self._lock:
            (number,) = self._database.execute("SELECT count(*) FROM text WHERE text MATCH ?", [expression]).fetchone()
            rows = self._database.execute(
                "SELECT rowid, snippet(text, 1, ?, ?, '…', ?) FROM text WHERE text MATCH ? "
                "ORDER BY bm25(text, 5.0, 1.0) LIMIT ?",
                [OPEN, CLOSE, SNIPPET_WORDS, expression, MOST_SHOWN],
            ).fetchall()
        return Found(tuple(Hit(self._sources[place - 1], _parts(snippet)) for place, snippet in rows), number)

    def _similar(self, wanted: list[str]) -> str:
        close = [difflib.get_close_matches(word, self._vocabulary, n=1, cutoff=0.75) for word in wanted]
        similar = " ".join(match[0] for match in close if match)
        return similar if similar != " ".join(wanted) else ""


def words(text: str) -> list[str]:
    """Return the words of a text in small letters."""
    return WORD.findall(text.casefold())


def _parts(snippet: str) -> tuple[Part, ...]:
    pieces = re.split(f"[{OPEN}{CLOSE}]", snippet)
    return tuple(Part(piece, number % 2 == 1) for number, piece in enumerate(pieces) if piece)
