"""Ratings of situations: what counts, how it compares with the key, and when the last set is due."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from misread_records import Event
from misread_records.judgement import LATER, change, findings, later_due, sitting, sittings, student_t
from misread_scenarios.exercises import FORMS, rated_situations
from misread_scenarios.judgement import SETS, UnknownSet, first_form, form_at, load_set
from tests.records.fake_rater import START, Rater, contrary, expert, other_form, ratings, same

SITUATIONS = list(rated_situations())


def changed(event: Event, **fields: object) -> Event:
    return Event.model_validate({**event.model_dump(), **fields})


def test_half_of_the_learners_meet_form_a_first_and_nobody_meets_a_form_twice_in_a_row() -> None:
    learners = [f"learner-{number}" for number in range(2000)]
    first = Counter(first_form(learner) for learner in learners)
    assert abs(first["a"] - first["b"]) < 150  # 3.4 standard deviations of a fair coin
    for learner in learners:
        before, after, later = (form_at(learner, each.moment) for each in SETS.values())
        assert before == later == first_form(learner) != after


@given(st.text(max_size=60))
def test_the_form_of_a_learner_never_changes(learner: str) -> None:
    assert first_form(learner) == first_form(learner) in FORMS


def test_a_set_that_is_not_there_is_refused_with_the_nearest() -> None:
    assert load_set("J.after").moment == "after"
    with pytest.raises(UnknownSet, match=r"did you mean 'J.after'"):
        load_set("J.aftr")


@given(st.integers(0, 12))
def test_a_set_goes_on_with_the_first_situation_that_is_not_rated(number: int) -> None:
    now = sitting(ratings("ada", "J.before", number=number), "J.before", "ada")
    assert len(now.rated) == number
    assert now.next_situation == (SITUATIONS[number] if number < len(SITUATIONS) else None)
    assert now.is_complete == (number == len(SITUATIONS))
    assert now.finished == (START + timedelta(minutes=11) if now.is_complete else None)
    assert (now.score is None) != now.is_complete


def test_the_form_of_the_first_rating_stays_whatever_is_drawn_for_the_learner() -> None:
    drawn = form_at("ada", "after")
    other = next(form for form in FORMS if form != drawn)
    events = ratings("ada", "J.after", number=3, form=other)
    assert sitting([], "J.after", "ada").form == drawn
    assert sitting(events, "J.after", "ada").form == other
    strays = ratings("ada", "J.after", form=drawn)[3:]
    assert len(sitting([*events, *strays], "J.after", "ada").rated) == len(events)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"situation": "J99"},
        {"form": "c"},
        {"form": None},
        {"ratings": {"p": 1}},
        {"ratings": {"p": 1, "q": 2, "r": 3, "s": 5}},
        {"pick": "x"},
    ],
)
def test_a_rating_that_does_not_fit_its_situation_counts_for_nothing(data: dict[str, object]) -> None:
    first, *rest = ratings("ada", "J.after")
    bad = changed(first, data={**first.data, **data} if data else {})
    now = sitting([bad, *rest], "J.after", "ada")
    assert now.next_situation == "J1"
    assert now.score is None


def test_only_the_first_rating_of_a_situation_counts() -> None:
    events = ratings("ada", "J.after")
    again = ratings("ada", "J.after", contrary)
    assert sitting([*events, *again], "J.after", "ada").score == sitting(events, "J.after", "ada").score


def test_the_keys_own_ratings_have_the_best_score_and_contrary_ones_the_worst() -> None:
    scores = {
        rater: sitting(ratings("ada", "J.after", rater), "J.after", "ada").score
        for rater in (expert, other_form, contrary, same)
    }
    assert scores[expert] == pytest.approx(0)
    assert scores[contrary] == pytest.approx(-4)
    assert scores[same] is None
    middle = scores[other_form]
    assert middle is not None
    assert -4 < middle < -1


@pytest.mark.parametrize(
    ("rater", "best", "overrated"), [(expert, 12, 0), (contrary, 0, None), (same, None, None), (other_form, 0, None)]
)
def test_findings_count_best_picks_and_weak_options_held_to_be_good(
    rater: Rater, best: int | None, overrated: int | None
) -> None:
    found = findings(sitting(ratings("ada", "J.before", rater), "J.before", "ada"))
    assert [each.competency for each in found] == ["C1", "C2", "C3", "C4", "C5", "C6", "C7"]
    assert sum(each.situations for each in found) == len(SITUATIONS)
    if best is not None:
        assert sum(each.best for each in found) == best
    if overrated is not None:
        assert sum(each.overrated for each in found) == overrated
    if rater is contrary:
        assert all(each.overrated == each.weak for each in found)
    assert all((each.distance is None) == (rater is same) for each in found)


def test_a_change_is_closer_where_the_second_set_is_and_its_interval_is_students() -> None:
    first = sitting(ratings("ada", "J.before", other_form), "J.before", "ada")
    second = sitting(ratings("ada", "J.after", expert), "J.after", "ada")
    moved = change(first, second)
    assert moved is not None
    assert first.distances is not None
    assert moved.closer == len(SITUATIONS)
    assert moved.mean == pytest.approx(statistics.fmean(first.distances.values()))
    assert not moved.may_be_chance
    expected = stats.ttest_1samp(list(first.distances.values()), 0).confidence_interval()
    assert (moved.low, moved.high) == pytest.approx(tuple(expected), rel=1e-4)


def test_no_change_is_said_to_be_possible_chance() -> None:
    first = sitting(ratings("ada", "J.before", other_form), "J.before", "ada")
    later = sitting(ratings("ada", "J.later", other_form), "J.later", "ada")
    moved = change(first, later)
    assert moved is not None
    assert (moved.closer, moved.further, moved.mean, moved.may_be_chance) == (0, 0, 0, True)


def test_there_is_no_change_without_two_complete_sets_that_tell_options_apart() -> None:
    whole = sitting(ratings("ada", "J.before"), "J.before", "ada")
    half = sitting(ratings("ada", "J.after", number=6), "J.after", "ada")
    alike = sitting(ratings("ada", "J.after", same), "J.after", "ada")
    assert change(whole, half) is change(half, whole) is change(whole, alike) is None


@pytest.mark.parametrize("freedom", range(5, 40))
def test_the_percentile_is_that_of_students_t(freedom: int) -> None:
    assert student_t(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), abs=5e-4)


@given(st.timedeltas(timedelta(-400), timedelta(400)), st.booleans(), st.booleans())
def test_the_last_set_is_due_ninety_days_after_the_course_until_it_is_complete(
    since: timedelta,
    is_finished: bool,  # noqa: FBT001 - drawn
    is_complete: bool,  # noqa: FBT001 - drawn
) -> None:
    finished: datetime | None = START if is_finished else None
    events = ratings("ada", "J.later", number=None if is_complete else 5)
    due = later_due(finished, sittings(events, "ada"), START + since)
    assert due == (is_finished and since >= LATER and not is_complete)


def test_sets_of_several_moments_are_told_apart() -> None:
    events = [*ratings("ada", "J.before", contrary), *ratings("ada", "J.after"), *ratings("ada", "J.later", number=2)]
    found = sittings(events, "ada")
    assert {moment: len(each.rated) for moment, each in found.items()} == {"before": 12, "after": 12, "later": 2}
    assert found["before"].score == pytest.approx(-4)
    assert found["after"].score == pytest.approx(0)
