"""Conditions: what is written is what is asked, and nothing else can be asked."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from misread_scenarios.conditions import COMPARISONS, Compare, Condition, Every, Flag, Not, Some, Within
from misread_scenarios.conditions_asked import comparisons, open_comparisons, settled
from misread_scenarios.format.condition_parser import KEYWORDS, LONGEST, ConditionError, parse_condition

NAMES = st.sampled_from(["known", "trust", "eS", "hours", "truth"])
RANGES = st.tuples(st.integers(0, 20), st.integers(0, 20)).map(sorted)
COMPARES = st.builds(Compare, NAMES, st.sampled_from(sorted(COMPARISONS)), st.integers(-20, 20))
WORDS = st.builds(Compare, NAMES, st.sampled_from(["==", "!="]), st.sampled_from(["penalty", "free-hand"]))
ATOMS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Flag, NAMES), COMPARES, WORDS, st.builds(lambda name, ends: Within(name, *ends), NAMES, RANGES)
)


def joined(parts: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    """Return conditions made of parts; `a and (b and c)` is written with brackets and read back as it was."""
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Not, parts), st.builds(Every, several), st.builds(Some, several))


CONDITIONS = st.recursive(ATOMS, joined, max_leaves=8)
STATES = st.fixed_dictionaries(
    {
        "known": st.integers(0, 1),
        "trust": st.integers(0, 10),
        "eS": st.integers(0, 10),
        "hours": st.integers(0, 40),
        "truth": st.integers(0, 1),
    }
)


@settings(deadline=None)
@given(CONDITIONS)
def test_a_condition_reads_back_as_it_was_written(condition: Condition) -> None:
    assert parse_condition(str(condition)) == condition


@settings(deadline=None)
@given(CONDITIONS, STATES)
def test_not_is_the_opposite(condition: Condition, state: dict[str, int]) -> None:
    assert Not(condition).holds(state) != condition.holds(state)


@settings(deadline=None)
@given(CONDITIONS, CONDITIONS, STATES)
def test_and_or_and_not_go_together(one: Condition, other: Condition, state: dict[str, int]) -> None:
    neither = Not(Some((one, other))).holds(state)
    assert neither == Every((Not(one), Not(other))).holds(state)


@settings(deadline=None)
@given(CONDITIONS)
def test_a_condition_names_what_it_compares(condition: Condition) -> None:
    assert set(condition.names()) == {part.name for part in comparisons(condition)}


@settings(deadline=None)
@given(CONDITIONS, STATES, st.sets(NAMES))
def test_what_some_values_settle_is_the_answer_whatever_the_others_are(
    condition: Condition, state: dict[str, int], known: set[str]
) -> None:
    part = {name: state[name] for name in known}
    words = [one for one in comparisons(condition) if isinstance(one, Compare) and isinstance(one.value, str)]
    if not any(one.comparison not in ("==", "!=") for one in words):
        answer = settled(condition, part)
        assert answer is None or answer == condition.holds(state)
        still_open = list(open_comparisons(condition, part))
        assert bool(still_open) == (answer is None)
        assert {one.name for one in still_open} <= set(condition.names()) - known


@settings(deadline=None)
@given(st.text())
def test_any_text_is_a_condition_or_says_why_not(text: str) -> None:
    try:
        condition = parse_condition(text)
    except ConditionError:
        return
    assert parse_condition(str(condition)) == condition


@pytest.mark.parametrize(
    ("text", "state", "holds"),
    [
        ("known or trust > 4 and eS > 4", {"known": 1, "trust": 0, "eS": 0}, True),
        ("(known or trust > 4) and eS > 4", {"known": 1, "trust": 0, "eS": 0}, False),
        ("not known or known", {"known": 1}, True),
        ("not (known or known)", {"known": 1}, False),
        ("trust == 5..6", {"trust": 6}, True),
        ("trust == 5..6", {"trust": 7}, False),
        ("trust != 5..6", {"trust": 7}, True),
        ("known == no", {"known": 0}, True),
        ("known != no", {"known": 1}, True),
        ("truth == penalty", {"truth": "penalty"}, True),
        ("truth != penalty", {"truth": "gap"}, True),
        ("yes", {}, True),
        ("no", {}, False),
    ],
)
def test_what_a_condition_says(text: str, state: dict[str, int | str], *, holds: bool) -> None:
    assert parse_condition(text).holds(state) == holds


@pytest.mark.parametrize(
    "text",
    [
        *("", "(", ")", "known)", "(known", "known known", "and known", "known and", "not", "trust >", "trust > trust"),
        *("5 > trust", "trust == 6..5", "trust > 5..6", "known = yes", "trust => 4", "trust ** 2", "__import__('os')"),
        *("trust + 1 > 4", "f(trust)", "trust[0]", "trust == 'x'", "1", "trust == and", "yes and no", "a.b"),
    ],
)
def test_what_is_no_condition_is_refused(text: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(text)


@pytest.mark.parametrize(
    "text", ["(" * 41 + "known" + ")" * 41, "not " * 42 + "known", "known or " * LONGEST + "known"]
)
def test_a_condition_that_nobody_could_read_is_refused(text: str) -> None:
    with pytest.raises(ConditionError, match="split"):
        parse_condition(text)


def test_no_keyword_is_a_name() -> None:
    for keyword in KEYWORDS:
        with pytest.raises(ConditionError):
            parse_condition(keyword)
