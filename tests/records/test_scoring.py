"""What answers are worth, and why some cannot count."""

from __future__ import annotations

import random

import pytest

from misread_records.scoring import Met, clamped, exercise_mark, how_far, process_mark, texts
from misread_records.submission_answers import NotCounted
from misread_scenarios.exercises import Scored, UnknownExercise, load_exercise
from misread_scenarios.library import load
from tests.grading.fake_learners import Pen

CASE = "sam-priya"


def played(most: int | None = None) -> Pen:
    pen = Pen("ada")
    pen.play(CASE, random.Random(5), most)  # noqa: S311 - no secret
    return pen


def test_a_case_that_was_not_begun_or_not_ended_is_worth_nothing_yet() -> None:
    assert process_mark([], CASE, "C1", 4).says == "This case was not begun."
    mark = process_mark(played(most=3).events, CASE, "C1", 4)
    assert (mark.points, mark.says) == (0.0, "This case was not played to its end: 3 choices were made.")


@pytest.mark.parametrize("competency", load(CASE).competencies)
def test_a_case_is_worth_points_within_what_it_is_out_of(competency: str) -> None:
    mark = process_mark(played().events, CASE, competency, 4)
    assert 0 <= mark.points <= 4
    assert mark.says == ""


def test_points_stay_within_their_bounds() -> None:
    assert [clamped(share, 6) for share in (-1, 0, 1 / 3, 1, 2)] == [0.0, 0.0, 2.0, 6.0, 6.0]


def test_choices_that_were_made_in_another_scene_cannot_count() -> None:
    pen = played()
    place = next(place for place, event in enumerate(pen.events) if event.kind == "picked") + 1
    pen.events[place] = pen.events[place].model_copy(update={"data": {**pen.events[place].data, "scene": "N9"}})
    with pytest.raises(NotCounted, match="names another scene than"):
        process_mark(pen.events, CASE, "C1", 4)


def test_a_case_that_has_changed_since_says_how_far_the_choices_fit() -> None:
    pen = played()
    changed = [event.model_copy(update={"content": "older"}) for event in pen.events]
    place = next(place for place, event in enumerate(changed) if event.kind == "picked") + 2
    changed[place] = changed[place].model_copy(update={"data": {"scene": "N3", "pick": "gone"}})
    assert process_mark(changed, CASE, "C1", 4).says.startswith("The case has changed since: only 2 of ")


def test_the_best_of_the_tries_that_there_are_counts() -> None:
    asked, pen = load_exercise("X4.2"), Pen("ada")
    assert isinstance(asked, Scored)
    assert exercise_mark(pen.events, "X4.2", 6).says == "This exercise was not answered."
    pen.answer("X4.2", asked.model)
    pen.answer("X4.2", [], number=2)
    assert exercise_mark(pen.events, "X4.2", 6).points == 6.0
    late = Pen("bo")
    for number in range(1, asked.tries + 1):
        late.answer("X4.2", [], number)
    late.answer("X4.2", asked.model, asked.tries + 1)
    assert exercise_mark(late.events, "X4.2", 6).points == 0.0


def test_a_try_that_no_longer_fits_earns_nothing_and_says_so() -> None:
    pen = Pen("ada")
    pen.answer("X4.2", ["X4.2.99"])
    mark = exercise_mark(pen.events, "X4.2", 6)
    assert (mark.points, mark.says.split(":")[0]) == (0.0, "The exercise has changed since it was answered")


def test_what_a_reader_marks_has_no_points_of_its_own() -> None:
    with pytest.raises(UnknownExercise, match="is marked by a grader"):
        exercise_mark([], "X4.6", 8)


def test_a_text_counts_as_it_stands_in_what_is_handed_in() -> None:
    pen = Pen("ada")
    assert texts(pen.events, ["X4.6"]) == {"X4.6": ""}
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": "draft", "done": False}, "v1")
    assert texts(pen.events, ["X4.6"]) == {"X4.6": "draft"}
    pen.hand_in("X4.6", "final")
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": "final, and more", "done": False}, "v1")
    assert texts(pen.events, ["X4.6"]) == {"X4.6": "final, and more"}
    pen.write("X4.6", "wrote", {"question": "X4.6", "text": " ", "done": False}, "v1")
    assert texts(pen.events, ["X4.6"]) == {"X4.6": "final"}


@pytest.mark.parametrize(
    ("decisions", "said"),
    [(None, "done"), (0, "not tried"), (1, "not finished (1 of 9 decisions)"), (4, "not finished (4 of 9 decisions)")],
)
def test_a_story_is_done_at_its_end_and_ahead_before_its_first_choice(decisions: int | None, said: str) -> None:
    assert str(how_far(played(decisions).events, CASE)) == said


def test_what_was_never_opened_was_not_tried() -> None:
    assert [how_far([], item).met for item in (CASE, "X4.2")] == [Met.AHEAD, Met.AHEAD]


def test_a_run_that_cannot_be_played_again_does_not_count_and_is_not_unfinished() -> None:
    pen = played(None)
    at = next(place for place, event in enumerate(pen.events) if event.kind == "picked") + 2
    pen.events[at] = pen.events[at].model_copy(update={"data": {"scene": "N3", "pick": "renamed"}, "content": "older"})
    assert how_far(pen.events, CASE).met is Met.UNCOUNTED


def test_a_wrong_try_counts_and_one_no_longer_accepted_does_not() -> None:
    gone, wrong, asked = Pen("ada"), Pen("bo"), load_exercise("X4.2")
    assert isinstance(asked, Scored)
    gone.answer(asked.id, ["nothing of it"])
    wrong.answer(asked.id, asked.mistakes[0].answer)
    assert [how_far(pen.events, asked.id).met for pen in (gone, wrong)] == [Met.UNCOUNTED, Met.DONE]
