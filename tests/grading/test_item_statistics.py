"""An item goes with the rest of the test as Moodle's quiz statistics compute it."""

from __future__ import annotations

from math import sqrt
from statistics import fmean

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from misread_grading.reports.item_statistics import item_figures

SCORES: dict[str, list[float | None]] = {
    "A": [6.0, 5, 4, 6, 2, None],
    "B": [4.0, 4, 3, 2, 1, 3],
    "C": [1.0, 2, 3, 4, 5, 2],
}
MOST = {"A": 6, "B": 4, "C": 5}


def moodle(item: list[float], rest: list[float]) -> float:
    """The discrimination index, 100 C(x, X) / sqrt(V(x) V(X)), where C and V divide by the attempts less one.

    Source: Moodle's documentation, "Quiz statistics calculations".
    """
    attempts = len(item)
    mean, rest_mean = fmean(item), fmean(rest)
    covariance = sum((x - mean) * (y - rest_mean) for x, y in zip(item, rest, strict=True)) / (attempts - 1)
    variance = sum((x - mean) ** 2 for x in item) / (attempts - 1)
    rest_variance = sum((y - rest_mean) ** 2 for y in rest) / (attempts - 1)
    return 100 * covariance / sqrt(variance * rest_variance)


@given(
    rows=st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.integers(0, 5)), min_size=3, max_size=30),
)
def test_item_rest_r_is_moodles_discrimination_index(rows: list[tuple[int, int, int]]) -> None:
    columns = {name: list(map(float, column)) for name, column in zip("ABC", zip(*rows, strict=True), strict=True)}
    for found, (name, item) in zip(item_figures(columns, MOST), columns.items(), strict=True):
        rest = [sum(row) - own for row, own in zip(rows, item, strict=True)]
        assume(len(set(item)) > 1)
        assume(len(set(rest)) > 1)
        assert found.item == name
        assert found.with_rest is not None
        assert 100 * found.with_rest == pytest.approx(moodle(item, rest))


def test_learners_without_a_score_are_left_out_and_n_says_so() -> None:
    first, second, _ = item_figures(SCORES, MOST)
    assert (first.n, second.n) == (5, 6)
    assert first.facility == pytest.approx(23 / 30)
    assert first.with_rest == pytest.approx(moodle([6, 5, 4, 6, 2], [5, 6, 6, 6, 6]) / 100)


def test_an_item_against_the_rest_is_below_zero() -> None:
    assert (item_figures(SCORES, MOST)[2].with_rest or 0) < 0


def test_with_nobody_there_is_no_figure() -> None:
    (alone,) = item_figures({"A": []}, MOST)
    assert (alone.n, alone.facility, alone.spread, alone.with_rest) == (0, None, None, None)
