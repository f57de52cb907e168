"""The checker's rules for review cards."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from misread_scenarios.checks import Documented
from misread_scenarios.ideas import ideas
from misread_scenarios.problems import Problem, Severity, offer
from misread_scenarios.reviews import REVIEWS, ReviewCard, review_cards

SETS = 2
"""In how many review sets, at least, a core idea returns."""
LONGER = 1.25
"""How many times as long as the longest wrong option the best one may be."""
MOST_LONGEST = 0.4
"""The largest share of choices in which the best option may be the longest."""
MOST_ECHOES = 0.4
"""The largest share of choices in which the best option alone may share most words with the model answer."""
Cards = Mapping[str, ReviewCard]


@dataclasses.dataclass(frozen=True)
class ReviewRule(Documented):
    """Something that must hold for all review cards. The docstring of `find` is the rule's documentation page."""

    code: str
    severity: Severity
    find: Callable[[Cards], Iterator[tuple[str, str]]]
    """Yields the module of each fault, and a sentence about it."""

    def problems(self, cards: Cards) -> list[Problem]:
        """Return the problems that the rule finds."""
        return [
            Problem(f"{REVIEWS.name}/{module.lower()}.yaml", 1, self.code, message, self.severity)
            for module, message in self.find(cards)
        ]


def core_ideas(cards: Cards) -> Iterator[tuple[str, str]]:
    """RV001: every core idea returns in two review sets or more.

    What is asked for once, on the day itself, is soon forgotten. A review set is what one module asks on one day after
    its lesson; a card that returns on three days counts three times. Cards of electives don't count, since nobody has
    to take an elective.
    """
    sets: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for card in cards.values():
        if card.module.startswith("M"):
            for covered in card.covers:
                sets[covered] |= {(card.module, day) for day in card.next}
    for id_, idea in ideas().items():
        if idea.core and len(sets[id_]) < SETS:
            yield "M1", f"the core idea '{id_}' returns in {len(sets[id_])} of at least {SETS} review sets: {idea.text}"


def unknown_ideas(cards: Cards) -> Iterator[tuple[str, str]]:
    """RV002: every idea that a review card names belongs to the course.

    Correct the id, or add the idea to `ideas.yaml`.
    """
    for card in cards.values():
        for idea in card.covers:
            if idea not in ideas():
                yield (
                    card.module,
                    f"'{card.id}' names the idea '{idea}', which the course does not have; {offer(idea, ideas())}",
                )


def long_keys(cards: Cards) -> Iterator[tuple[str, str]]:
    """RV003: the length of an option does not give the best one away.

    The best option is at most a quarter longer than the longest other one, and in at most 40% of the choices is it the
    longest. Otherwise people learn to pick the long one.
    """
    lengths = {card.id: _lengths(card) for card in cards.values() if card.choice}
    for id_, (key, longest) in lengths.items():
        if key > LONGER * longest:
            yield cards[id_].module, f"the best option of '{id_}' has {key} characters, the longest other one {longest}"
    longest_keys = [id_ for id_, (key, longest) in lengths.items() if key > longest]
    if len(longest_keys) > MOST_LONGEST * len(lengths):
        how_many = f"{len(longest_keys)} of {len(lengths)} choices"
        yield cards[longest_keys[0]].module, f"the best option is the longest in {how_many}: {', '.join(longest_keys)}"


def echoes(cards: Cards) -> Iterator[tuple[str, str]]:
    """RV004: the words of the model answer do not give the best option away.

    The model answer is read right before the choice. In at most 40% of the choices may the best option be the one that
    shares most words with it; otherwise comparing words is enough, and nothing has to be understood.
    """
    asked = [card for card in cards.values() if card.choice]
    echoing = [card.id for card in asked if _echoes(card)]
    if len(echoing) > MOST_ECHOES * len(asked):
        how_many = f"{len(echoing)} of {len(asked)} choices: {', '.join(echoing)}"
        yield cards[echoing[0]].module, f"the best option shares most words with the model answer in {how_many}"


def _lengths(card: ReviewCard) -> tuple[int, int]:
    """Return the length of a card's best option, and of the longest other one."""
    assert card.choice is not None  # noqa: S101 - the callers leave other cards out
    options = dict(card.choice.options)
    key = options.pop(card.choice.key)
    return len(key.text), max(len(option.text) for option in options.values())


def _echoes(card: ReviewCard) -> bool:
    """Return whether a card's best option alone shares most words, by their first five letters, with its answer."""
    assert card.choice is not None  # noqa: S101 - the caller leaves other cards out
    answer = _stems(card.good)
    shared = {id_: len(_stems(option.text) & answer) for id_, option in card.choice.options.items()}
    key = shared.pop(card.choice.key)
    return key > max(shared.values())


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-zà-ÿ]{4,}", text.casefold())}


RULES = (
    ReviewRule("RV001", "fail", core_ideas),
    ReviewRule("RV002", "fail", unknown_ideas),
    ReviewRule("RV003", "fail", long_keys),
    ReviewRule("RV004", "fail", echoes),
)


def check_reviews() -> tuple[Problem, ...]:
    """Return the problems of the library's review cards."""
    return tuple(problem for rule in RULES for problem in rule.problems(review_cards()))
