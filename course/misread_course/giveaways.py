"""Words above a case that give its answers away: an option that fits best, half told in what is read before it.

The measure is rough on purpose. It cuts words to their stems, leaves out those that every text is full of, and counts
how many an option shares with two neighbouring sentences. An option that scores best and shares more than any other
of its scene, by enough, is given away. What it finds is to be read by somebody; what it passes is to be read, too.
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
"""So many stems shared are no chance any more, where no other option of the scene shares as many."""
WORD = re.compile(r"[a-z]+(?:['’][a-z]+)?")
SENTENCE = re.compile(r"(?<=[.?!:;])[”’\"')]*\s+|\n\s*\n|\n(?=[-*#])")
ENDINGS = "ingly edly ings ing ied ies ily est ers ed es er ly en s n y e"
SHORTEST = 3
"""Letters of a word, and of what is left of it, below which it says too little."""
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
"""Words that every text is full of."""
_EMPTY = frozenset(EMPTY.split())


@dataclasses.dataclass(frozen=True)
class Giveaway:
    """An option that the words above its case give away: its id, the passage, and the stems that they share."""

    option: str
    passage: str
    shared: frozenset[str]


def stems(text: str) -> frozenset[str]:
    """Return the words of a text that say something, each cut to about its stem."""
    found = (word.partition("'")[0].partition("’")[0] for word in WORD.findall(text.lower()))
    return frozenset(_stem(word) for word in found if len(word) >= SHORTEST and word not in _EMPTY)


def _stem(word: str) -> str:
    for ending in ENDINGS.split():
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST:
            return word.removesuffix(ending)
    return word


def passages(prose: Iterable[str]) -> Iterator[str]:
    """Yield every two neighbouring sentences of each text, and a lone sentence by itself."""
    for text in prose:
        sentences = [found for part in SENTENCE.split(text) if (found := part.strip())]
        yield from map(" ".join, itertools.pairwise(sentences)) if len(sentences) > 1 else sentences


def given_away(options: Mapping[str, str], best: Iterable[str], prose: Iterable[str]) -> list[Giveaway]:
    """Return which of the best options of a scene are told by a passage of the prose, and by which.

    Args:
        options: what the scene offers, by id.
        best: the ids of those that are on a best path.
        prose: the texts that stand above the case.
    """
    known = {id_: stems(text) for id_, text in options.items()}
    wanted = sorted(best)
    return [found for passage in passages(prose) for found in _told(passage, known, wanted)]


def _told(passage: str, options: Mapping[str, frozenset[str]], best: Iterable[str]) -> Iterator[Giveaway]:
    """Yield the best options that share enough stems with a passage, and more than any other option does."""
    said = stems(passage)
    shared = {id_: own & said for id_, own in options.items()}
    for id_ in best:
        others = max((len(theirs) for other, theirs in shared.items() if other != id_), default=0)
        if len(shared[id_]) >= ENOUGH and len(shared[id_]) > others:
            yield Giveaway(id_, passage, shared[id_])


def giveaways(scenario: Scenario, prose: Iterable[str]) -> list[Giveaway]:
    """Return what the prose above a case gives away of it; that somebody of the cast is named says nothing."""
    texts, names = list(prose), default_names(scenario)
    nobody = dict.fromkeys(re.findall(r"\w+", " ".join(names.of(id_).name for id_ in scenario.cast)), "")
    unnamed = [re.sub(r"\w+", lambda word: nobody.get(word[0], word[0]), text) for text in texts]
    paths = [path for case in count(scenario).cases for path in case.best_paths()]
    best = {choice.id for path in paths for arc in path for choice in arc.move.choices}
    found = []
    for scene in scenario.scenes:
        options = {choice.id: names.fill(choice.text) for choice in scene.choices}
        found += given_away(options, best & options.keys(), unnamed)
    return found


def above(lesson: Lesson, item: LessonItem) -> list[str]:
    """Return what a learner reads before an item: the words and the first guesses above it.

    To these come the headings of the whole lesson, which its list of contents shows, and its aims, which the home does.
    """
    before = list(itertools.takewhile(lambda cell: cell["id"] != item.cell, cells(lesson)))
    texts = [source_of(cell) for cell in before if cell["cell_type"] == "markdown"]
    ids = {cell["id"] for cell in before}
    guesses = [load_guess(one.id) for one in items(lesson) if one.kind == "guess" and one.cell in ids]
    cards = ["\n\n".join([*card.paragraphs, card.ask, *card.replies.values(), card.after]) for card in guesses]
    return [*texts, *cards, *(section.title for section in sections(lesson)), *lesson.objectives]
