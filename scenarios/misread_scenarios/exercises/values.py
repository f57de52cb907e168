"""Values: keep some cards, rank the most important ones, and test the ranking by choosing between pairs of jobs."""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from misread_scenarios.exercises.exercise import BadAnswer, Exercise, Frozen, Mistake, Place, Words, unreadable
from misread_scenarios.problems import offer

BEATS = ">"
"""The sign between the value of the job that was taken and that of the other job, in a written pair: `craft>time`."""
NAMED: dict[str, tuple[str, ...]] = {
    "had": ("{name}",),
    "lacked": ("{name}",),
    "means": ("{name}",),
    "moved": ("{X}", "{Y}"),
    "circle": ("{X}", "{Y}", "{Z}"),
}
"""The placeholders of each text that names values."""


class ValueCard(Frozen):
    """One value: its name, what it means, and what a job with much and with little of it is like."""

    id: Annotated[str, Field(pattern=r"^[a-z]{2,16}$")]
    name: Words
    text: Words
    much: Words
    little: Words


@dataclasses.dataclass(frozen=True)
class ValuesAnswer:
    """What a learner sorted.

    Attributes:
        kept: the ids of the cards that were kept.
        ranked: the ids of the most important ones, the most important first.
        choices: of each pair of jobs, the value of the job that was taken, and that of the other job.
    """

    kept: tuple[str, ...] = ()
    ranked: tuple[str, ...] = ()
    choices: tuple[tuple[str, str], ...] = ()


class Values(Exercise):
    """An exercise on the learner's own values. Nothing is right or wrong, and only completing it counts.

    Attributes:
        keep, rank: how many cards are kept, and how many of these are ranked.
        private: who may see the result.
        had, lacked, means: the questions about each ranked value, with `{name}` for it.
        same: what to do if the pairs agree with the ranking.
        moved: says that the value `{X}` won a pair against `{Y}`, which was ranked higher.
        moved_ask: what to do then.
        circle: says that `{X}` beat `{Y}`, `{Y}` beat `{Z}`, and `{Z}` beat `{X}`, and what to do.
        items: the cards.
        model: a complete answer, as in `{keep: [ids], rank: [ids], pairs: [craft>time, …]}`.
        mistakes: answers that stop early, each with the share of the three steps that it completes.
    """

    kind: Literal["values"]
    keep: Annotated[int, Field(ge=3, le=12)]
    rank: Annotated[int, Field(ge=3, le=6)]
    private: Words
    had: Words
    lacked: Words
    means: Words
    same: Words
    moved: Words
    moved_ask: Words
    circle: Words
    items: Annotated[tuple[ValueCard, ...], Field(min_length=6, max_length=40)]
    model: JsonValue
    mistakes: Annotated[tuple[Mistake, ...], Field(min_length=1)]

    @property
    def cards(self) -> dict[str, ValueCard]:
        """The cards by their ids."""
        return {card.id: card for card in self.items}

    @property
    def pairs(self) -> int:
        """The number of pairs of jobs: one for every two ranked values."""
        return self.rank * (self.rank - 1) // 2

    def read_kept(self, answer: JsonValue) -> tuple[str, ...]:
        """Return the cards that were kept; raises BadAnswer unless they are `keep` different cards."""
        return _listed(answer, self.keep, tuple(self.cards), "kept cards")

    def read_ranked(self, answer: JsonValue, kept: tuple[str, ...]) -> tuple[str, ...]:
        """Return the ranked cards; raises BadAnswer unless they are `rank` different cards among those kept."""
        return _listed(answer, self.rank, kept, "ranked cards")

    def read_choice(self, answer: JsonValue, ranked: tuple[str, ...]) -> tuple[str, str]:
        """Return the two values of a pair, that of the job that was taken first; raises BadAnswer if it is none."""
        taken, other = _listed(answer, 2, ranked, "values of a pair")
        return taken, other

    def read(self, answer: JsonValue) -> ValuesAnswer:
        """Return an answer as written in the file, complete or not; raises BadAnswer if it does not fit the cards."""
        if not isinstance(answer, dict) or "keep" not in answer or answer.keys() - {"keep", "rank", "pairs"}:
            raise BadAnswer("an answer has the parts keep, rank and pairs, as in {keep: [card], rank: [card]}")
        kept = self.read_kept(answer["keep"])
        ranked = self.read_ranked(answer["rank"], kept) if "rank" in answer else ()
        written = answer.get("pairs", [])
        pairs = written if isinstance(written, list) else [written]
        choices = tuple(self.read_choice([*str(pair).split(BEATS)], ranked) for pair in pairs)
        if len({frozenset(choice) for choice in choices}) < len(choices):
            raise BadAnswer("a pair is chosen once; one of them stands here twice")
        return ValuesAnswer(kept, ranked, choices)

    def completed(self, answer: ValuesAnswer) -> Fraction:
        """Return the share of the three steps (keep, rank, pairs) that an answer completes."""
        return Fraction(bool(answer.kept) + bool(answer.ranked) + (len(answer.choices) == self.pairs), 3)

    def strangers(self) -> Iterator[tuple[Place, str]]:
        """Yield ids that are used twice, numbers that do not fit, missing placeholders, and answers that do not fit."""
        seen: set[str] = set()
        for number, card in enumerate(self.items):
            if card.id in seen:
                yield ("items", number, "id"), f"'{card.id}' is used twice; give each card its own id"
            seen.add(card.id)
        if not self.rank < self.keep < len(self.items):
            message = f"of {len(self.items)} cards, {self.keep} cannot be kept and {self.rank} of these be ranked"
            yield ("keep",), f"{message}; keep fewer than there are, and rank fewer than are kept"
        for field, slots in NAMED.items():
            for slot in slots:
                if slot not in getattr(self, field):
                    yield (field,), f"`{field}` names no {slot}; write {' and '.join(slots)} where a value is named"
        yield from unreadable(self.read, self.model, self.mistakes)


