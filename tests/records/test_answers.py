"""The tries at an exercise and the text written for it, read from events."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from misread_records import Event, tries, try_slot, written

Make = Callable[..., Event]
ITEM = "X4.2"


def answered(
    an_event: Make, number: object, answer: JsonValue = None, slot: str | None = None, item: str = ITEM
) -> Event:
    return an_event(kind="answered", item=item, data={"answer": answer, "try": number}, slot=slot)


def wrote(an_event: Make, text: object, *, done: object = False, question: str = ITEM) -> Event:
    return an_event(kind="wrote", item=ITEM, data={"question": question, "text": text, "done": done})


def test_nothing_done_is_nothing_read(an_event: Make) -> None:
    others = [answered(an_event, 1, [], item="X2.4"), an_event()]
    assert tries(others, ITEM) == ()
    assert written(others, ITEM) is None


def test_tries_come_in_order_each_with_its_moment_and_content(an_event: Make) -> None:
    first, second = (answered(an_event, number, ["a"] * number, try_slot(ITEM, number)) for number in (1, 2))
    found = tries([first, an_event(), second], ITEM)
    assert [(each.number, each.answer) for each in found] == [(1, ["a"]), (2, ["a", "a"])]
    assert [(each.at, each.content) for each in found] == [(first.at, first.content), (second.at, second.content)]


@pytest.mark.parametrize("number", [0, 2, True, "1", 1.5, None])
def test_a_try_that_is_not_the_next_one_changes_nothing(an_event: Make, number: object) -> None:
    assert tries([answered(an_event, number)], ITEM) == ()


def test_a_try_in_the_slot_of_another_changes_nothing(an_event: Make) -> None:
    assert tries([answered(an_event, 1, [], try_slot(ITEM, 2))], ITEM) == ()


@given(st.data())
def test_the_same_events_twice_count_once(an_event: Make, data: st.DataObject) -> None:
    events = [answered(an_event, number, number) for number in range(1, 4)]
    repeated = data.draw(st.lists(st.sampled_from(events)))
    assert tries([*events, *repeated], ITEM) == tries(events, ITEM)


def test_the_latest_text_stands_and_is_handed_in_when_it_says_so(an_event: Make) -> None:
    events = [wrote(an_event, "one"), wrote(an_event, "two", done=True)]
    first, second = written(events[:1], ITEM), written(events, ITEM)
    assert first
    assert second
    assert (first.text, first.done, first.handed_in) == ("one", False, None)
    assert (second.text, second.done, second.handed_in) == ("two", True, "two")
    assert second.at == events[1].at


def test_a_text_under_revision_leaves_what_was_handed_in(an_event: Make) -> None:
    found = written([wrote(an_event, "one", done=True), wrote(an_event, "one and a h")], ITEM)
    assert found
    assert (found.text, found.done, found.handed_in) == ("one and a h", False, "one")


def test_handing_in_again_replaces(an_event: Make) -> None:
    found = written([wrote(an_event, "one", done=True), wrote(an_event, "two", done=True)], ITEM)
    assert found
    assert found.handed_in == "two"


@pytest.mark.parametrize("text", [None, 3, ["one"]])
def test_a_text_that_is_none_changes_nothing(an_event: Make, text: object) -> None:
    assert written([wrote(an_event, text)], ITEM) is None


def test_a_text_for_another_question_changes_nothing(an_event: Make) -> None:
    assert written([wrote(an_event, "one", question="X2.5")], ITEM) is None


def test_only_a_plain_yes_hands_in(an_event: Make) -> None:
    found = written([wrote(an_event, "one", done="yes")], ITEM)
    assert found
    assert not found.done
