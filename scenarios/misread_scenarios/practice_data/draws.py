"""Random draws that give the same result on every version of Python.

Of the methods of `random.Random`, Python promises that for `random` alone, so all draws here are made from it.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A source of random draws for one seed."""

    def __init__(self, seed: int) -> None:
        """Start at the beginning of the seed's draws."""
        self._random = random.Random(seed).random  # noqa: S311 - no secret

    def below(self, end: int) -> int:
        """Return a whole number from 0 up to, and without, `end`."""
        return int(self._random() * end)

    def shuffled(self, items: Iterable[T]) -> list[T]:
        """Return the items in random order."""
        order = list(items)
        for last in range(len(order) - 1, 0, -1):
            other = self.below(last + 1)
            order[last], order[other] = order[other], order[last]
        return order

    def some(self, items: Iterable[T], count: int) -> list[T]:
        """Return so many of the items, in random order; raises ValueError if there are fewer."""
        order = self.shuffled(items)
        if not 0 <= count <= len(order):
            raise ValueError(f"{count} of {len(order)} cannot be drawn")
        return order[:count]

    def one(self, items: Sequence[T]) -> T:
        """Return one of the items."""
        return items[self.below(len(items))]

    def dealt(self, items: Iterable[T], quotas: Mapping[str, int]) -> dict[T, str]:
        """Give each item a value, so that each value is given exactly as often as its quota says.

        Raises:
            ValueError: if the quotas do not add up to the number of items.
        """
        order = self.shuffled(items)
        values = [value for value, quota in quotas.items() for _ in range(quota)]
        return dict(zip(order, values, strict=True))
