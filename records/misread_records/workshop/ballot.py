"""Votes: one ballot is one question that the group votes on, once or twice, and what its votes add up to."""

from __future__ import annotations

import dataclasses
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping

from pydantic import JsonValue

ROUNDS = 2
"""The most rounds of a ballot: before and after the participants have talked."""
CONFIDENCE_MARK = "@"
SEVERAL_MARK = "+"


@dataclasses.dataclass(frozen=True)
class Vote:
    """A participant's vote; the last one before voting closes counts.

    `answer` is a pick in a case (``report``, ``a+b`` or ``gap@70``), the number of an option in a poll, counted from 0,
    or what the widget of an exercise sends.
    """

    participant: str
    answer: JsonValue


@dataclasses.dataclass
class Ballot:
    """One question to vote on.

    Attributes:
        number: the ballot's number in its step, counted from 1; a fork that is voted on again has another ballot.
        path: in a case, the picks that led to the scene.
        rounds: for each round that was opened, the votes by participant.
        revealed: how many rounds were revealed.
        followed: the picks whose consequences were shown, in order.
    """

    number: int
    path: tuple[str, ...] = ()
    rounds: list[dict[str, Vote]] = dataclasses.field(default_factory=list)
    revealed: int = 0
    followed: tuple[str, ...] = ()

    @property
    def round(self) -> int:
        """The number of the latest round; 0 before voting opened."""
        return len(self.rounds)

    @property
    def votes(self) -> Mapping[str, Vote]:
        """The votes of the latest round."""
        return self.rounds[-1] if self.rounds else {}


@dataclasses.dataclass(frozen=True)
class Counts:
    """How the votes of a round are spread.

    Attributes:
        votes: how many participants voted.
        by_choice: how many of them chose each choice; with several choices a vote, they add up to more than `votes`.
        confidence: the median confidence of those who chose it, in per cent, where one was asked for.
    """

    votes: int
    by_choice: Mapping[str, int]
    confidence: Mapping[str, float]


def choices_of(pick: str) -> tuple[str, ...]:
    """Return the ids of the choices in a pick: ``("a", "b")`` for ``a+b``, ``("gap",)`` for ``gap@70``."""
    return tuple(pick.partition(CONFIDENCE_MARK)[0].split(SEVERAL_MARK))


def confidence_of(pick: str) -> int | None:
    """Return the confidence in a pick, in per cent; None if it has none."""
    level = pick.partition(CONFIDENCE_MARK)[2]
    return int(level) if level.isdecimal() else None


def counts(votes: Iterable[Vote]) -> Counts:
    """Count votes whose answers are texts: for each choice, how many chose it and how sure they were."""
    picks = [vote.answer for vote in votes if isinstance(vote.answer, str)]
    by_choice = Counter(choice for pick in picks for choice in choices_of(pick))
    levels: dict[str, list[int]] = {}
    for pick in picks:
        if (level := confidence_of(pick)) is not None:
            levels.setdefault(choices_of(pick)[0], []).append(level)
    return Counts(len(picks), dict(by_choice), {choice: statistics.median(each) for choice, each in levels.items()})


def leading(votes: Iterable[Vote]) -> tuple[str, ...]:
    """Return the picks with the most votes, in alphabetical order: several if they are tied, none without votes.

    Picks that differ only in their confidence count together; the pick then has their lower median confidence.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for vote in votes:
        if isinstance(vote.answer, str):
            groups.setdefault(tuple(sorted(choices_of(vote.answer))), []).append(vote.answer)
    if not groups:
        return ()
    most = max(map(len, groups.values()))
    return tuple(sorted(_typical(picks) for picks in groups.values() if len(picks) == most))


def _typical(picks: list[str]) -> str:
    levels = [level for pick in picks if (level := confidence_of(pick)) is not None]
    if not levels:
        return picks[0]
    return f"{SEVERAL_MARK.join(choices_of(picks[0]))}{CONFIDENCE_MARK}{statistics.median_low(levels)}"


def moved(ballot: Ballot) -> Mapping[tuple[str, str], int]:
    """Return how many participants went from one answer to another between two rounds; the same answer counts too.

    Confidences are left out, and so are participants who voted in one of the rounds only.
    """
    if ballot.round < ROUNDS:
        return {}
    first, second = ballot.rounds[0], ballot.rounds[1]
    both = (name for name in first if name in second)
    return Counter((_bare(first[name].answer), _bare(second[name].answer)) for name in both)


def _bare(answer: JsonValue) -> str:
    return str(answer).partition(CONFIDENCE_MARK)[0]
