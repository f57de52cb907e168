"""A figure that comes from a sample, with the interval in which it would lie in most samples of that size."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

RESAMPLES = 400
COVERAGE = 0.95
FEWEST = 2
FEW = 6
"""Cases below which no interval is said: samples drawn from so few are nearly all alike, and look more certain."""


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A figure, the ends of its interval, and the number of cases it rests on.

    The interval holds 95 % of the figures that samples drawn anew from these cases give (percentile bootstrap, after
    Efron and Tibshirani, 1993); samples in which the figure is not defined are left out of it.
    """

    value: float
    low: float
    high: float
    cases: int

    def __str__(self) -> str:
        """Say it in one line."""
        if self.cases < FEW:
            return f"{self.value:.2f} (n = {self.cases}: too few for an interval)"
        return f"{self.value:.2f} (95 % interval {self.low:.2f} to {self.high:.2f}, n = {self.cases})"


def resampled(cases: NDArray[np.float64], figure: Callable[[NDArray[np.float64]], float | None]) -> Estimate | None:
    """Return a figure of the cases, one a row, with its interval; None if it is not defined.

    The same cases always give the same interval: chance begins at a fixed seed.
    """
    value = figure(cases) if len(cases) >= FEWEST else None
    if value is None:
        return None
    chance = np.random.default_rng(0)
    draws = (figure(cases[chance.integers(len(cases), size=len(cases))]) for _ in range(RESAMPLES))
    known = [draw for draw in draws if draw is not None]
    low, high = np.quantile(known, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]) if known else (value, value)
    return Estimate(value, float(low), float(high), len(cases))
