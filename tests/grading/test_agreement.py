"""Kappa, both alphas and the intraclass correlation are what the reference libraries give."""

from __future__ import annotations

import pandas as pd
import pingouin
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa, to_table

from misread_grading.reports.agreement import intraclass_correlation, ordinal_alpha, weighted_kappa
from misread_grading.reports.item_statistics import cronbach_alpha

TOTALS = [(8, 7), (5, 5), (3, 4), (6, 6), (2, 4), (7, 7), (5, 3), (4, 4), (8, 8), (1, 2), (6, 5), (5, 6)]
"""The totals that two readers gave for twelve texts, out of eight."""
ROWS = [(2, 2), (1, 1), (0, 1), (2, 1), (0, 0), (1, 1), (2, 2), (1, 2), (0, 0), (1, 0)]
ITEMS = {"A": [6, 5, 4, 6, 2, 1, 3, 5], "B": [4, 4, 3, 4, 1, 2, 2, 4], "C": [6, 3, 5, 5, 3, 1, 4, 2]}


@pytest.mark.parametrize("pairs", [TOTALS, ROWS], ids=["totals", "rows"])
def test_weighted_kappa_is_that_of_statsmodels(pairs: list[tuple[int, int]]) -> None:
    found = weighted_kappa(pairs)
    first, second = zip(*pairs, strict=True)
    table, _ = to_table(pd.DataFrame(pairs).to_numpy())
    marks = sorted({*first, *second})
    assert found is not None
    assert marks == list(range(marks[0], marks[-1] + 1)), "statsmodels weighs by place, so no mark may be left out"
    assert found.value == pytest.approx(cohens_kappa(table, wt="quadratic").kappa)


@pytest.mark.parametrize(("pairs", "expected"), [(TOTALS, 0.8644549763), (ROWS, 0.6896551724)], ids=["totals", "rows"])
def test_intraclass_correlation_is_that_of_pingouin(pairs: list[tuple[int, int]], expected: float) -> None:
    # What pingouin 0.7.0 gives for the same marks as ICC(A,1).
    found = intraclass_correlation(pairs)
    assert found is not None
    assert found.value == pytest.approx(expected)


def test_cronbachs_alpha_is_that_of_pingouin() -> None:
    found = cronbach_alpha(ITEMS)
    assert found is not None
    assert found.value == pytest.approx(pingouin.cronbach_alpha(pd.DataFrame(ITEMS))[0])


def test_krippendorffs_alpha_is_that_of_his_own_example() -> None:
    # Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", section D: four observers, twelve units, gaps.
    a = [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None]
    b = [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3]
    c = [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None]
    d = [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None]
    found = ordinal_alpha(list(zip(a, b, c, d, strict=True)))
    assert found is not None
    assert found.value == pytest.approx(0.815, abs=5e-4)
    assert found.cases == 11, "the unit that one observer alone has seen says nothing about agreement"


@settings(max_examples=20, deadline=None)
@given(marks=st.lists(st.integers(0, 8), min_size=2, max_size=20).filter(lambda marks: len(set(marks)) > 1))
def test_two_readers_who_agree_on_everything_have_one_throughout(marks: list[int]) -> None:
    pairs = [(mark, mark) for mark in marks]
    for found in (weighted_kappa(pairs), ordinal_alpha(pairs), intraclass_correlation(pairs)):
        assert found is not None
        assert found.value == pytest.approx(1)
        assert found.low == pytest.approx(1)


@pytest.mark.parametrize("pairs", [[], [(1, 1)], [(1, 1), (1, 1)]], ids=["none", "one text", "one mark"])
def test_where_nothing_varies_there_is_no_figure(pairs: list[tuple[int, int]]) -> None:
    assert weighted_kappa(pairs) is None
    assert ordinal_alpha(pairs) is None
    assert intraclass_correlation(pairs) is None


def test_the_interval_lies_about_the_figure_and_is_the_same_each_time() -> None:
    found = weighted_kappa(TOTALS)
    assert found is not None
    assert found.low < found.value < found.high <= 1
    assert found == weighted_kappa(TOTALS)
    assert str(found).startswith(f"{found.value:.2f} (95 % interval {found.low:.2f}")


def test_few_texts_give_a_figure_and_no_interval_that_would_look_precise() -> None:
    assert str(weighted_kappa([(6, 5), (6, 5)])) == "0.00 (n = 2: too few for an interval)"
    assert "interval 0" in str(weighted_kappa(TOTALS[:6]))
