"""Columns that have nothing to do with any planted effect.

Values that are merely drawn at random would still go with some effect by chance, and a learner would find it. So the
values are swapped between people until no correlation with a planted outcome is larger than `LARGEST`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from misread_scenarios.practice_data.draws import Draws

LARGEST = 0.05
"""The largest correlation, in size, of a noise column with a planted outcome."""
MOST_STARTS, MOST_SWAPS = 50, 500

Outcomes: TypeAlias = Mapping[str, Mapping[int, bool]]
"""The planted outcomes by name, each for the people whom it concerns (by number)."""


@dataclasses.dataclass
class _Pair:
    """A number that is read off a noise column, and an outcome."""

    read: Callable[[str], int]
    outcome: Mapping[int, bool]

    def correlation(self, column: Mapping[int, str]) -> float:
        """Return the square of Pearson's correlation, with the sign of the correlation."""
        numbers = [self.read(column[person]) for person in self.outcome]
        size, total = len(numbers), sum(numbers)
        met = sum(self.outcome.values())
        product = sum(number for number, yes in zip(numbers, self.outcome.values(), strict=True) if yes)
        covariance = size * product - total * met
        spread = (size * sum(number * number for number in numbers) - total * total) * met * (size - met)
        return covariance * abs(covariance) / spread if spread else 0.0


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
    pairs = [_Pair(read, outcome) for read in _readings(values) for outcome in outcomes.values()]
    for _ in range(MOST_STARTS):
        column = dict(zip(people, draws.shuffled(values), strict=True))
        if _evened_out(draws, column, pairs):
            return column
    raise ValueError(f"no arrangement of {sorted(set(values))[:5]} is free of the outcomes {', '.join(outcomes)}")


def _evened_out(draws: Draws, column: dict[int, str], pairs: Sequence[_Pair]) -> bool:
    """Swap values for as long as that helps; return whether no excess is left."""
    excess = [_excess(pair, column) for pair in pairs]
    for _ in range(MOST_SWAPS):
        left = [pair for pair, over in zip(pairs, excess, strict=True) if over]
        if not left:
            return True
        outcome = draws.one(left).outcome
        one = draws.one([person for person, met in outcome.items() if met])
        other = draws.one([person for person, met in outcome.items() if not met])
        column[one], column[other] = column[other], column[one]
        swapped = [_excess(each, column) for each in pairs]
        if sum(swapped) < sum(excess):
            excess = swapped
        else:
            column[one], column[other] = column[other], column[one]
    return False


def _readings(values: Sequence[str]) -> list[Callable[[str], int]]:
    if all(value.isdecimal() for value in values):
        return [int]
    return [_level(level) for level in sorted(set(values))]


def _level(level: str) -> Callable[[str], int]:
    return lambda value: int(value == level)


def _excess(pair: _Pair, column: Mapping[int, str]) -> float:
    return max(0.0, abs(pair.correlation(column)) - LARGEST * LARGEST)
