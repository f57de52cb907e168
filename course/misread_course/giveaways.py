"""Giveaways: sentences above a case that hint at its best options.

The measure is rough on purpose. It cuts words to their stems, leaves out very common words, and counts the stems that
an option shares with two neighbouring sentences. A passage gives away a best option if they share at least `ENOUGH`
stems and no other option of the scene shares as many. A person must still read the passages, reported or not.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping

from misread_course.catalogue import Lesson
from misread_course.items import LessonItem, items, sections
from misread_course.notebook import cells, source_of
from misread_scenarios.cards import load_guess
from misread_scenarios.model import Scenario
from misread_scenarios.names import default_names
from misread_scenarios.paths import count

ENOUGH = 3
"""The fewest shared stems that are no longer chance, if no other option of the scene shares as many."""
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
SENTENCE = re.compile(r"(?<=[.?!:;])[”’\"')]*\s+|\n\s*\n|\n(?=[-*#])")
ENDINGS = "ingly edly ings ing ied ies ily est ers ed es er ly en s n y e"
SHORTEST = 3
"""The fewest letters of a word that counts, and of its stem."""
EMPTY = """
about above after again all also although always and another any anybody anyone anything are around away back
because been before being below between both but can cannot could did does doing done down each either else enough
even ever every everybody everything few first for from get gets give given gives goes going gone good got had has
have having hear her here hers him his how into its itself just keep keeps last less let lets like little long look
looks made make makes making many may mean means might more most much must near need needs never new next nobody
none nor not nothing now off often once one only other others our out over own part people person put puts quite
rather really said same say saying says see seen she should since some somebody someone something soon still such
take takes tell tells than that the their them then there these they thing things think this those though through
time times told too two under until upon use very want wanted wants was way well went were what when where whether
which while who whom whose why will with within without work works would yet you your yours
"""
"""Common words, which do not count."""
_EMPTY = frozenset(EMPTY.split())


@dataclasses.dataclass(frozen=True)
class Giveaway:
    """An option that a passage above its case gives away: its id, the passage, and the stems that both share."""

    option: str
    passage: str
    shared: frozenset[str]


def stems(text: str) -> frozenset[str]:
    """Return the approximate stems of the words of a text, without short and common words."""
    words = (word.partition("'")[0].partition("’")[0] for word in WORD.findall(text.lower()))
    return frozenset(_stem(word) for word in words if len(word) >= SHORTEST and word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in ENDINGS.split():
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def passages(prose: Iterable[str]) -> Iterator[str]:
    """Yield every two neighbouring sentences of each text; a text of one sentence is yielded whole."""
    for text in prose:
        sentences = [sentence for part in SENTENCE.split(text) if (sentence := part.strip())]
        yield from map(" ".join, itertools.pairwise(sentences)) if len(sentences) > 1 else sentences


def given_away(options: Mapping[str, str], best: Iterable[str], prose: Iterable[str]) -> list[Giveaway]:
    """Return the giveaways of a scene: its best options that a passage of the prose hints at.

    Args:
        options: the texts of the scene's options, by id.
        best: the ids of the options that are on a best path.
        prose: the texts that stand above the case.
    """
    option_stems = {id_: stems(text) for id_, text in options.items()}
    best_ids = sorted(best)
    return [giveaway for passage in passages(prose) for giveaway in _giveaways_of(passage, option_stems, best_ids)]


def _giveaways_of(passage: str, options: Mapping[str, frozenset[str]], best: Iterable[str]) -> Iterator[Giveaway]:
    """Yield the best options that share enough stems with a passage, and more than any other option does."""
    passage_stems = stems(passage)
    shared = {id_: own & passage_stems for id_, own in options.items()}
    for id_ in best:
        others = max((len(theirs) for other, theirs in shared.items() if other != id_), default=0)
        if len(shared[id_]) >= ENOUGH and len(shared[id_]) > others:
            yield Giveaway(id_, passage, shared[id_])


def giveaways(scenario: Scenario, prose: Iterable[str]) -> list[Giveaway]:
    """Return the giveaways in the prose above a case. Names of cast members do not count as shared words."""
    texts, names = list(prose), default_names(scenario)
    nobody = dict.fromkeys(re.findall(r"\w+", " ".join(names.of(id_).name for id_ in scenario.cast)), "")
    unnamed = [re.sub(r"\w+", lambda word: nobody.get(word[0], word[0]), text) for text in texts]
    paths = [path for case in count(scenario).cases for path in case.best_paths()]
    best = {choice.id for path in paths for arc in path for choice in arc.move.choices}
    given = []
    for scene in scenario.scenes:
        options = {choice.id: names.fill(choice.text) for choice in scene.choices}
        given += given_away(options, best & options.keys(), unnamed)
    return given


def above(lesson: Lesson, item: LessonItem) -> list[str]:
    """Return the texts that a learner reads before an item: the text cells and first guesses above it.

    The headings of the whole lesson are included, because its list of contents shows them, and so are its objectives,
    because the course home shows those.
    """
    before = list(itertools.takewhile(lambda cell: cell["id"] != item.cell, cells(lesson)))
    texts = [source_of(cell) for cell in before if cell["cell_type"] == "markdown"]
    ids = {cell["id"] for cell in before}
    guesses = [load_guess(other.id) for other in items(lesson) if other.kind == "guess" and other.cell in ids]
    cards = ["\n\n".join([*card.paragraphs, card.ask, *card.replies.values(), card.after]) for card in guesses]
    return [*texts, *cards, *(section.title for section in sections(lesson)), *lesson.objectives]
