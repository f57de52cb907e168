"""Reading on from what is known: only what is new, and never less than there is."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from misread_records import Event, Journal, Known
from misread_records.database.engines import open_engine
from misread_records.database.tables import EVENTS, row_of

Make = Callable[..., Event]
Opened = Callable[..., Journal]

LESSON = "m4-sam-and-priya"
every = pytest.mark.parametrize("address", ["memory", "file", "sqlite", "postgresql"], indirect=True)
on_postgresql = pytest.mark.parametrize("address", ["postgresql"], indirect=True)


def known(events: tuple[Event, ...]) -> Known:
    return Known(len(events), events[-1].id)


@every
def test_after_the_last_event_there_is_nothing_until_one_is_appended(journal: Journal, an_event: Make) -> None:
    first = tuple(journal.append(an_event()) for _ in range(3))
    assert journal.read_on("ada", LESSON, known(first)) == ()
    later = tuple(journal.append(an_event()) for _ in range(2))
    assert journal.read_on("ada", LESSON, known(first)) == later
    assert journal.read_on("ada", LESSON, known(first[:1])) == (*first[1:], *later)


@every
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(st.data())
def test_what_is_known_and_what_came_after_it_are_all_there_is(
    journal: Journal, an_event: Make, data: st.DataObject
) -> None:
    journal.forget("ada")
    who, where = st.sampled_from(["ada", "bo"]), st.sampled_from([LESSON, "m2"])
    for learner, lesson in data.draw(st.lists(st.tuples(who, where), min_size=1, max_size=8)):
        journal.append(an_event(learner=learner, lesson=lesson))
    there = (*journal.read("ada", LESSON), journal.append(an_event()))
    cut = data.draw(st.integers(1, len(there)))
    assert journal.read_on("ada", LESSON, known(there[:cut])) == there[cut:]


@every
def test_who_was_forgotten_begins_anew_even_with_as_many_events(journal: Journal, an_event: Make) -> None:
    before = tuple(journal.append(an_event()) for _ in range(3))
    journal.forget("ada")
    assert journal.read_on("ada", LESSON, known(before)) is None
    for _ in range(3):
        journal.append(an_event())
    assert journal.read_on("ada", LESSON, known(before)) is None


@every
def test_the_events_of_all_lessons_are_read_on_likewise(journal: Journal, an_event: Make) -> None:
    first = (journal.append(an_event()), journal.append(an_event(lesson="m2")))
    journal.append(an_event(learner="bo"))
    assert journal.read_on("ada", None, known(first)) == ()
    later = (journal.append(an_event(lesson="m2")), journal.append(an_event()))
    assert journal.read_on("ada", None, known(first)) == later
    assert journal.read_on("ada", None, Known(1, first[1].id)) is None
    journal.forget("ada")
    assert journal.read_on("ada", None, known(first)) is None


@every
def test_an_event_that_nobody_else_knew_of_is_not_passed_over(journal: Journal, an_event: Make) -> None:
    first, between, mine = (journal.append(an_event()) for _ in range(3))
    assert between in journal.read("ada", LESSON)
    assert journal.read_on("ada", LESSON, known((first, mine))) is None


@every
def test_the_last_known_event_is_the_learners_own_and_of_the_lesson(journal: Journal, an_event: Make) -> None:
    journal.append(an_event())
    theirs, elsewhere = journal.append(an_event(learner="bo")), journal.append(an_event(lesson="m2"))
    for other in (theirs, elsewhere):
        assert journal.read_on("ada", LESSON, Known(1, other.id)) is None
    assert journal.read_on("ada", LESSON, Known(2, theirs.id)) is None


@on_postgresql
def test_one_that_began_earlier_and_was_finished_later_is_not_passed_over(
    address: str, opened: Opened, an_event: Make
) -> None:
    journal, engine = opened(address), open_engine(address, 5)
    first, slow = journal.append(an_event()), an_event()
    with engine.connect() as connection:
        connection.execute(insert(EVENTS), row_of(slow))
        quick = journal.append(an_event())
        assert journal.read_on("ada", LESSON, known((first,))) == (quick,)
        connection.commit()
    engine.dispose()
    assert journal.read_on("ada", LESSON, known((first, quick))) is None
    assert journal.read("ada", LESSON) == (first, slow, quick)
