"""The small languages inside one line of a scenario: each says one thing, or what is wrong and how it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.format.choice_lines import FactError, changes, guarded, keyed, levels, points, words
from misread_scenarios.format.condition_parser import ConditionError, parse_condition
from misread_scenarios.model import Change, Confidence

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,6}", fullmatch=True).filter(lambda name: name not in {"yes", "no"})


def test_a_guard_ends_with_its_own_bracket() -> None:
    when, rest = guarded("(if (trust >= 2 or known) and calm < 3) She nods (twice).")
    assert when == parse_condition("(trust >= 2 or known) and calm < 3")
    assert rest == "She nods (twice)."
    assert guarded("She nods (twice).") == (None, "She nods (twice).")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("(if trust >= 2 She nods.", "is not closed"),
        ("(If trust >= 2) She nods.", r"begins with `\(if `"),
        ("[if trust >= 2] She nods.", r"begins with `\(if `"),
        ("(when trust >= 2) She nods.", r"begins with `\(if `"),
        ("if trust >= 2: She nods.", r"begins with `\(if `"),
    ],
)
def test_what_is_nearly_a_guard_is_no_prose(text: str, message: str) -> None:
    with pytest.raises(FactError, match=message):
        guarded(text)


def test_a_guard_that_asks_nothing_is_refused() -> None:
    with pytest.raises(ConditionError):
        guarded("(if ) She nods.")


def test_a_key_has_a_guard_or_none_and_then_a_colon() -> None:
    assert keyed("then: She nods: yes.") == ("then", None, "She nods: yes.")
    assert keyed("why best (if known): So.") == ("why best", parse_condition("known"), "So.")
    assert keyed("She nods.") is None
    assert keyed("She nods (twice) and goes.") is None
    with pytest.raises(FactError, match=r"a colon is missing: write `then \(if known\): …`"):
        keyed("then (if known) She nods.")


@given(st.dictionaries(NAMES, st.integers(1, 9999), min_size=1, max_size=4), st.sampled_from("+-"))
def test_each_change_is_read_once(amounts: dict[str, int], sign: str) -> None:
    found = changes(", ".join(f"{name} {sign}{amount}" for name, amount in amounts.items()))
    by = 1 if sign == "+" else -1
    assert found == tuple(Change(variable=name, operation="+", amount=by * amount) for name, amount in amounts.items())


def test_a_value_is_set_by_a_number_or_by_yes_and_no() -> None:
    assert changes("ladder = yes, known=no, crit = -2") == (
        Change(variable="ladder", operation="=", amount=1),
        Change(variable="known", operation="=", amount=0),
        Change(variable="crit", operation="=", amount=-2),
    )


@pytest.mark.parametrize("text", ["", "trust", "trust 1", "trust +", "trust +12345", "trust = maybe", "trust –1"])
def test_what_is_no_change_is_shown_with_some_that_are(text: str) -> None:
    with pytest.raises(FactError, match=r"is not a change; write `trust \+1`"):
        changes(text)


def test_one_variable_changes_once_in_a_line() -> None:
    with pytest.raises(FactError, match="'trust' is changed twice"):
        changes("trust +1, calm +1, trust -2")


def test_points_go_to_competencies() -> None:
    assert points("C2 3, C5 0") == {"C2": 3, "C5": 0}
    for text in ("C2", "C2 4", "C2 12", "c2 3", "3 C2", "C2 -1", ""):
        with pytest.raises(FactError, match="is not a score"):
            points(text)
    with pytest.raises(FactError, match="'C2' is scored twice"):
        points("C2 3, C2 1")


def test_words_are_parted_by_commas_and_empty_ones_are_none() -> None:
    assert words("ask, evidence ,, open mind,") == ("ask", "evidence", "open mind")
    assert words("") == ()


@given(st.integers(-5, 120), st.integers(-5, 120), st.integers(0, 120))
def test_levels_are_two_per_cents_and_a_step_that_fits(low: int, high: int, step: int) -> None:
    if 0 < low < high <= 100 and step and (high - low) % step == 0:
        assert levels(f"{low}..{high} by {step}") == Confidence(low=low, high=high, step=step)
    else:
        with pytest.raises(FactError, match="does not give levels of confidence"):
            levels(f"{low}..{high} by {step}")


def test_levels_without_a_step_go_by_ten() -> None:
    assert levels("50..100") == Confidence(low=50, high=100, step=10)
