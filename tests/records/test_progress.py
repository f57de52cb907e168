"""How far a learner is with each kind of item follows from their events and the content, and from nothing else."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import Event, Kind, new_id, pick_slot, start_slot
from misread_records.play_log import past
from misread_records.progress import (
    TRIES,
    ItemProgress,
    choice_on,
    draft,
    exercise_standing,
    guess_standing,
    is_moment_told,
    is_over,
    marked_lines,
    mirrors_standing,
    recall_answers,
    recall_standing,
    reflection_standing,
    scenario_standing,
    standing_at,
    tried,
)
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Scored, load_exercise
from misread_scenarios.format.mirrors_reader import load_mirrors
from misread_scenarios.library import load
from misread_scenarios.paths import played_best
from misread_scenarios.play import opening

CARD, QUESTIONS, TALK, TEXT, CASE = "M4.try", "M4.exit", "two-mirrors", "X4.6", "sam-priya"
AHEAD, BEGUN = ItemProgress(), ItemProgress("begun")
RESTING = ItemProgress("done", resting=True)


def event(item: str, kind: Kind, slot: str | None = None, **data: Any) -> Event:  # noqa: ANN401 - JSON
    made: dict[str, Any] = {"id": new_id(), "learner": "ada", "cohort": None, "at": datetime.now(UTC), "lesson": "m4"}
    return Event(**made, item=item, kind=kind, attempt=1, data=data, slot=slot, content="1")


def attempted(answer: object, number: int = 1) -> Event:
    data: dict[str, Any] = {"answer": answer, "try": number}
    return event("X4.2", "answered", **data)


def wrote(item: str, question: str, text: str, *, done: bool = False) -> Event:
    return event(item, "wrote", question=question, text=text, done=done)


@given(given_=st.integers(0, 9), of=st.integers(1, 9))
def test_all_answers_given_rest_some_are_a_beginning_and_none_are_still_ahead(given_: int, of: int) -> None:
    assert standing_at(given_, of) == (RESTING if given_ >= of else BEGUN if given_ else AHEAD)


def test_the_first_choice_on_a_card_counts_and_a_choice_that_is_gone_does_not() -> None:
    card = load_guess(CARD)
    first, second, *_ = card.choices
    gone, other = event(CARD, "answered", choice="no such choice"), event("M2.try", "answered", choice=second)
    assert choice_on([gone, other], CARD, card) is None
    assert guess_standing([gone, other], CARD, card) == AHEAD
    events = [gone, event(CARD, "answered", choice=first), event(CARD, "answered", choice=second)]
    assert choice_on(events, CARD, card) == first
    assert guess_standing(events, CARD, card) == RESTING


def test_a_blank_text_is_no_answer_to_a_question_from_memory() -> None:
    card = load_recall(QUESTIONS)
    events = [wrote(QUESTIONS, question.id, "  \n") for question in card.questions]
    assert (recall_answers(events, QUESTIONS, card), recall_standing(events, QUESTIONS, card)) == (0, AHEAD)
    events.append(wrote(QUESTIONS, card.questions[0].id, "ask first"))
    assert recall_standing(events, QUESTIONS, card) == BEGUN
    events += [wrote(QUESTIONS, question.id, "ask first") for question in card.questions[1:]]
    assert recall_standing(events, QUESTIONS, card) == RESTING


def test_the_moment_of_a_talk_is_told_after_the_right_line_or_after_two_marks() -> None:
    talk = load_mirrors(TALK)
    wrong = next(line.number for line in talk.lines if line.number != talk.mark.key)
    assert is_moment_told((talk.mark.key,), talk)
    assert not is_moment_told((wrong,), talk)
    assert is_moment_told((wrong,) * TRIES, talk)


def test_a_mark_on_a_line_that_the_talk_does_not_have_is_passed_over() -> None:
    talk = load_mirrors(TALK)
    lines: list[Any] = [0, len(talk.lines) + 1, "2", None, len(talk.lines)]
    events = [event(TALK, "answered", question="mark", line=line) for line in lines]
    assert marked_lines(events, TALK, talk) == (len(talk.lines),)


def test_a_talk_begins_with_its_first_mark_and_ends_with_its_last_text() -> None:
    talk = load_mirrors(TALK)
    wrong = next(line.number for line in talk.lines if line.number != talk.mark.key)
    events = [event(TALK, "answered", question="mark", line=wrong)]
    assert mirrors_standing(events, TALK, talk) == BEGUN
    events += [event(TALK, "answered", question="mark", line=talk.mark.key)]
    events += [wrote(TALK, question.id, "May I say what I hope for?") for question in talk.writings]
    assert mirrors_standing(events, TALK, talk) == RESTING


def test_only_as_many_tries_count_as_an_exercise_has_and_the_right_answer_ends_them() -> None:
    exercise = load_exercise("X4.2")
    assert isinstance(exercise, Scored)
    wrong = exercise.mistakes[0].answer
    answers = [attempted(wrong, number) for number in range(1, exercise.tries + 2)]
    attempts = tried(answers, "X4.2", exercise)
    assert len(attempts) == exercise.tries
    assert is_over(attempts, exercise)
    assert exercise_standing(attempts, exercise) == RESTING
    assert exercise_standing(attempts[:1], exercise) == ItemProgress("done")
    right = tried([attempted(exercise.model)], "X4.2", exercise)
    assert right[0].share == 1
    assert is_over(right, exercise)


def test_an_answer_that_no_longer_fits_its_exercise_is_a_try_without_points() -> None:
    exercise = load_exercise("X4.2")
    assert isinstance(exercise, Scored)
    (attempt,) = tried([attempted({"no such item": 1})], "X4.2", exercise)
    assert (attempt.answer, attempt.share) == (None, Fraction(0))


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], AHEAD),
        ([("  ", False)], AHEAD),
        ([("a draft", False)], BEGUN),
        ([("a draft", False), ("handed in", True)], RESTING),
        ([("handed in", True), ("changed since", False)], ItemProgress("done")),
    ],
)
def test_a_text_is_done_when_it_is_handed_in_and_waits_while_it_is_changed(
    texts: list[tuple[str, bool]], expected: ItemProgress
) -> None:
    events = [wrote(TEXT, TEXT, text, done=done) for text, done in texts]
    assert reflection_standing(events, TEXT) == expected


def test_a_draft_says_whether_its_writer_asked_to_compare_it() -> None:
    assert draft([], TEXT, TEXT).kept is None
    events = [wrote(TEXT, TEXT, "first"), wrote(TEXT, TEXT, "second", done=True)]
    assert [draft(events[:number], TEXT, TEXT).done for number in (1, 2)] == [False, True]
    assert draft(events, TEXT, TEXT).text == "second"


def test_a_case_is_done_when_the_last_page_of_its_first_run_was_read() -> None:
    scenario = load(CASE)
    picks = played_best(opening(scenario, 7)).picks
    events = [event(CASE, "opened", start_slot(CASE, 1), seed=7)]
    assert scenario_standing(past(CASE, []).sitting(scenario)) == AHEAD
    for number, pick in enumerate(picks, 1):
        assert scenario_standing(past(CASE, events).sitting(scenario)) == BEGUN
        events.append(event(CASE, "picked", pick_slot(CASE, 1, number), scene="N", pick=pick))
        events.append(event(f"{CASE}/screen", "opened", read=number))
    assert scenario_standing(past(CASE, events).sitting(scenario)) == RESTING
    assert scenario_standing(past(CASE, events[:-1]).sitting(scenario)) == BEGUN
