"""What the scores of a cohort say about the items: how hard each is, and whether it goes with the rest.

Items of a course like this one measure different things, so alpha is low by design and underestimates; it is shown with
its interval and no threshold. Each figure is over those who have met the item, and its n says how many they are: a
blank taken for 0 would make an item look harder, and idle learners would make everything go with everything.
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
"""Shares of points that lie closer together than this are equal, and were added up in another order."""


@dataclasses.dataclass(frozen=True)
class ItemFigures:
    """What is known of one item.

    Attributes:
        item: its id.
        n: learners who have a score on it.
        facility: the mean share of its points that they got, 0 to 1; None with nobody.
        spread: the standard deviation of those shares; None with fewer than two.
        with_rest: how their scores on the item go with the share of the points that they got in all the other items
            that they have a score on, -1 to 1. Where nobody lacks a score, that is the discrimination index of
            Moodle's quiz statistics (there times 100). None if either does not vary or there are fewer than three.
            Below zero is an alarm: look at the key.
        n_with_rest: learners whom `with_rest` is over: those who have a score on another item, too.
    """

    item: str
    n: int
    facility: float | None
    spread: float | None
    with_rest: float | None
    n_with_rest: int


@dataclasses.dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of some items: the figure with its interval, and how many items it is over.

    `value` is None where it is not defined: with fewer than two items or three learners, or sums that do not vary.
    """

    items: int
    learners: int
    value: Estimate | None


def item_figures(scores: Mapping[str, Sequence[float | None]], most: Mapping[str, float]) -> tuple[ItemFigures, ...]:
    """Return the figures of each item.

    Args:
        scores: for each item its points, in one and the same order of learners; None if a learner has none.
        most: the most points that each item gives.
    """
    table, points = _table(scores), np.array([most[item] for item in scores], dtype=float)
    return tuple(_figures(item, table, points, place) for place, item in enumerate(scores))


def alpha_of_all(scores: Mapping[str, Sequence[float | None]]) -> Alpha:
    """Return alpha over those items that everybody has a score on; who has a score on nothing is left out."""
    table = _table(scores)
    there = table[~np.isnan(table).all(axis=1)]
    return _alpha_of(there[:, ~np.isnan(there).any(axis=0)])


def alpha_of_whole(scores: Mapping[str, Sequence[float | None]]) -> Alpha:
    """Return alpha over the learners who have a score on every item; an item that nobody has one on is left out.

    So a text that no reader has marked yet does not leave everybody without a figure.
    """
    table = _table(scores)
    asked = table[:, ~np.isnan(table).all(axis=0)]
    return _alpha_of(asked[~np.isnan(asked).any(axis=1)])


def cronbach_alpha(scores: Mapping[str, Sequence[float | None]]) -> Estimate | None:
    """Return Cronbach's alpha over those who have a score on every item (Cronbach, 1951, *Psychometrika* 16).

    None where it is not defined, with fewer than two items or sums that do not vary; and with fewer than three
    learners, from which no samples can be drawn that differ.
    """
    return alpha_of_whole(scores).value


def item_rest(item: NDArray[np.float64], rest: NDArray[np.float64]) -> float | None:
    """Return the correlation of an item with the rest of a test: covariance over the root of the two variances."""
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
