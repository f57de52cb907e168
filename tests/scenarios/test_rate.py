"""Situations to rate: the score is blind to how a person uses the scale, and the twelve of the library are sound."""

from __future__ import annotations

import collections
import random
import statistics
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from misread_scenarios.exercises import (
    FORMS,
    BadAnswer,
    Exercise,
    FormName,
    Rate,
    Ratings,
    UnknownExercise,
    distances,
    exercises,
    key_of,
    load_exercise,
    person_score,
    rated_situations,
    read_ratings,
    standardised,
)
from misread_scenarios.exercises.reading import read_sheet
from tests.scenarios.test_exercise_checks import HERE

ITEMS = rated_situations()
KEYS: dict[FormName, Ratings] = {
    form: {place: value for item in ITEMS.values() for place, value in key_of(item, form).items()} for form in FORMS
}
PLACES = list(KEYS["a"])
SETS = st.lists(st.integers(1, 4), min_size=len(PLACES), max_size=len(PLACES)).map(
    lambda values: dict(zip(PLACES, map(float, values), strict=True))
)
ANY_FORM = st.sampled_from(FORMS)


@given(SETS, ANY_FORM, st.floats(0.1, 10), st.floats(-10, 10))
def test_shifting_and_stretching_all_ratings_changes_no_score(
    ratings: dict[tuple[str, str], float], form: FormName, stretch: float, shift: float
) -> None:
    assume(len(set(ratings.values())) > 1)
    moved = {place: stretch * value + shift for place, value in ratings.items()}
    assert person_score(moved, KEYS[form]) == pytest.approx(person_score(ratings, KEYS[form]), abs=1e-6)


@given(SETS, ANY_FORM)
def test_nobody_scores_better_than_the_key_itself(ratings: dict[tuple[str, str], float], form: FormName) -> None:
    assert person_score(KEYS[form], KEYS[form]) == 0
    score = person_score(ratings, KEYS[form])
    assert score is None or -4 - 1e-9 <= score <= 0


@given(SETS, ANY_FORM)
def test_the_score_follows_from_the_correlation_with_the_key(
    ratings: dict[tuple[str, str], float], form: FormName
) -> None:
    assume(len(set(ratings.values())) > 1)
    key = KEYS[form]
    correlation = statistics.correlation([ratings[place] for place in PLACES], [key[place] for place in PLACES])
    assert person_score(ratings, key) == pytest.approx(2 * correlation - 2, abs=1e-9)


