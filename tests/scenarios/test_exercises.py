"""The exercises of the library: each answer earns what it must, and no answer can do harm."""

from __future__ import annotations

import itertools
import json
import math
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import (
    RULES,
    BadAnswer,
    ChoiceQuestion,
    Choose,
    Data,
    Highlight,
    Item,
    LimitsQuestion,
    Match,
    Mistake,
    MultiSelect,
    NumberQuestion,
    Order,
    Rank,
    Scored,
    UnknownExercise,
    exercises,
    hints,
    load_exercise,
    load_rubric,
    rated_situations,
    rubrics,
    score,
    understood,
)
from misread_scenarios.exercises.choose import Transcript
from misread_scenarios.exercises.data import Unit, number_in
from misread_scenarios.exercises.reading import KINDS

SCORED = {id_: exercise for id_, exercise in exercises().items() if isinstance(exercise, Scored)}
MISTAKES = [(id_, mistake) for id_, exercise in SCORED.items() for mistake in exercise.mistakes]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["X4.2.3", "X2.3.a", "rung"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def scored(id_: str, answer: Any) -> Fraction:  # noqa: ANN401 - any JSON that a test wants to try
    exercise = SCORED[id_]
    return score(exercise, understood(exercise, answer))


def some_of(options: list[str], count: st.SearchStrategy[int] | None = None) -> st.SearchStrategy[list[str]]:
    """Give lists of different options: any number of them, or as many as `count` says."""
    counts = st.integers(0, len(options)) if count is None else count
    return counts.flatmap(lambda number: st.permutations(options).map(lambda order: list(order[:number])))


def any_reply(question: Item) -> st.SearchStrategy[Any]:
    """Give replies that fit a transcript or a question about data: lines, a number, an option, or some options."""
    if isinstance(question, Transcript):
        return some_of(list(question.labels))
    if isinstance(question, NumberQuestion):
        listed = [question.key, *(slip.value for slip in question.slips.values())]
        return st.sampled_from(listed) | st.floats(-1e6, 1e6)
    if isinstance(question, ChoiceQuestion):
        return st.sampled_from(list(question.options))
    assert isinstance(question, LimitsQuestion)
    return some_of(list(question.options), st.integers(1, len(question.options)))


def any_answer(exercise: Scored) -> st.SearchStrategy[Any]:
    """Give answers that fit an exercise, as JSON."""
    ids = [item.id for item in exercise.lines]
    if isinstance(exercise, MultiSelect):
        few, many = (exercise.pick, exercise.pick) if exercise.pick else (1, len(ids))
        return st.lists(st.sampled_from(ids), min_size=few, max_size=many, unique=True)
    if isinstance(exercise, Choose):
        picks = st.integers(exercise.pick, exercise.pick)
        return st.fixed_dictionaries({item.id: some_of(list(item.options), picks) for item in exercise.items})
    if isinstance(exercise, Highlight | Data):
        return st.fixed_dictionaries({item.id: any_reply(item) for item in exercise.lines})
    if isinstance(exercise, Rank):
        return st.fixed_dictionaries({item.id: st.permutations(list(item.options)) for item in exercise.items})
    if isinstance(exercise, Order):
        laid = st.permutations([item.id for item in exercise.items])
        cut = exercise.cut
        return st.fixed_dictionaries({"order": laid, "cut": st.sampled_from(list(cut.options))}) if cut else laid
    assert isinstance(exercise, Match)
    columns = {name: st.sampled_from(list(column.values)) for name, column in exercise.columns.items()}
    values = st.fixed_dictionaries(columns) if len(columns) > 1 else next(iter(columns.values()))
    return st.fixed_dictionaries(dict.fromkeys(ids, values))


def test_the_library_has_every_kind_of_exercise_and_the_four_rubrics() -> None:
    kinds = [*exercises().values(), *rated_situations().values()]
    assert {type(content) for content in kinds} == set(KINDS.values())
    assert list(rubrics()) == ["R-A", "R-B", "R-C", "R-D"]


@pytest.mark.parametrize("id_", SCORED)
def test_the_model_answer_scores_one_and_needs_no_hint(id_: str) -> None:
    exercise = SCORED[id_]
    given_ = understood(exercise, exercise.model)
    assert score(exercise, given_) == 1
    assert hints(exercise, given_) == ()


@pytest.mark.parametrize(("id_", "mistake"), MISTAKES)
def test_a_typical_mistake_scores_what_it_names(id_: str, mistake: Mistake) -> None:
    assert scored(id_, mistake.answer) == Fraction(mistake.score) < 1


@pytest.mark.parametrize(("id_", "mistake"), MISTAKES)
def test_every_part_of_a_typical_mistake_has_a_hint_of_its_own(id_: str, mistake: Mistake) -> None:
    exercise = SCORED[id_]
    found = hints(exercise, understood(exercise, mistake.answer))
    assert found
    assert exercise.other not in {hint.text for hint in found}


@pytest.mark.parametrize("id_", SCORED)
@given(data=st.data())
def test_only_the_key_scores_one_and_each_other_answer_gets_hints(id_: str, data: st.DataObject) -> None:
    exercise = SCORED[id_]
    answer = understood(exercise, data.draw(any_answer(exercise)))
    earned, found = score(exercise, answer), hints(exercise, answer)
    assert 0 <= earned <= 1
    assert (earned == 1) == (answer == exercise.key) == (not found)
    assert all(hint.text and answer[hint.item][hint.column] == hint.value for hint in found)


@pytest.mark.parametrize("id_", [id_ for id_, one in SCORED.items() if isinstance(one, Order) and not one.cut])
@given(data=st.data())
def test_each_pair_put_in_order_earns_its_share(id_: str, data: st.DataObject) -> None:
    exercise = SCORED[id_]
    assert isinstance(exercise, Order)
    laid, cards = data.draw(any_answer(exercise)), len(exercise.items)
    place = exercise.key_order.index
    for at, (one, two) in enumerate(itertools.pairwise(laid)):
        swapped = [*laid[:at], two, one, *laid[at + 2 :]]
        gained = scored(id_, swapped) - scored(id_, laid)
        assert abs(gained) == Fraction(2, cards * (cards - 1))
        assert (gained > 0) == (place(two) < place(one))


@given(turn=st.integers(0, 4), order=st.permutations("caebd"))
def test_a_loop_may_begin_at_any_card(turn: int, order: list[str]) -> None:
    turned = [*order[turn:], *order[:turn]]
    assert scored("X3.4", {"order": turned, "cut": "posts"}) == scored("X3.4", {"order": order, "cut": "posts"})


@pytest.mark.parametrize("id_", [id_ for id_, one in SCORED.items() if not isinstance(one, Order)])
@given(data=st.data())
def test_putting_one_item_right_never_costs(id_: str, data: st.DataObject) -> None:
    exercise = SCORED[id_]
    answer = understood(exercise, data.draw(any_answer(exercise)))
    item = data.draw(st.sampled_from(list(answer)))
    better = {**answer, item: exercise.key[item]}
    assert score(exercise, better) >= score(exercise, answer)


@pytest.mark.parametrize("id_", SCORED)
@given(answer=JSON)
def test_anything_else_is_refused_with_what_would_have_fitted(id_: str, answer: Any) -> None:  # noqa: ANN401 - any JSON
    with pytest.raises(BadAnswer) as caught:
        understood(SCORED[id_], answer if answer not in ([], {}) else None)
    assert len(str(caught.value)) < 2_000


@pytest.mark.parametrize(
    ("id_", "answer", "message"),
    [
        ("X4.2", {}, "a list of items"),
        ("X4.2", ["X4.2.99"], "there is no item 'X4.2.99'"),
        ("X4.2", [["X4.2.1"]], "there is no item"),
        ("X4.2", ["X4.2.1"], "1 are picked; pick exactly 5 items"),
        ("X4.2", ["X4.2.1", "X4.2.1"], "twice"),
        ("X2.4", [], "at least one"),
        ("X2.3", [], "gives each item its value"),
        ("X2.3", {"X2.3.a": "safety"}, "'X2.3.b' needs one value"),
        ("X2.3", {"X2.3.z": "safety"}, "there is no item 'X2.3.z'"),
        (
            "X2.3",
            dict.fromkeys((f"X2.3.{letter}" for letter in "abcdef"), "saftey"),
            "did you mean 'safety'",
        ),
        ("X4.5", {"X4.5.1": "manager"}, "'X4.5.1' needs a value for each of ladder, rung"),
        ("X4.5", {"X4.5.1": {"ladder": "manager"}}, "see 'rung'"),
        ("X4.5", {"X4.5.1": {"ladder": "manager", "rung": "1", "step": "1"}}, "see 'step'"),
        ("X4.5", {"X4.5.1": {"ladder": "manager", "rung": 1}}, "cannot be '1'"),
        ("X1.7", ["a", "b"], "2 of 5; name each once"),
        ("X1.7", ["a", "b", "c", "d", "x"], "names 'x', which is not there"),
        ("X1.7", ["a", "a", "b", "c", "d"], "4 of 5; name each once"),
        ("X3.4", ["c", "a", "e", "b", "d"], "two parts"),
        ("X3.4", {"order": ["c", "a", "e", "b", "d"], "cut": "post"}, "did you mean 'posts'"),
        ("X4.4", {"X4.4.1": ["a", "b", "c", "d"]}, "'X4.4.2' needs a list"),
        ("X1.6", {"X1.6.1": "c"}, "'X1.6.1' has no option 'c'"),
        ("X4.7", {f"X4.7.{number}": ["a"] for number in range(1, 5)}, "1 options picked; pick 2"),
        ("X5.2", {"X5.2.1": ["a", "a"], "X5.2.2": []}, "names an option twice"),
    ],
)
def test_a_refusal_names_what_is_wrong(id_: str, answer: Any, message: str) -> None:  # noqa: ANN401 - any JSON
    with pytest.raises(BadAnswer, match=message):
        understood(SCORED[id_], answer)


@pytest.mark.parametrize(
    ("given_", "earned"),
    [
        ({"ladder": "specialist", "rung": "3"}, Fraction(1)),
        ({"ladder": "specialist", "rung": "4"}, Fraction(3, 4)),
        ({"ladder": "specialist", "rung": "1"}, Fraction(1, 2)),
        ({"ladder": "manager", "rung": "3"}, Fraction(0)),
    ],
)
def test_a_rung_counts_on_its_own_ladder_alone(given_: dict[str, str], earned: Fraction) -> None:
    assert RULES["ladder-half-rung-half"]({"a": {"ladder": "specialist", "rung": "3"}}, {"a": given_}, {}) == earned


def test_picking_every_line_gains_nothing_where_half_belong() -> None:
    assert scored("X2.4", [f"X2.4.{number}" for number in range(1, 7)]) == 0


def test_an_exercise_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_exercise("X4.2").title = "Another"  # type: ignore[misc] # the attempt is the test


def test_one_changed_word_changes_the_version() -> None:
    exercise, rubric = load_exercise("X4.6"), load_rubric("R-C")
    assert exercise.model_copy(update={"title": "Another"}).version != exercise.version
    assert rubric.model_copy(update={"title": "Another"}).version != rubric.version
    assert exercise.model_copy().version == exercise.version


def test_what_is_not_there_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownExercise, match=r"no exercise 'X4\.22' in the library; did you mean 'X4\.2'"):
        load_exercise("X4.22")
    with pytest.raises(UnknownExercise, match=r"no rubric 'X4\.2'"):
        load_rubric("X4.2")


