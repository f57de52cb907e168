"""Figures of samples, with a bootstrap interval."""

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
"""The number of cases below which no interval is given: samples from so few are nearly alike, and look too certain."""


@dataclasses.dataclass(frozen=True)
class Estimate:
    """A figure, the ends of its interval, and the number of cases.

    The interval holds 95 % of the figures of samples drawn from these cases with replacement (percentile bootstrap,
    after Efron and Tibshirani, 1993); samples for which the figure is not defined are left out.
    """

    value: float
    low: float
    high: float
    cases: int

    def __str__(self) -> str:
        """Return the figure with its interval in one line."""
        if self.cases < FEW:
            return f"{self.value:.2f} (n = {self.cases}: too few for an interval)"
        return f"{self.value:.2f} (95 % interval {self.low:.2f} to {self.high:.2f}, n = {self.cases})"


def resampled(cases: NDArray[np.float64], figure: Callable[[NDArray[np.float64]], float | None]) -> Estimate | None:
    """Return a figure of the cases, one in each row, with its interval; None if it is not defined.

    The same cases always give the same interval, because the random numbers have a fixed seed.
    """
    value = figure(cases) if len(cases) >= FEWEST else None
    if value is None:
        return None
    chance = np.random.default_rng(0)
    draws = (figure(cases[chance.integers(len(cases), size=len(cases))]) for _ in range(RESAMPLES))
    defined = [draw for draw in draws if draw is not None]
    low, high = np.quantile(defined, [(1 - COVERAGE) / 2, (1 + COVERAGE) / 2]) if defined else (value, value)
    return Estimate(value, float(low), float(high), len(cases))
