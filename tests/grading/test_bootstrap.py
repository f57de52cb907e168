"""A figure of a sample and its interval: the same for the same cases, and none where it would look too certain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from misread_grading.reports.bootstrap import FEW, resampled

Cases = NDArray[np.float64]
CASES = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30).map(
    lambda values: np.array([[each] for each in values])
)


def mean(cases: Cases) -> float:
    return float(cases.mean())


@given(CASES)
def test_an_interval_of_means_lies_within_the_cases_and_holds_for_the_same_cases(cases: Cases) -> None:
    found = resampled(cases, mean)
    assert found is not None
    assert found == resampled(cases.copy(), mean)
    assert (found.value, found.cases) == (mean(cases), len(cases))
    room = 1e-9 * max(1.0, float(np.abs(cases).max()))
    assert cases.min() - room <= found.low <= found.high <= cases.max() + room


def test_an_interval_of_means_is_the_textbooks_for_many_cases() -> None:
    cases = np.random.default_rng(1).normal(10, 2, size=(400, 1))
    found = resampled(cases, mean)
    assert found is not None
    half = 1.96 * float(cases.std()) / 20
    assert (found.low, found.high) == pytest.approx((mean(cases) - half, mean(cases) + half), abs=0.05)


def test_more_cases_give_a_narrower_interval() -> None:
    cases = np.random.default_rng(2).normal(0, 1, size=(400, 1))
    few, many = resampled(cases[:20], mean), resampled(cases, mean)
    assert few is not None
    assert many is not None
    assert many.high - many.low < (few.high - few.low) / 2


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_cases_have_no_figure(number: int) -> None:
    assert resampled(np.zeros((number, 1)), mean) is None


def test_a_figure_that_is_not_defined_is_none_and_samples_without_it_are_left_out() -> None:
    def ratio(cases: Cases) -> float | None:
        return float(cases[:, 0].sum() / cases[:, 1].sum()) if cases[:, 1].any() else None

    assert resampled(np.zeros((5, 2)), ratio) is None
    found = resampled(np.array([[1.0, 2.0], *[[0.0, 0.0]] * 9]), ratio)
    assert found is not None
    assert (found.low, found.value, found.high) == (0.5, 0.5, 0.5)


def test_few_cases_are_shown_without_an_interval() -> None:
    few, enough = (resampled(np.arange(float(number)).reshape(-1, 1), mean) for number in (FEW - 1, FEW))
    assert str(few) == f"2.00 (n = {FEW - 1}: too few for an interval)"
    assert str(enough).startswith("2.50 (95 % interval ")
    assert str(enough).endswith(f", n = {FEW})")