def wins(answer: ValuesAnswer) -> dict[str, int]:
    """Return in how many pairs the job of each ranked value was taken."""
    return {value: sum(taken == value for taken, _ in answer.choices) for value in answer.ranked}


def places(answer: ValuesAnswer) -> dict[str, int]:
    """Return the place of each ranked value by its pairs, counted from 1; values with equally many share a place."""
    won = wins(answer)
    return {value: 1 + sum(other > own for other in won.values()) for value, own in won.items()}


def upsets(answer: ValuesAnswer) -> tuple[tuple[str, str], ...]:
    """Return the pairs in which the job of the lower-ranked value was taken: that value, and the other one."""
    rank = answer.ranked.index
    return tuple((taken, other) for taken, other in answer.choices if rank(taken) > rank(other))


def circle(answer: ValuesAnswer) -> tuple[str, str, str] | None:
    """Return three values that beat each other in a circle: first, second, third, and the first again."""
    beaten = set(answer.choices)
    for first, second, third in itertools.permutations(answer.ranked, 3):
        if {(first, second), (second, third), (third, first)} <= beaten:
            return first, second, third
    return None


def _listed(answer: JsonValue, number: int, offered: tuple[str, ...], what: str) -> tuple[str, ...]:
    """Return a list of ids; raises BadAnswer unless it names so many different ones of those known."""
    if not isinstance(answer, list):
        raise BadAnswer(f"the {what} are a list, as in {list(offered)[:2]}")
    for id_ in map(str, answer):
        if id_ not in offered:
            raise BadAnswer(f"'{id_[:40]}' is not among the cards to choose from; {offer(id_, offered)}")
    if len(answer) != number or len(set(map(str, answer))) < number:
        raise BadAnswer(f"there are {number} different {what}, and {len(answer)} are named")
    return tuple(map(str, answer))
