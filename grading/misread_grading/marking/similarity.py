"""Similarity of a text to the model text: the share that is copied word for word.

Learners see the model text after they have handed in, and may hand in again; so graders learn which texts repeat it.
The measure is the containment of word shingles (Broder, "On the resemblance and containment of documents", 1997): the
share of a text's words that are also in the model, three or more in a row and in the same order. Runs of the task's own
words do not count. Case, punctuation and the order of sentences do not matter.

Of the stretches of 130 words from this course's own prose, none has 8 % in common with a model text. A model with
every fifth word changed has 79 %, with every fourth 74 %, with every third less than 5 %: a text that says the same in
other words is not detected.
"""

from __future__ import annotations

import dataclasses
import functools
import unicodedata
from typing import TYPE_CHECKING, Final

from misread_scenarios.word_count import words_of

if TYPE_CHECKING:
    from misread_scenarios.exercises import Reflection

RUN: Final = 3
"""Words in a row that must be equal."""
CLOSE_SHARE: Final = 0.2
"""Smallest share of shared words with which a text is close to the model."""
CLOSE_WORDS: Final = 12
"""Smallest number of shared words with which a text is close: a short text may share a phrase with anything."""


@dataclasses.dataclass(frozen=True)
class Closeness:
    """The number of a text's words that are in the model text, in runs, and the number of all its words."""

    shared: int
    words: int

    @property
    def share(self) -> float:
        """The share of the words that are in the model, 0 to 1; 0 for a text without words."""
        return self.shared / self.words if self.words else 0.0

    @property
    def is_close(self) -> bool:
        """Whether graders are told of it."""
        return self.shared >= CLOSE_WORDS and self.share >= CLOSE_SHARE


def closeness(text: str, exercise: Reflection) -> Closeness:
    """Compare a text with the model text of its exercise."""
    asked = f"{exercise.instruction}\n{exercise.prompt}\n{exercise.help}"
    return _compared(exercise.without_labels(text), exercise.without_labels(exercise.sample), asked)


@functools.lru_cache(maxsize=4096)
def _compared(text: str, model: str, asked: str) -> Closeness:
    words, copied = _plain(text), _runs(_plain(model)) - _runs(_plain(asked))
    shared: set[int] = set()
    for start in range(len(words) - RUN + 1):
        if tuple(words[start : start + RUN]) in copied:
            shared.update(range(start, start + RUN))
    return Closeness(len(shared), len(words))


def _runs(words: list[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1))


def _plain(text: str) -> list[str]:
    """Return the words, without differences that an editor makes: case, forms of signs, curly apostrophes."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    return words_of(plain)
