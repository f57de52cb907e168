"""How hard a text is to read, and the rule that holds cases to it.

The measure is the school grade of Flesch and Kincaid (1975): 0.39 words a sentence + 11.8 syllables a word - 15.59.
Each group of vowels counts as a syllable, except a silent e at the end. That is nearer to English than counting the
points at which a word may be hyphenated, which gives "area" and "idea" one syllable each.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from typing import TypeVar

from misread_scenarios.checks.checked_scenario import CheckedScenario
from misread_scenarios.checks.feedback import SENTENCE
from misread_scenarios.checks.rule import Finding
from misread_scenarios.paths import words
from misread_scenarios.readable_texts import wording

MEDIAN_GRADE, HIGHEST_GRADE, LONGEST_MEAN = 8, 11, 18
"""The highest median grade of a whole, the highest grade of one text, and the most words of a mean sentence."""
FEWEST_WORDS = 12
"""A shorter text has too few words for a grade of its own."""
SILENT = re.compile(r"(?<=[^aeiouyl])(?:e|es|ed)$|(?<=[aeiouy]l)e$")
SYLLABLE = re.compile(r"[aeiouy]+")

P = TypeVar("P")


def sentences(text: str) -> int:
    """Return the number of sentences of a text; at least one."""
    return max(1, len([part for part in SENTENCE.split(text) if part.strip()]))


def grade(text: str) -> float:
    """Return the school grade of a text that has words."""
    split = words(text)
    return 0.39 * len(split) / sentences(text) + 11.8 * sum(map(_syllables, split)) / len(split) - 15.59


def _syllables(word: str) -> int:
    bare = re.sub(r"[^a-z]", "", word.lower())
    return max(1, len(SYLLABLE.findall(SILENT.sub("", bare) or bare)))


def hard_texts(texts: Iterable[tuple[P, str]], whole: P) -> Iterator[tuple[P, str]]:
    """Yield what is too hard to read: single texts by their places, and all of them together by the place `whole`."""
    read = [(place, text) for place, text in texts if words(text)]
    if not read:
        return
    for place, text in read:
        if len(words(text)) >= FEWEST_WORDS and (level := grade(text)) > HIGHEST_GRADE:
            yield place, f"this text reads at grade {level:.1f} (at most {HIGHEST_GRADE}); make it plainer"
    if (median := statistics.median(grade(text) for _, text in read)) > MEDIAN_GRADE:
        yield whole, f"half of the texts read above grade {median:.1f} (at most {MEDIAN_GRADE})"
    mean = sum(len(words(text)) for _, text in read) / sum(sentences(text) for _, text in read)
    if mean > LONGEST_MEAN:
        yield whole, f"a sentence has {mean:.1f} words on average (at most {LONGEST_MEAN})"


def hard_cases(checked: CheckedScenario) -> Iterator[Finding]:
    """Q2: a case is plain to read.

    The measure is the school grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word - 15.59. The
    median grade of all texts of the case is at most 8, and no text of twelve words or more is above 11. Over the case,
    a sentence has at most 18 words on average. People read a case beside their work, and many of them in a second
    language. Shorter sentences and everyday words bring all three figures down.
    """
    texts = [(line, checked.names.fill(text)) for text, line in wording(checked.scenario)]
    yield from hard_texts(texts, 1)
