"""The promises that every journal keeps, whatever it writes to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from misread_records import Event, IdTaken, Journal, JournalError, SlotTaken

Make = Callable[..., Event]
Opened = Callable[..., Journal]

every = pytest.mark.parametrize("address", ["memory", "file", "sqlite", "postgresql"], indirect=True)
lasting = pytest.mark.parametrize("address", ["file", "sqlite", "postgresql"], indirect=True)


@every
def test_a_new_journal_is_empty(journal: Journal) -> None:
    assert journal.read("ada") == ()


@every
def test_what_was_appended_is_read_in_the_order_of_appending(journal: Journal, an_event: Make) -> None:
    events = [an_event(data={"number": number}) for number in range(20)]
    backwards = list(reversed(events))
    for event in backwards:
        assert journal.append(event) == event
    assert journal.read("ada") == tuple(backwards)


@lasting
def test_what_was_appended_is_there_when_the_journal_is_opened_again(
    address: str, opened: Opened, an_event: Make
) -> None:
    first = opened(address)
    events = tuple(first.append(an_event(cohort="spring", slot=f"sam-priya/1/{n}")) for n in range(1, 4))
    first.close()
    assert opened(address).read("ada") == events


@every
def test_a_learner_reads_only_their_own_events(journal: Journal, an_event: Make) -> None:
    mine, theirs = journal.append(an_event(learner="ada")), journal.append(an_event(learner="bo"))
    assert journal.read("ada") == (mine,)
    assert journal.read("bo") == (theirs,)
    assert journal.read("ad") == journal.read("a%") == ()


@every
def test_a_lesson_is_read_apart_from_the_others(journal: Journal, an_event: Make) -> None:
    one, other = journal.append(an_event(lesson="m2")), journal.append(an_event(lesson="m4"))
    assert journal.read("ada", "m2") == (one,)
    assert journal.read("ada", "m4") == (other,)
    assert journal.read("ada") == (one, other)


@every
def test_the_same_event_counts_once_and_the_earlier_one_is_given_back(journal: Journal, an_event: Make) -> None:
    event = journal.append(an_event(slot="sam-priya/1/1"))
    again = event.model_copy(update={"at": event.at + timedelta(minutes=1), "content": "newer"})
    assert journal.append(again) == event
    assert journal.read("ada") == (event,)


@every
def test_an_id_cannot_stand_for_something_else(journal: Journal, an_event: Make) -> None:
    event = journal.append(an_event())
    with pytest.raises(IdTaken) as caught:
        journal.append(an_event(id=event.id, data={"scene": "N1", "pick": "shout"}))
    assert caught.value.id == event.id
    assert journal.read("ada") == (event,)


@every
def test_the_id_of_somebody_elses_event_gives_nothing_of_it_away(journal: Journal, an_event: Make) -> None:
    event = journal.append(an_event(learner="bo", data={"text": "about Marta"}))
    with pytest.raises(IdTaken) as caught:
        journal.append(an_event(id=event.id, learner="ada"))
    assert "bo" not in vars(caught.value).values()
    assert "Marta" not in str(caught.value)


@every
def test_a_slot_is_taken_by_the_first_event_only(journal: Journal, an_event: Make) -> None:
    first = journal.append(an_event(slot="sam-priya/1/1"))
    with pytest.raises(SlotTaken) as caught:
        journal.append(an_event(slot="sam-priya/1/1", data={"scene": "N1", "pick": "shout"}))
    assert caught.value.existing == first
    assert journal.read("ada") == (first,)


@every
def test_slots_of_others_and_of_other_lessons_are_free(journal: Journal, an_event: Make) -> None:
    for fields in ({}, {"learner": "bo"}, {"lesson": "m2"}, {"slot": "sam-priya/1/2"}):
        journal.append(an_event(**{"slot": "sam-priya/1/1", **fields}))
    assert len(journal.read("ada") + journal.read("bo")) == 4


@every
def test_events_without_a_slot_never_stand_in_each_others_way(journal: Journal, an_event: Make) -> None:
    for _ in range(3):
        journal.append(an_event(slot=None))
    assert len(journal.read("ada")) == 3


@lasting
def test_two_open_journals_of_one_place_see_each_others_events(address: str, opened: Opened, an_event: Make) -> None:
    here, there = opened(address), opened(address)
    events = tuple((here, there)[turn % 2].append(an_event(slot=str(turn))) for turn in range(6))
    assert here.read("ada") == there.read("ada") == events


@every
def test_every_refusal_is_of_one_family_and_leaves_the_journal_working(journal: Journal, an_event: Make) -> None:
    first = journal.append(an_event(slot="s"))
    for bad in (an_event(slot="s"), an_event(id=first.id, data={})):
        with pytest.raises(JournalError):
            journal.append(bad)
    after = journal.append(an_event(slot="t"))
    assert journal.read("ada") == (first, after)


@every
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@example(text="a\0b", number=0)  # PostgreSQL has no such sign in a text
@given(
    text=st.text(st.characters(exclude_categories=["Cs"])),
    number=st.integers() | st.floats(allow_nan=False, allow_infinity=False),
)
def test_any_text_and_number_comes_back_as_it_was(journal: Journal, an_event: Make, text: str, number: float) -> None:
    event = journal.append(an_event(kind="wrote", data={"text": text, text: number}))
    assert journal.read("ada")[-1] == event


@every
def test_a_look_whether_all_is_well_changes_nothing_and_waits_for_nobody(
    address: str, journal: Journal, opened: Opened, an_event: Make
) -> None:
    journal.check()
    event = journal.append(an_event())
    journal.check()
    assert journal.read("ada") == (event,)
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as writer:
            writer.execute("BEGIN IMMEDIATE")
            opened(address, wait=0.0).check()


@every
@pytest.mark.parametrize(
    "name", ["Zoë Ünal", "o'brien; DROP TABLE events", "=1+1", "ada@example.org", "李小龍", "a" * 200]
)
def test_any_visible_name_can_be_a_learners(journal: Journal, an_event: Make, name: str) -> None:
    event = journal.append(an_event(learner=name, item=name, slot=name))
    assert journal.read(name) == (event,)
    assert journal.read("ada") == ()


@every
def test_the_largest_event_fits(journal: Journal, an_event: Make) -> None:
    event = journal.append(an_event(kind="wrote", data={"text": "\u2028" * 66_000}))
    assert journal.read("ada") == (event,)
