"""What the scores of a cohort say about the items: how hard each is, and whether it goes with the rest.

Items of a course like this one measure different things, so alpha is low by design and underestimates; it is shown with
its interval and no threshold. Whoever did not meet an item is left out of that item's figures, and n says so.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np

from misread_grading.estimate import Estimate, resampled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

FEWEST = 3
TWO = 2


@dataclasses.dataclass(frozen=True)
class ItemFigures:
    """What is known of one item.

    Attributes:
        item: its id.
        n: learners who have a score on it.
        facility: the mean share of its points that they got, 0 to 1; None with nobody.
        spread: the standard deviation of those shares; None with fewer than two.
        with_rest: how the item's scores go with the sum of all the other items', -1 to 1, over those who have a score
            on every item (the discrimination index of Moodle's quiz statistics, there times 100); None where either
            does not vary or fewer than three have all scores. Below zero is an alarm: look at the key.
    """

    item: str
    n: int
    facility: float | None
    spread: float | None
    with_rest: float | None


def item_figures(scores: Mapping[str, Sequence[float | None]], most: Mapping[str, float]) -> tuple[ItemFigures, ...]:
    """Return the figures of each item.

    Args:
        scores: for each item its points, in one and the same order of learners; None where a learner has none.
        most: the most points that each item gives.
    """
    table = _table(scores)
    whole = table[~np.isnan(table).any(axis=1)]
    return tuple(_figures(item, table[:, place], most[item], whole, place) for place, item in enumerate(scores))


def cronbach_alpha(scores: Mapping[str, Sequence[float | None]]) -> Estimate | None:
    """Return Cronbach's alpha over those who have a score on every item (Cronbach, 1951, *Psychometrika* 16).

    None where it is not defined, with fewer than two items or sums that do not vary; and with fewer than three
    learners, of whom no samples can be drawn that differ.
    """
    table = _table(scores)
    whole = table[~np.isnan(table).any(axis=1)]
    return resampled(whole, _alpha) if len(scores) >= TWO and len(whole) >= FEWEST else None


def item_rest(item: NDArray[np.float64], rest: NDArray[np.float64]) -> float | None:
    """Return the correlation of an item with the rest of a test: covariance over the root of the two variances."""
    if len(item) < FEWEST or np.ptp(item) == 0 or np.ptp(rest) == 0:
        return None
    covariance = np.cov(item, rest)
    return float(covariance[0, 1] / np.sqrt(covariance[0, 0] * covariance[1, 1]))


def _table(scores: Mapping[str, Sequence[float | None]]) -> NDArray[np.float64]:
    columns = [[np.nan if score is None else score for score in column] for column in scores.values()]
    return np.array(columns, dtype=float).reshape(len(columns), -1).T


def _figures(
    item: str, column: NDArray[np.float64], most: float, whole: NDArray[np.float64], place: int
) -> ItemFigures:
    shares = column[~np.isnan(column)] / most
    own = whole[:, place]
    return ItemFigures(
        item,
        n=len(shares),
        facility=float(shares.mean()) if len(shares) else None,
        spread=float(shares.std(ddof=1)) if len(shares) >= TWO else None,
        with_rest=item_rest(own, whole.sum(axis=1) - own),
    )


def _alpha(table: NDArray[np.float64]) -> float | None:
    items = table.shape[1]
    whole = table.sum(axis=1).var(ddof=1)
    if whole == 0:
        return None
    return float(items / (items - 1) * (1 - table.var(axis=0, ddof=1).sum() / whole))
