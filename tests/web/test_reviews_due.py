"""When questions return and plans are looked back on: from events, content and the clock alone."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_course.catalogue import lesson, lessons
from misread_course.items import LessonItem, items
from misread_records import Event, new_id
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.reviews import review_cards
from misread_web.follow_up.calendars import check_in_calendar, review_calendar
from misread_web.follow_up.check_ins import PLAN, plan
from misread_web.follow_up.reviews import AT_ONCE, REVIEW, Reviews, reviews_of, rounds
from misread_web.home.progress import course_progress, finished_lessons
from tests.web.home_server import BEGAN, M4, Learner

M6 = "m6-make-it-visible"
ZONE = ZoneInfo("Europe/Berlin")
FINISHED = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
MODULES = sorted({card.module for card in review_cards().values()})


def on(days: float) -> datetime:
    return FINISHED + timedelta(days=days)


def event(card: str, kind: str, at: datetime, number: int = 1, **data: Any) -> Event:  # noqa: ANN401 - JSON
    fields: dict[str, Any] = {"learner": "ada", "cohort": None, "lesson": REVIEW, "item": card, "kind": kind}
    return Event(id=new_id(), at=at, data=data, content="v", attempt=number, **fields)


def answered(card: str, at: datetime, number: int = 1) -> list[Event]:
    choice = review_cards()[card].choice
    told = [event(card, "wrote", at, number, question=card, text="I remember", done=True)]
    return [*told, event(card, "answered", at, number, choice=choice.key)] if choice else told


def due(found: Reviews) -> set[str]:
    return {one.card.id for one in found.due}


def asked(module: str, day: int) -> set[str]:
    return {card.id for card in review_cards().values() if card.module == module and day in card.next}


@pytest.mark.parametrize(("day", "expected"), [(1, set()), (2, asked("M4", 2)), (6, asked("M4", 2))])
def test_the_first_questions_return_on_the_second_day_and_wait(day: int, expected: set[str]) -> None:
    assert due(reviews_of({"M4": FINISHED}, (), on(day), ZONE)) == expected


def test_a_question_is_asked_once_for_all_days_that_have_passed() -> None:
    card = "M4.exit.1"
    events = answered(card, on(10))
    assert card not in due(reviews_of({"M4": FINISHED}, events, on(10), ZONE))
    assert card not in due(reviews_of({"M4": FINISHED}, events, on(20), ZONE))
    assert card in due(reviews_of({"M4": FINISHED}, events, on(21), ZONE))


def test_days_begin_at_midnight_of_the_zone() -> None:
    late = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)  # half past midnight on the third in Berlin
    midnight = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
    assert due(reviews_of({"M4": late}, (), midnight - timedelta(minutes=1), ZONE)) == set()
    assert due(reviews_of({"M4": late}, (), midnight, ZONE)) == asked("M4", 2)


def test_cards_of_several_modules_take_turns() -> None:
    found = reviews_of({"M1": FINISHED, "M4": FINISHED}, (), on(2), ZONE)
    modules = [one.card.module for one in found.due]
    assert modules[:6] == ["M1", "M4"] * 3


@given(
    modules=st.sets(st.sampled_from(MODULES), max_size=4),
    days=st.lists(st.integers(0, 40), max_size=6).map(sorted),
    last=st.integers(0, 60),
)
def test_what_was_answered_today_does_not_wait_and_nothing_waits_before_its_day(
    modules: set[str], days: list[int], last: int
) -> None:
    finished = dict.fromkeys(modules, FINISHED)
    events: list[Event] = []
    for day in days:
        for one in reviews_of(finished, events, on(day), ZONE).due:
            events += answered(one.card.id, on(day), len(one.rounds) + 1)
        assert reviews_of(finished, events, on(day), ZONE).due == ()
    found = reviews_of(finished, events, on(last), ZONE)
    assert {one.card.module for one in found.cards.values()} == modules
    for one in found.cards.values():
        passed = [day for day in one.card.next if day <= last]
        assert (one.due is not None) <= bool(passed)
        assert len(one.ahead) == len(one.card.next) - len(passed)
        assert len(one.rounds) <= len(one.card.next)


def test_somebody_who_does_all_of_it_answers_each_card_as_often_as_it_returns() -> None:
    events: list[Event] = []
    for day in range(30):
        for one in reviews_of({"M4": FINISHED}, events, on(day), ZONE).due:
            events += answered(one.card.id, on(day), len(one.rounds) + 1)
    for card in (card for card in review_cards().values() if card.module == "M4"):
        assert len(rounds(card, [each for each in events if each.item == card.id])) == len(card.next)


def test_enough_is_said_after_six_questions_on_one_day() -> None:
    finished = {"M1": FINISHED, "M4": FINISHED}
    waiting = [one.card.id for one in reviews_of(finished, (), on(2), ZONE).due]
    events = [each for card in waiting[:AT_ONCE] for each in answered(card, on(2))]
    found = reviews_of(finished, events, on(2), ZONE)
    assert found.may_rest
    assert len(found.done_today) == AT_ONCE
    assert not reviews_of(finished, events, on(3), ZONE).may_rest


def test_a_card_that_is_recalled_and_not_chosen_yet_goes_on_where_it_was() -> None:
    events = answered("M4.exit.1", on(2))[:1]
    one = reviews_of({"M4": FINISHED}, events, on(4), ZONE).cards["M4.exit.1"]
    assert one.now is not None
    assert (one.now.recalled, one.now.picked, one.now.is_over) == ("I remember", None, False)
    assert one.due is not None


@pytest.mark.parametrize("name", [one.name for one in lessons()])
def test_every_lesson_is_finished_when_all_of_it_is_done(name: str) -> None:
    ada = Learner().finishes_lesson(lesson(name))
    finished = finished_lessons(course_progress(lessons(), ada.events), ada.events)
    assert set(finished) == {lesson(name).module}
    (at,) = finished.values()
    assert at in {event.at for event in ada.events[-10:]}


def test_a_lesson_is_finished_with_its_last_item_and_later_changes_move_nothing() -> None:
    ada = Learner().finishes_lesson(lesson(M4))
    last = ada.events[-1].at
    finished = finished_lessons(course_progress(lessons(), ada.events), ada.events)
    assert finished == {"M4": last}
    ada.writes(M4, "M4.exit", "M4.exit.1", "Something else").restarts(M4, "sam-priya", 2)
    assert finished_lessons(course_progress(lessons(), ada.events), ada.events) == finished


@pytest.mark.parametrize("left", items(lesson(M4)), ids=lambda item: item.id)
def test_a_lesson_is_not_finished_with_one_thing_left_unless_it_is_a_tool(left: LessonItem) -> None:
    ada = Learner()
    for item in items(lesson(M4)):
        if item != left:
            ada.finishes(M4, item)
    finished = finished_lessons(course_progress([lesson(M4)], ada.events), ada.events)
    assert set(finished) == ({"M4"} if left.kind == "tool" else set())


def planned() -> Learner:
    return Learner().does(
        M6, PLAN, "wrote", data={"question": PLAN, "text": "If somebody says no, I'll ask.", "done": True}
    )


def looks_back(learner: Learner, days: int, after: int, **said: str) -> Learner:
    data = {"happened": "yes", "in_the_way": "", "seen": "", "next": "", **said}
    learner.does("check-in", f"check-in.{days}", "answered", data=data)
    learner.events[-1] = learner.events[-1].model_copy(update={"at": BEGAN + timedelta(days=after)})
    return learner


@pytest.mark.parametrize(("day", "due_days"), [(29, None), (30, 30), (89, 30), (90, 90), (400, 90)])
def test_a_plan_is_looked_back_on_after_30_and_90_days(day: int, due_days: int | None) -> None:
    found = plan(planned().events, BEGAN + timedelta(days=day), ZONE)
    assert found is not None
    assert (found.due.days if found.due else None) == due_days


def test_a_check_in_that_was_answered_waits_no_longer_and_the_last_answers_count() -> None:
    ada = looks_back(planned(), 30, 31, next="2026-05-01")
    looks_back(ada, 30, 32, happened="partly", next="not a day")
    found = plan(ada.events, BEGAN + timedelta(days=40), ZONE)
    assert found is not None
    assert found.due is None
    said = found.check_ins[0].answers
    assert said is not None
    assert (said.happened, said.words, said.next) == ("partly", "In part", None)


def test_there_is_no_plan_before_one_is_handed_in() -> None:
    draft = Learner().writes(M6, PLAN, PLAN, "If")
    assert plan((), BEGAN, ZONE) is None
    assert plan(draft.events, BEGAN, ZONE) is None


def fills(learner: Learner, tool: str, *, done: bool, **values: object) -> Learner:
    text = json.dumps({name.replace("_", "-"): value for name, value in values.items()})
    return learner.does("m1-career-conversation", tool, "wrote", data={"question": tool, "text": text, "done": done})


def test_the_dates_on_the_tools_are_shown_with_the_plan_soonest_first() -> None:
    ada = fills(planned(), "T1", done=False, talk="2026-05-20", review="2026-04-10")
    found = plan(ada.events, BEGAN, ZONE)
    assert found is not None
    assert [each.day for each in found.dates] == [date(2026, 4, 10), date(2026, 5, 20)]
    assert found.dates[1].title == "Career conversation"


def test_a_finished_tool_is_looked_back_on_where_there_is_no_other_plan() -> None:
    begun = fills(Learner(), "T1", done=False, talk="2026-05-20")
    assert plan(begun.events, BEGAN, ZONE) is None
    found = plan(fills(begun, "T1", done=True, talk="2026-05-20").events, BEGAN + timedelta(days=31), ZONE)
    assert found is not None
    assert (found.text, found.begun, found.due and found.due.days) == ("", BEGAN.date(), 30)


def test_the_exercise_of_the_plan_is_in_the_course() -> None:
    assert isinstance(load_exercise(PLAN), Reflection)
    assert PLAN in [item.id for one in lessons() for item in items(one)]


def days_in(file: bytes) -> list[tuple[date, str]]:
    return [(event.start, str(event["SUMMARY"])) for event in icalendar.Calendar.from_ical(file).events]


def test_the_calendar_has_the_days_on_which_questions_return() -> None:
    found = reviews_of({"M4": FINISHED}, (), on(0), ZONE)
    file = review_calendar(found, "ada", "https://course.example/review", on(0))
    first = date(2026, 3, 2)
    assert days_in(file) == [
        (first + timedelta(days), f"Misread: {len(asked('M4', days))} questions from memory") for days in (2, 7, 21)
    ]


def test_two_learners_have_different_entries_and_one_has_the_same_again() -> None:
    def uids(learner: str, day: int) -> set[str]:
        found = reviews_of({"M4": FINISHED}, (), on(day), ZONE)
        calendar = icalendar.Calendar.from_ical(review_calendar(found, learner, "https://c.example/review", on(day)))
        return {str(event["UID"]) for event in calendar.events}

    assert uids("ada", 0) == uids("ada", 1)
    assert uids("ada", 0).isdisjoint(uids("bo", 0))


def test_the_calendar_of_a_plan_has_its_check_ins_and_the_next_day_that_was_named() -> None:
    found = plan(looks_back(planned(), 30, 31, next="2026-05-01").events, BEGAN + timedelta(days=31), ZONE)
    assert found is not None
    file = check_in_calendar(found, "ada", "https://c.example/check-in", BEGAN)
    begun = BEGAN.date()
    assert sorted(days_in(file)) == [
        (begun + timedelta(30), "Misread: day 30 of my plan"),
        (date(2026, 5, 1), "Misread: next step of my plan"),
        (begun + timedelta(90), "Misread: day 90 of my plan"),
    ]
