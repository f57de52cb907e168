"""Rank correlation of weighted pairs with many ties."""

from __future__ import annotations

from collections import Counter

import pytest
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.paths.correlation import spearman


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=40))
def test_rank_correlation_agrees_with_scipy(pairs: list[tuple[int, int]]) -> None:
    ours = spearman({(float(a), float(b)): n for (a, b), n in Counter(pairs).items()})
    if len({a for a, _ in pairs}) == 1 or len({b for _, b in pairs}) == 1:
        assert ours is None
    else:
        assert ours == pytest.approx(
            scipy.stats.spearmanr([a for a, _ in pairs], [b for _, b in pairs]).statistic, abs=1e-9
        )


def test_only_the_order_counts() -> None:
    pairs = {(1.0, 10.0): 2, (2.0, 20.0): 1, (3.0, 15.0): 4}
    assert spearman(pairs) == pytest.approx(spearman({(a**3, b / 7): n for (a, b), n in pairs.items()}))
    assert spearman({(1.0, 1.0): 1, (2.0, 5.0): 1}) == pytest.approx(1)
    assert spearman({(1.0, 5.0): 3, (2.0, 1.0): 3}) == pytest.approx(-1)


def test_what_does_not_vary_has_no_correlation() -> None:
    assert spearman({(1.0, 1.0): 3, (1.0, 2.0): 4}) is None
    assert spearman({}) is None
