"""A play is the sum of a lesson's events: taken one by one, or all at once, they come to the same."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from misread_records import Event, Kind, MemoryJournal, new_id, pick_slot, start_slot
from misread_records.play_log import PlayLog, past, screen_item
from misread_scenarios.library import load

CASE, LESSON = "sam-priya", "m4-sam-and-priya"


def event(item: str, kind: Kind, attempt: int = 1, slot: str | None = None, **data: Any) -> Event:  # noqa: ANN401 - JSON
    made: dict[str, Any] = {"id": new_id(), "learner": "ada", "cohort": None, "at": datetime.now(UTC), "lesson": LESSON}
    return Event(**made, item=item, kind=kind, attempt=attempt, data=data, slot=slot, content="1")


def started(attempt: int = 1, keep: int = 0) -> Event:
    kept = {"keep": keep, "from": attempt - 1} if keep else {}
    return event(CASE, "restarted" if keep else "opened", attempt, start_slot(CASE, attempt), seed=7, **kept)


def picked(number: int, pick: str, attempt: int = 1) -> Event:
    return event(CASE, "picked", attempt, pick_slot(CASE, attempt, number), scene="N", pick=pick)


def read(number: int, attempt: int = 1) -> Event:
    return event(screen_item(CASE), "opened", attempt, read=number)


EVENTS = [started(), picked(1, "blanks"), read(1), picked(2, "drawing"), event("X4.2", "answered", answer={}), read(2)]


@given(st.integers(0, len(EVENTS)))
def test_reading_on_comes_to_the_same_as_reading_everything(known: int) -> None:
    journal = MemoryJournal()
    for each in EVENTS[:known]:
        journal.append(each)
    play = past(CASE, journal.read("ada", LESSON))
    for each in EVENTS[known:]:
        journal.append(each)
    scenario = load(CASE)
    at_once, later = past(CASE, EVENTS).sitting(scenario), play.up_to_now(journal, "ada", LESSON).sitting(scenario)
    assert (later.run, later.runs, later.screen) == (at_once.run, at_once.runs, at_once.screen)


def test_a_play_whose_events_were_deleted_begins_anew() -> None:
    journal = MemoryJournal()
    for each in EVENTS:
        journal.append(each)
    play = past(CASE, EVENTS)
    journal.forget("ada")
    again = play.up_to_now(journal, "ada", LESSON)
    assert again is not play
    assert (again.known, again.sitting(load(CASE)).run) == (None, None)


def test_an_event_that_is_taken_twice_changes_nothing() -> None:
    scenario = load(CASE)
    twice = PlayLog(CASE)
    for each in EVENTS:
        twice.take(each)
        twice.take(each)
    once = past(CASE, EVENTS).sitting(scenario)
    assert (twice.sitting(scenario).runs, twice.sitting(scenario).screen) == (once.runs, once.screen)


def test_events_of_other_items_are_counted_as_known_and_change_no_run() -> None:
    play = past(CASE, [event("X4.2", "answered", answer={}), event("M4.try", "answered", choice="a")])
    assert play.known is not None
    assert play.known.number == 2
    assert play.sitting(load(CASE)).run is None


def test_the_run_of_the_last_event_is_the_current_one() -> None:
    second = [started(2, keep=1), read(1, 2)]
    scenario = load(CASE)
    assert [past(CASE, events).sitting(scenario).run.attempt for events in (EVENTS, EVENTS + second)] == [1, 2]  # type: ignore[union-attr]
    back = past(CASE, [*EVENTS, *second, read(2, 1)]).sitting(scenario)
    assert back.run is not None
    assert back.run.attempt == 1