@pytest.mark.parametrize("id_", SCORED)
def test_an_exercise_can_be_written_as_json_and_read_back(id_: str) -> None:
    exercise = SCORED[id_]
    assert type(exercise).model_validate_json(json.dumps(exercise.model_dump(mode="json"))) == exercise


def test_every_competency_of_an_exercise_is_one_of_the_course() -> None:
    assert {exercise.competency for exercise in exercises().values()} <= set(competencies())


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("50", "per cent", 50),
        (" 9.6 % ", "points", 9.6),
        ("27,1", "per cent", 27.1),
        ("27,083", "per cent", 27.083),
        ("27.083 per cent", "per cent", 27.083),
        ("-1,5", "points", -1.5),
        ("\u22121.5", "points", -1.5),
        ("50.", "per cent", 50),
        (".5", "per cent", 0.5),
        ("17143", "money", 17143),
        ("17,143", "money", 17143),
        ("17.143", "money", 17143),
        ("17 143", "money", 17143),
        ("17\u202f143", "money", 17143),
        ("17'143", "money", 17143),
        ("£17,142.86", "money", 17142.86),
        ("17.142,86 ", "money", 17142.86),
        ("17142.857", "money", 17142.857),
        ("1,234,567", "money", 1234567),
        ("17,142.857", "money", 17142.857),
        ("7", "number", 7),
        ("\u0665\u0660", "per cent", 50),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, unit: Unit, number: float) -> None:
    assert number_in(text, unit) == pytest.approx(number)


@pytest.mark.parametrize("text", ["", "-", "%", "half", "5 of 10", "1,23,4", "1.2.3", "1e5", "0x10", "nan", "inf"])
@pytest.mark.parametrize("unit", get_args(Unit))
def test_anything_else_is_no_number(text: str, unit: Unit) -> None:
    assert math.isnan(number_in(text, unit))


@given(st.text(max_size=12), st.sampled_from(get_args(Unit)))
def test_no_text_breaks_the_reading_of_numbers(text: str, unit: Unit) -> None:
    assert isinstance(number_in(text, unit), float)
