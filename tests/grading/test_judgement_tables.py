"""Tables of rated situations: everything that was rated, nobody's name, and no figure of a small group."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from misread_grading.reports import Rater, Table, judgement_tables
from misread_grading.reports.judgement_tables import ALIKE, FEWER, HIDDEN, SMALLEST_GROUP
from misread_records import Event
from misread_records.judgement import sitting
from misread_scenarios.exercises import rated_situations
from misread_scenarios.judgement import first_form
from tests.records.fake_rater import START, contrary, expert, other_form, ratings, same
from tests.records.fake_rater import Rater as Rating
from tests.web.home_server import M2, Learner

STARTS = {"before": START - timedelta(30), "after": START, "later": START + timedelta(90)}


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


def mixed(wrong: int) -> Rating:
    """Rate the first situations as if the decisive fact were the other form's, and the rest as the key does."""
    first = list(rated_situations())[:wrong]
    return lambda item, form: (other_form if item.id in first else expert)(item, form)


def raters(number: int, **sets: Rating) -> list[Rater]:
    """Return learners who have rated these sets, each a little differently."""
    found = []
    for place in range(number):
        learner = f"learner-{place}"
        events: list[Event] = []
        for moment, rating in sets.items():
            rater = mixed(place % 5 + 6) if moment == "before" and rating is other_form else rating
            events += ratings(learner, f"J.{moment}", rater, start=STARTS[moment])
        found.append(Rater.of(f"{place:03}", learner, events))
    return found


def figures(table: Table) -> Mapping[str, dict[str, Any]]:
    return {row["figure"]: row for row in rows(table)}


def test_every_rating_is_a_row_with_its_pick_its_form_and_its_distance() -> None:
    events = [*ratings("ada", "J.before", other_form), *ratings("ada", "J.after", number=3)]
    table, _, _ = judgement_tables([Rater.of("a1", "ada", events)])
    found = rows(table)
    assert [(row["moment"], row["situation"]) for row in found] == [
        *(("before", id_) for id_ in rated_situations()),
        *(("after", id_) for id_ in list(rated_situations())[:3]),
    ]
    for row, event in zip(found, events, strict=True):
        assert {option: row[option] for option in "pqrs"} == event.data["ratings"]
        assert (row["pick"], row["form"], row["version"]) == (event.data["pick"], event.data["form"], event.content)
        assert row["competency"] == rated_situations()[row["situation"]].competency
        assert row["key from"] == "designers"
    whole = sitting(events, "J.before", "ada")
    assert whole.score is not None
    before = [row["distance"] for row in found if row["moment"] == "before"]
    assert -statistics.fmean(before) == pytest.approx(whole.score, abs=1e-3)
    assert all(row["distance"] is None for row in found if row["moment"] == "after")


def test_no_table_holds_a_learners_own_id_or_the_time_of_day() -> None:
    tables = judgement_tables([Rater.of("a1", "ada", ratings("ada", "J.before"))])
    cells = [str(value) for table in tables for row in table.rows for value in row]
    assert not any("ada" in cell or "09:" in cell for cell in cells)
    assert f"{START:%Y-%m-%d}" in cells


def test_learners_stand_in_the_order_of_their_pseudonyms() -> None:
    learners = [Rater.of(name, name * 2, ratings(name * 2, "J.before", number=1)) for name in ("c", "a", "b")]
    assert [row["learner"] for row in rows(judgement_tables(learners)[0])] == ["a", "b", "c"]


def test_a_set_is_a_row_with_its_score_once_it_is_complete() -> None:
    events = [
        *ratings("ada", "J.before", contrary),
        *ratings("ada", "J.after", number=4),
        *ratings("ada", "J.later", same),
    ]
    _, table, _ = judgement_tables([Rater.of("a1", "ada", events)])
    before, after, later = rows(table)
    assert (before["score"], before["best picks"], before["rated"]) == (pytest.approx(-4), 0, 12)
    assert (after["score"], after["best picks"], after["rated"], after["of"]) == (None, None, 4, 12)
    assert (later["score"], later["finished on"]) == (ALIKE, f"{START:%Y-%m-%d}")
    assert before["form"] == later["form"] == first_form("ada") != after["form"]


@pytest.mark.parametrize("number", [0, 1, SMALLEST_GROUP - 1])
def test_no_figure_of_fewer_than_ten_is_shown(number: int) -> None:
    *_, table = judgement_tables(raters(number, before=other_form, after=expert))
    assert all(
        (row["learners"], row["value"], row["from"], row["to"]) == (FEWER, HIDDEN, HIDDEN, HIDDEN)
        for row in rows(table)
    )


def test_a_gain_that_was_planted_is_in_the_summary_with_its_interval() -> None:
    learners = raters(40, before=other_form, after=expert)
    found = figures(judgement_tables(learners)[2])
    scores = [rater.score("before") for rater in learners]
    known = [score for score in scores if score is not None]
    assert found["mean score, before"]["value"] == pytest.approx(statistics.fmean(known), abs=1e-4)
    assert found["mean score, after"]["value"] == pytest.approx(0, abs=1e-4)
    change = found["mean change, before to after"]
    assert change["learners"] == len(learners)
    assert 0 < change["from"] < -statistics.fmean(known) < change["to"]
    effect = found["effect size, before to after"]
    assert effect["value"] == pytest.approx(-statistics.fmean(known) / statistics.stdev(known), rel=1e-3)
    by_form = [found[f"mean score, before, form {form}"]["learners"] for form in "ab"]
    assert sum(by_form) == len(learners)
    assert found["mean change, before to later"]["value"] == HIDDEN


def test_a_first_set_that_was_finished_after_a_lesson_was_begun_does_not_count_as_before() -> None:
    lesson = Learner("ada").guesses(M2, "M2.try").events
    late = ratings("ada", "J.before", start=START + timedelta(hours=1))
    early = ratings("ada", "J.before", start=START - timedelta(hours=1))
    assert Rater.of("a1", "ada", [*lesson, *late]).score("before") is None
    assert Rater.of("a1", "ada", [*early, *lesson]).score("before") == pytest.approx(0)
    _, table, _ = judgement_tables([Rater.of("a1", "ada", [*lesson, *late])])
    assert [row["course begun"] for row in rows(table)] == ["yes"]


def test_learners_who_rated_everything_alike_are_in_no_mean() -> None:
    learners = [*raters(12, after=expert), Rater.of("zz", "zoe", ratings("zoe", "J.after", same))]
    assert figures(judgement_tables(learners)[2])["mean score, after"]["learners"] == 12