@given(SETS)
def test_standardised_ratings_have_no_mean_and_one_spread(ratings: dict[tuple[str, str], float]) -> None:
    found = standardised(ratings)
    if found is None:
        assert len(set(ratings.values())) == 1
    else:
        assert statistics.fmean(found.values()) == pytest.approx(0, abs=1e-9)
        assert statistics.pstdev(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("value", [1, 2.5, 4])
def test_a_person_who_rates_everything_alike_has_no_score(value: float) -> None:
    assert person_score(dict.fromkeys(PLACES, value), KEYS["a"]) is None
    assert distances(dict.fromkeys(PLACES, value), KEYS["a"]) is None


def test_turning_the_key_round_scores_lowest_and_guessing_halfway() -> None:
    turned = {place: 5 - value for place, value in KEYS["a"].items()}
    assert person_score(turned, KEYS["a"]) == pytest.approx(-4)
    guesses = random.Random(7)  # noqa: S311 - no secret
    scores = [person_score({place: guesses.randint(1, 4) for place in PLACES}, KEYS["a"]) for _ in range(400)]
    assert statistics.fmean(score for score in scores if score is not None) == pytest.approx(-2, abs=0.05)


def test_distances_of_other_options_than_the_keys_are_refused() -> None:
    with pytest.raises(ValueError, match="not of the same options"):
        distances({("J1", "p"): 2.0}, KEYS["a"])
    with pytest.raises(ValueError, match="measures nothing"):
        distances(dict.fromkeys(PLACES, 1.0), dict.fromkeys(PLACES, 2.0))


def test_the_score_is_the_mean_over_the_situations() -> None:
    given_first = KEYS["b"]
    found = distances(given_first, KEYS["a"])
    assert found is not None
    assert list(found) == list(ITEMS)
    score = person_score(given_first, KEYS["a"])
    assert score == -statistics.fmean(found.values())


def test_the_library_has_twelve_pairs_over_all_competencies() -> None:
    assert list(ITEMS) == [f"J{number}" for number in range(1, 13)]
    assert collections.Counter(item.competency for item in ITEMS.values()) == {
        "C1": 1,
        "C2": 2,
        "C3": 3,
        "C4": 1,
        "C5": 2,
        "C6": 2,
        "C7": 1,
    }
    assert {item.key_from for item in ITEMS.values()} == {"designers"}


@pytest.mark.parametrize("form", FORMS)
def test_the_form_of_a_learner_who_always_answers_the_other_form_fits_badly(form: FormName) -> None:
    other = person_score(KEYS["b" if form == "a" else "a"], KEYS[form])
    assert other is not None
    assert other < -1


def test_no_option_is_best_by_its_id_or_its_length() -> None:
    best = [(item, item.forms[form].best) for item in ITEMS.values() for form in FORMS]
    assert max(collections.Counter(option for _, option in best).values()) <= len(best) / 3
    longest = [option == max(item.options, key=lambda id_: len(item.options[id_].split())) for item, option in best]
    shortest = [option == min(item.options, key=lambda id_: len(item.options[id_].split())) for item, option in best]
    assert sum(longest) <= 0.35 * len(best)
    assert sum(shortest) >= 0.1 * len(best)


def test_a_situation_to_rate_is_no_exercise_that_a_lesson_opens() -> None:
    assert not any(isinstance(exercise, Rate) for exercise in exercises().values())
    assert not issubclass(Rate, Exercise)
    with pytest.raises(UnknownExercise):
        load_exercise("J1")


def test_a_rating_that_fits_is_read_as_it_is() -> None:
    assert read_ratings(ITEMS["J1"], {"p": 1, "q": 4, "r": 2, "s": 2}, "q") == ({"p": 1, "q": 4, "r": 2, "s": 2}, "q")


@pytest.mark.parametrize(
    ("ratings", "pick", "message"),
    [
        ([1, 2, 3, 4], "p", "needs a rating for each of p, q, r, s"),
        ({"p": 1, "q": 4, "r": 2}, "p", "needs a rating for each of p, q, r, s"),
        ({"p": 1, "q": 5, "r": 2, "s": 2}, "p", "'q' is not a whole number from 1 to 4"),
        ({"p": True, "q": 4, "r": 2, "s": 2}, "p", "'p' is not a whole number from 1 to 4"),
        ({"p": 1.0, "q": 4, "r": 2, "s": 2}, "p", "'p' is not a whole number from 1 to 4"),
        ({"p": 1, "q": 4, "r": 2, "s": 2}, "x", "there is no option 'x'"),
        ({"p": 1, "q": 4, "r": 2, "s": 2}, None, "there is no option 'None'"),
    ],
)
def test_any_other_rating_is_refused_with_what_would_fit(ratings: object, pick: object, message: str) -> None:
    with pytest.raises(BadAnswer, match=message):
        read_ratings(ITEMS["J1"], ratings, pick)


def test_names_that_do_not_fit_are_problems_of_the_file() -> None:
    sound = read_sheet(HERE / "sheets" / "rate-1.yaml").content
    assert isinstance(sound, Rate)
    assert list(sound.strangers()) == []
    first = sound.forms.a
    for change, place in (
        ({"key": {**first.key, "x": 2.0}}, "key"),
        ({"key": {"p": 4.0}}, "key"),
        ({"spread": {"p": 0.5}}, "spread"),
        ({"best": "x"}, "best"),
        ({"decisive": "Nothing of it."}, "decisive"),
    ):
        forms = sound.forms.model_copy(update={"a": first.model_copy(update=change)})
        assert [found for found, _ in sound.model_copy(update={"forms": forms}).strangers()] == [("forms", "a", place)]


def test_a_pair_without_its_second_form_cannot_be_read(tmp_path: Path) -> None:
    text = (HERE / "sheets" / "rate-1.yaml").read_text("utf-8")
    path = tmp_path / "rate-1.yaml"
    path.write_text(text[: text.index("  b:\n    situation")], "utf-8")
    assert [problem.code for problem in read_sheet(path).problems] == ["EX003"]


def test_a_new_key_is_a_new_version() -> None:
    item = ITEMS["J1"]
    first = item.forms.a.model_copy(update={"key": {**item.forms.a.key, "q": 3.75}})
    assert item.model_copy(update={"forms": item.forms.model_copy(update={"a": first})}).version != item.version
