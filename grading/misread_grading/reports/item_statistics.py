"""Statistics of a cohort's scores: how difficult each item is, and how it correlates with the others.

Items of this course measure different things, so alpha is low by design and an underestimate; it is shown with its
interval and without a threshold. Each figure covers only learners who have met the item, and `n` is their number: a
blank counted as 0 would make an item look more difficult, and inactive learners would make all items correlate.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from misread_grading.reports.bootstrap import Estimate, resampled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FEWEST = 3
TWO = 2
SAME = 1e-9
"""Shares of points that differ by less than this are equal; they were only added up in another order."""


@dataclasses.dataclass(frozen=True)
class ItemFigures:
    """The statistics of one item.

    Attributes:
        item: its id.
        n: the number of learners with a score on it.
        facility: the mean share of its points that they got, 0 to 1; None without learners.
        spread: the standard deviation of these shares; None with fewer than two learners.
        with_rest: the correlation of their scores on the item with their share of the points of all other items on
            which they have a score, -1 to 1. If nobody lacks a score, it is the discrimination index of Moodle's quiz
            statistics (there times 100). None if either does not vary, or with fewer than three learners. A negative
            value is an alarm: check the key.
        n_with_rest: the number of learners in `with_rest`: those with a score on another item, too.
    """

    item: str
    n: int
    facility: float | None
    spread: float | None
    with_rest: float | None
    n_with_rest: int


@dataclasses.dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of some items: the figure with its interval, and the numbers of items and learners.

    `value` is None if it is not defined: with fewer than two items or three learners, or sums that do not vary.
    """

    items: int
    learners: int
    value: Estimate | None


def item_figures(scores: Mapping[str, Sequence[float | None]], most: Mapping[str, float]) -> tuple[ItemFigures, ...]:
    """Return the statistics of each item.

    Args:
        scores: the points of each item, in the same order of learners for all; None for a learner without a score.
        most: the most points of each item.
    """
    table, points = _table(scores), np.array([most[item] for item in scores], dtype=float)
    return tuple(_figures(item, table, points, place) for place, item in enumerate(scores))


def alpha_of_all(scores: Mapping[str, Sequence[float | None]]) -> Alpha:
    """Return alpha over the items on which everybody has a score; learners without any score are left out."""
    table = _table(scores)
    scored = table[~np.isnan(table).all(axis=1)]
    return _alpha_of(scored[:, ~np.isnan(scored).any(axis=0)])


def alpha_of_whole(scores: Mapping[str, Sequence[float | None]]) -> Alpha:
    """Return alpha over the learners with a score on every item; items on which nobody has a score are left out.

    So a text that no grader has marked yet does not take everybody out of the figure.
    """
    table = _table(scores)
    asked = table[:, ~np.isnan(table).all(axis=0)]
    return _alpha_of(asked[~np.isnan(asked).any(axis=1)])


def cronbach_alpha(scores: Mapping[str, Sequence[float | None]]) -> Estimate | None:
    """Return Cronbach's alpha over the learners with a score on every item (Cronbach, 1951, *Psychometrika* 16).

    None if it is not defined, with fewer than two items or sums that do not vary, or with fewer than three learners,
    whose samples would all be alike.
    """
    return alpha_of_whole(scores).value


def item_rest(item: NDArray[np.float64], rest: NDArray[np.float64]) -> float | None:
    """Return the correlation of an item with the rest of a test: covariance divided by the root of both variances."""
    if len(item) < FEWEST or min(np.ptp(item), np.ptp(rest)) < SAME:
        return None
    covariance = np.cov(item, rest)
    return float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))


def _table(scores: Mapping[str, Sequence[float | None]]) -> NDArray[np.float64]:
    columns = [[np.nan if score is None else score for score in column] for column in scores.values()]
    return np.array(columns, dtype=float).reshape(len(columns), -1).T


def _figures(item: str, table: NDArray[np.float64], most: NDArray[np.float64], place: int) -> ItemFigures:
    met = table[~np.isnan(table[:, place])]
    shares = met[:, place] / most[place]
    others = np.delete(met, place, axis=1)
    to_be_had = (~np.isnan(others) * np.delete(most, place)).sum(axis=1)
    both = to_be_had > 0
    rest = np.nansum(others, axis=1)[both] / to_be_had[both]
    return ItemFigures(
        item,
        n=len(shares),
        facility=float(shares.mean()) if len(shares) else None,
        spread=float(shares.std(ddof=1)) if len(shares) >= TWO else None,
        with_rest=item_rest(shares[both], rest),
        n_with_rest=int(both.sum()),
    )


def _alpha_of(table: NDArray[np.float64]) -> Alpha:
    learners, items = table.shape
    is_defined = items >= TWO and learners >= FEWEST
    return Alpha(items, learners, resampled(table, _alpha) if is_defined else None)


def _alpha(table: NDArray[np.float64]) -> float | None:
    items = table.shape[1]
    whole = table.sum(axis=1).var(ddof=1)
    if whole == 0:
        return None
    return float(items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / whole))
