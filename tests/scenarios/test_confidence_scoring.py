"""A confidence is scored so that saying what one believes pays best."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.play.confidence_scoring import open_share, share

CLAIMS = st.integers(2, 6)


def expected(belief: float, said: float, claims: int) -> float:
    """Return what is earned on average by one who believes `belief` and says `said`."""
    return belief * share(said, claims, holds=True) + (1 - belief) * share(said, claims, holds=False)


@settings(deadline=None)
@given(st.integers(0, 100), CLAIMS)
def test_saying_what_one_believes_pays_best(belief: int, claims: int) -> None:
    earned = {said: expected(belief / 100, said / 100, claims) for said in range(101)}
    best = earned.pop(belief)
    assert all(other < best for other in earned.values())


@settings(deadline=None)
@given(st.floats(0, 1), CLAIMS)
def test_a_share_lies_between_nothing_and_all(said: float, claims: int) -> None:
    for holds in (True, False):
        assert -1e-12 <= share(said, claims, holds=holds) <= 1 + 1e-12


@settings(deadline=None)
@given(CLAIMS)
def test_certainty_is_worth_all_or_nothing(claims: int) -> None:
    assert share(1, claims, holds=True) == pytest.approx(1)
    assert share(1, claims, holds=False) == pytest.approx(0)


@settings(deadline=None)
@given(CLAIMS)
def test_claiming_nothing_is_worth_what_an_even_belief_is(claims: int) -> None:
    even = 1 / claims
    assert open_share(claims) == pytest.approx(share(even, claims, holds=True))
    assert open_share(claims) == pytest.approx(share(even, claims, holds=False))


@settings(deadline=None)
@given(st.floats(0, 1))
def test_three_claims_follow_the_published_form(said: float) -> None:
    assert share(said, 3, holds=True) == pytest.approx(1 - 0.75 * (1 - said) ** 2)
    assert share(said, 3, holds=False) == pytest.approx(0.75 * (1 - said**2))


@pytest.mark.parametrize(
    ("level", "right", "wrong"),
    [(50, 0.833, 0.5), (60, 0.893, 0.427), (70, 0.94, 0.34), (80, 0.973, 0.24), (90, 0.993, 0.127), (100, 1.0, 0.0)],
)
def test_four_claims_earn_the_tabled_shares(level: int, right: float, wrong: float) -> None:
    assert round(share(level / 100, 4, holds=True), 3) == right
    assert round(share(level / 100, 4, holds=False), 3) == wrong
