"""Columns that have nothing to do with any planted effect.

Values that are merely drawn at random would still go with some effect by chance, and a learner would find it. So the
values are swapped between people until no correlation with a planted outcome is larger than `LARGEST`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from misread_scenarios.practice_data.draws import Draws

LARGEST = 0.05
"""The largest correlation, in size, of a noise column with a planted outcome."""
MOST_STARTS, MOST_SWAPS = 50, 500

Outcomes: TypeAlias = Mapping[str, Mapping[int, bool]]
"""The planted outcomes by name, each for the people whom it concerns (by number)."""


class _Pair:
    """A number that is read off a noise column, and an outcome, with the sums that their correlation needs."""

    def __init__(self, read: Callable[[str], int], outcome: Mapping[int, bool]) -> None:
        """Start without any values."""
        self.outcome = outcome
        self._read = read
        self._met = sum(outcome.values())
        self._total = self._squares = self._product = 0

    def put(self, person: int, value: str, times: int = 1) -> None:
        """Count a person's value in; with `times=-1`, take it out."""
        if person in self.outcome:
            number = self._read(value)
            self._total += times * number
            self._squares += times * number * number
            self._product += times * number * self.outcome[person]

    @property
    def excess(self) -> float:
        """By how much the square of Pearson's correlation is too large."""
        size, met = len(self.outcome), self._met
        covariance = size * self._product - self._total * met
        spread = (size * self._squares - self._total * self._total) * met * (size - met)
        return max(0.0, covariance * covariance / spread - LARGEST * LARGEST) if spread else 0.0


def spread_evenly(draws: Draws, people: Sequence[int], values: Sequence[str], outcomes: Outcomes) -> dict[int, str]:
    """Give each person one of the values, so that none goes with an outcome.

    Args:
        draws: the source of random draws.
        people: the people, by number.
        values: as many values as people: either all whole numbers, or the names of a few levels.
        outcomes: the outcomes that the values must not go with.

    Returns:
        The value of each person. No correlation is larger than `LARGEST`: of the numbers with each outcome, or of each
        level (as 1 or 0) with each outcome.

    Raises:
        ValueError: if no such arrangement is found.
    """
    for _ in range(MOST_STARTS):
        pairs = [_Pair(read, outcome) for read in _readings(values) for outcome in outcomes.values()]
        column = dict(zip(people, draws.shuffled(values), strict=True))
        for pair in pairs:
            for person, value in column.items():
                pair.put(person, value)
        if _evened_out(draws, column, pairs):
            return column
    raise ValueError(f"no arrangement of {sorted(set(values))[:5]} is free of the outcomes {', '.join(outcomes)}")


def _evened_out(draws: Draws, column: dict[int, str], pairs: Sequence[_Pair]) -> bool:
    """Swap values for as long as that helps; return whether no excess is left."""
    for _ in range(MOST_SWAPS):
        over = [pair for pair in pairs if pair.excess]
        if not over:
            return True
        before = sum(pair.excess for pair in over)
        outcome = draws.one(over).outcome
        taken = draws.one([person for person, met in outcome.items() if met])
        given = draws.one([person for person, met in outcome.items() if not met])
        _swap(column, taken, given, pairs)
        if sum(pair.excess for pair in pairs) >= before:
            _swap(column, taken, given, pairs)
    return False


def _swap(column: dict[int, str], first: int, second: int, pairs: Sequence[_Pair]) -> None:
    """Swap the values of two people, and keep the sums of all pairs up to date."""
    for pair in pairs:
        pair.put(first, column[first], -1)
        pair.put(second, column[second], -1)
        pair.put(first, column[second])
        pair.put(second, column[first])
    column[first], column[second] = column[second], column[first]


def _readings(values: Sequence[str]) -> list[Callable[[str], int]]:
    if all(value.isdecimal() for value in values):
        return [int]
    return [_level(level) for level in sorted(set(values))]


def _level(level: str) -> Callable[[str], int]:
    return lambda value: int(value == level)
