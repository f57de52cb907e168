"""Values: the pairs test the ranking, and the checks say where the two differ."""

from __future__ import annotations

import itertools
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.exercises import (
    BadAnswer,
    Values,
    ValuesAnswer,
    circle,
    load_exercise,
    places,
    upsets,
    wins,
)
from misread_scenarios.exercises.reading import read_sheet
from tests.scenarios.test_exercise_checks import HERE

RANKED = ("a", "b", "c", "d")
PAIRS = tuple(itertools.combinations(RANKED, 2))
CHOSEN = st.tuples(*(st.sampled_from([pair, pair[::-1]]) for pair in PAIRS)).map(
    lambda choices: ValuesAnswer(RANKED, RANKED, choices)
)


def values() -> Values:
    exercise = load_exercise("X2.1")
    assert isinstance(exercise, Values)
    return exercise


def test_the_library_keeps_eight_of_twenty_four_and_ranks_four() -> None:
    exercise = values()
    assert (len(exercise.items), exercise.keep, exercise.rank, exercise.pairs) == (24, 8, 4, 6)


def test_the_model_completes_all_steps_and_each_mistake_as_many_as_it_says() -> None:
    exercise = values()
    assert exercise.completed(exercise.read(exercise.model)) == 1
    for mistake in exercise.mistakes:
        assert exercise.completed(exercise.read(mistake.answer)) == Fraction(mistake.score)


@given(CHOSEN)
def test_pairs_that_agree_with_the_ranking_have_no_upset_and_each_other_outcome_has_one(answer: ValuesAnswer) -> None:
    agrees = answer.choices == PAIRS
    assert (upsets(answer) == ()) == agrees
    if agrees:
        assert places(answer) == {"a": 1, "b": 2, "c": 3, "d": 4}


@given(CHOSEN)
def test_either_the_pairs_give_each_value_a_place_of_its_own_or_they_hold_a_circle(answer: ValuesAnswer) -> None:
    found = circle(answer)
    assert (found is None) == (sorted(places(answer).values()) == [1, 2, 3, 4])
    if found:
        first, second, third = found
        assert {(first, second), (second, third), (third, first)} <= set(answer.choices)


@given(CHOSEN)
def test_every_pair_is_won_once(answer: ValuesAnswer) -> None:
    assert sum(wins(answer).values()) == len(PAIRS)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ([], "an answer has the parts keep, rank and pairs"),
        ({"keep": ["craft"]}, "there are 8 different kept cards, and 1 are named"),
        ({"keep": ["crafts", *["craft"] * 7]}, "'crafts' is not among the cards to choose from; did you mean 'craft'?"),
        ({"keep": ["craft"] * 8}, "there are 8 different kept cards, and 8 are named"),
    ],
)
def test_an_answer_that_does_not_fit_says_what_would(answer: object, why: str) -> None:
    with pytest.raises(BadAnswer) as raised:
        values().read(answer)  # type: ignore[arg-type]
    assert why in str(raised.value)


def test_only_kept_cards_are_ranked_and_only_ranked_ones_are_paired() -> None:
    exercise = values()
    kept = tuple(exercise.cards)[:8]
    with pytest.raises(BadAnswer, match="is not among the cards"):
        exercise.read_ranked([*tuple(exercise.cards)[8:12]], kept)
    with pytest.raises(BadAnswer, match="2 different values of a pair"):
        exercise.read_choice([kept[0], kept[0]], kept)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("keep: 4", "keep: 6", "keep fewer than there are, and rank fewer than are kept"),
        ("{id: rest, name: Rest", "{id: sun, name: Rest", "'sun' is used twice"),
        ('moved: "{X} beat {Y}, although {Y} was', 'moved: "It beat {Y}, although {Y} was', "`moved` names no {X}"),
        ("pairs: [rest>sun, talk>sun", "pairs: [rest>sun, sun>rest", "one of them stands here twice"),
    ],
)
def test_a_faulty_file_is_named_with_what_would_work(
    old: str, new: str, said: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sheet") / "values-1.yaml"
    text = (HERE / "sheets" / "values-1.yaml").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    problems = read_sheet(path).problems
    assert any(said in str(problem) for problem in problems), problems
