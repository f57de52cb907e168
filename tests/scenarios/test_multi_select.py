"""Multi-select: an answer is a list of items, each once, as many as are asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_scenarios.exercises import MultiSelect, load_exercise
from misread_scenarios.exercises.exercise import BadAnswer
from misread_scenarios.exercises.rules import LEFT, PICKED

LIBRARY = load_exercise("X2.4")
assert isinstance(LIBRARY, MultiSelect)
EXERCISE = LIBRARY.model_copy(update={"pick": sum(item.key for item in LIBRARY.items)})
IDS = [item.id for item in EXERCISE.items]
FREE = EXERCISE.model_copy(update={"pick": None})


@given(st.permutations(IDS).map(lambda ids: ids[: EXERCISE.pick]))
def test_the_order_of_picking_changes_nothing(picked: list[str]) -> None:
    answer: JsonValue = [*picked]
    found = EXERCISE.read(answer)
    assert {id_ for id_, values in found.items() if values == {"line": PICKED}} == set(picked)
    assert found == EXERCISE.read([*sorted(picked)])


def test_without_a_number_any_but_none_may_be_picked() -> None:
    for number in range(1, len(IDS) + 1):
        assert sum(values["line"] == LEFT for values in FREE.read([*IDS[:number]]).values()) == len(IDS) - number
    with pytest.raises(BadAnswer, match="pick at least one item"):
        FREE.read([])


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        ("X2.4.1", "an answer is a list of items"),
        ({IDS[0]: True}, "an answer is a list of items"),
        ([*IDS[:2], "X2.4.99"], "there is no item 'X2.4.99'"),
        ([*IDS[:2], 3], "there is no item '3'"),
        ([IDS[0], IDS[1], IDS[0]], "picked twice"),
        (IDS[:2], "2 are picked; pick exactly 3 items"),
    ],
)
def test_anything_else_is_refused_with_what_would_fit(answer: JsonValue, message: str) -> None:
    with pytest.raises(BadAnswer, match=message):
        EXERCISE.read(answer)


def test_some_items_must_belong_and_some_not_and_the_number_must_be_theirs() -> None:
    assert list(EXERCISE.strangers()) == []
    all_belong = [item.model_copy(update={"key": True}) for item in EXERCISE.items]
    for change in ({"items": tuple(all_belong)}, {"pick": 2}):
        places = [place for place, _ in EXERCISE.model_copy(update=change).strangers()]
        assert ("pick",) in places
