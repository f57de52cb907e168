"""Match: an answer gives each item its value, in one column or in several."""

from __future__ import annotations

import copy

import pytest
from pydantic import JsonValue

from misread_scenarios.exercises import Match, load_exercise
from misread_scenarios.exercises.exercise import BadAnswer

LIBRARY = {id_: load_exercise(id_) for id_ in ("X2.3", "X4.5")}


def match(id_: str) -> Match:
    found = LIBRARY[id_]
    assert isinstance(found, Match)
    return found


ONE, SEVERAL = match("X2.3"), match("X4.5")


def model(exercise: Match) -> dict[str, JsonValue]:
    assert isinstance(exercise.model, dict)
    return copy.deepcopy(exercise.model)


@pytest.mark.parametrize("exercise", [ONE, SEVERAL], ids=["one column", "several"])
def test_the_model_gives_every_item_a_value_in_every_column(exercise: Match) -> None:
    found = exercise.read(model(exercise))
    assert found == exercise.key
    assert {frozenset(values) for values in found.values()} == {frozenset(exercise.columns)}
    assert all(exercise.label(id_, column, value) for id_, values in found.items() for column, value in values.items())


def test_the_library_has_exercises_of_one_column_and_of_several() -> None:
    assert (len(ONE.columns), len(SEVERAL.columns)) == (1, 2)


@pytest.mark.parametrize("exercise", [ONE, SEVERAL], ids=["one column", "several"])
def test_an_item_too_few_or_too_many_is_refused(exercise: Match) -> None:
    answer = model(exercise)
    first = next(iter(answer))
    with pytest.raises(BadAnswer, match="there is no item 'X9'"):
        exercise.read({**answer, "X9": answer[first]})
    del answer[first]
    with pytest.raises(BadAnswer, match=f"'{first}' needs"):
        exercise.read(answer)
    with pytest.raises(BadAnswer, match="gives each item its value"):
        exercise.read([])


def test_a_value_that_is_not_in_the_column_is_refused() -> None:
    answer = model(ONE)
    first = next(iter(answer))
    strangers: tuple[JsonValue, ...] = ("nowhere", 3, True, ["a"])
    for strange in strangers:
        with pytest.raises(BadAnswer, match=f"'{first}' cannot be"):
            ONE.read({**answer, first: strange})


def test_of_several_columns_each_needs_a_value_and_no_other_is_there() -> None:
    answer = model(SEVERAL)
    first, given = next(iter(answer.items()))
    assert isinstance(given, dict)
    for strange in ("craft", {"ladder": given["ladder"]}, {**given, "colour": "red"}):
        with pytest.raises(BadAnswer, match=f"'{first}' needs a value for each of ladder, rung"):
            SEVERAL.read({**answer, first: strange})


def test_feedback_is_named_by_its_value_and_of_several_columns_by_both() -> None:
    assert ONE.feedback_name("any", "line", "teach") == "teach"
    assert SEVERAL.feedback_name("any", "rung", "2") == "rung.2"


def test_the_ladder_rule_needs_its_two_columns() -> None:
    assert list(SEVERAL.strangers()) == []
    wrong = ONE.model_copy(update={"rule": "ladder-half-rung-half"})
    assert ("rule",) in [place for place, _ in wrong.strangers()]


def test_a_key_that_no_column_has_is_found_in_its_place() -> None:
    items = [ONE.items[0], ONE.items[1].model_copy(update={"key": "nowhere"}), *ONE.items[2:]]
    (found,) = ONE.model_copy(update={"items": tuple(items)}).strangers()
    assert found[0] == ("items", 1, "key")
