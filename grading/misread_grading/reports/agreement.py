"""Agreement between two or more graders, with an interval and without a verdict.

Sources: weighted kappa after Cohen (1968), *Psychological Bulletin* 70(4); alpha after Krippendorff (2019), *Content
Analysis*, chapter 12; the intraclass correlation ICC(A,1) after McGraw and Wong (1996), *Psychological Methods* 1(1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import krippendorff
import numpy as np

from misread_grading.reports.bootstrap import Estimate, resampled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Marks = NDArray[np.float64]

TWO = 2


def weighted_kappa(pairs: Sequence[tuple[int, int]]) -> Estimate | None:
    """Return Cohen's kappa with quadratic weights for two graders.

    Args:
        pairs: the marks of the first and the second grader for each text, whole numbers.

    Returns:
        1 for full agreement, 0 for agreement by chance; None if it is not defined, with fewer than two texts or the
        same mark everywhere.
    """
    return resampled(np.asarray(pairs, dtype=float).reshape(-1, TWO), _kappa)


def ordinal_alpha(marks: Sequence[Sequence[float | None]]) -> Estimate | None:
    """Return Krippendorff's alpha for ordered marks by any number of graders, with gaps.

    Args:
        marks: a row for each text, with a mark for each grader; None if a grader did not mark it.

    Returns:
        1 for full agreement, 0 for agreement by chance; None if it is not defined, with fewer than two texts with two
        graders or the same mark everywhere.
    """
    rows = np.array([[np.nan if mark is None else mark for mark in row] for row in marks], dtype=float)
    paired = rows[(~np.isnan(rows)).sum(axis=1) >= TWO] if rows.size else np.empty((0, TWO))
    return resampled(paired, _alpha)


def intraclass_correlation(marks: Sequence[Sequence[float]]) -> Estimate | None:
    """Return ICC(A,1): the share of the marks' variance that is due to the texts, for one rater, with no gaps.

    Args:
        marks: a row for each text, in it the total of each rater.

    Returns:
        At most 1; None if it is not defined: fewer than two texts or raters, or no variance at all.
    """
    return resampled(np.atleast_2d(np.asarray(marks, dtype=float)), _icc)


def _kappa(pairs: Marks) -> float | None:
    first, second = pairs.T
    by_chance = np.mean(np.subtract.outer(first, second) ** 2)
    return None if by_chance == 0 else float(1 - np.mean((first - second) ** 2) / by_chance)


def _alpha(rows: Marks) -> float | None:
    if len(np.unique(rows[~np.isnan(rows)])) < TWO:
        return None
    return float(krippendorff.alpha(reliability_data=rows.T, level_of_measurement="ordinal"))


def _icc(rows: Marks) -> float | None:
    texts, raters = rows.shape
    if raters < TWO:
        return None
    mean = rows.mean()
    between_texts = raters * np.sum((rows.mean(axis=1) - mean) ** 2) / (texts - 1)
    between_raters = texts * np.sum((rows.mean(axis=0) - mean) ** 2) / (raters - 1)
    rest = np.sum((rows - mean) ** 2) - (texts - 1) * between_texts - (raters - 1) * between_raters
    error = rest / ((texts - 1) * (raters - 1))
    whole = between_texts + (raters - 1) * error + raters * (between_raters - error) / texts
    return None if whole == 0 else float((between_texts - error) / whole)
