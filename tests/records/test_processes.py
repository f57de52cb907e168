"""Several processes and threads at one journal: everything is there, once, and a slot has one owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import pytest

from misread_records import Event, Journal, SlotTaken

Make = Callable[..., Event]


class Scribe(Protocol):
    def tell(self, *words: str) -> None: ...
    def answer(self) -> str: ...


every = pytest.mark.parametrize("address", ["memory", "file", "sqlite", "postgresql"], indirect=True)
lasting = pytest.mark.parametrize("address", ["file", "sqlite", "postgresql"], indirect=True)


@lasting
def test_processes_that_begin_at_the_same_moment_make_one_journal(
    address: str, journal: Journal, scribes: Sequence[Scribe], an_event: Make
) -> None:
    for scribe in scribes:
        scribe.tell(address, an_event().to_line())
    assert [scribe.answer() for scribe in scribes] == ["saved"] * 4
    assert len(journal.read("ada")) == 4


@lasting
def test_what_processes_append_side_by_side_is_all_there_once(
    address: str, journal: Journal, scribes: Sequence[Scribe], an_event: Make
) -> None:
    sent = [[an_event(slot=f"{number}/{turn}") for turn in range(100)] for number in range(2)]
    for pair in zip(*sent, strict=True):
        for scribe, event in zip(scribes, pair, strict=False):
            scribe.tell(address, event.to_line())
    answers = [scribe.answer() for scribe in scribes[:2] for _ in range(100)]
    assert answers == ["saved"] * 200
    found = [event.id for event in journal.read("ada")]
    assert Counter(found) == Counter(event.id for events in sent for event in events)
    for events in sent:
        assert [one for one in found if one in {event.id for event in events}] == [event.id for event in events]


@lasting
def test_of_processes_that_race_for_a_slot_exactly_one_wins(
    address: str, journal: Journal, scribes: Sequence[Scribe], an_event: Make
) -> None:
    slots = [f"sam-priya/1/{number}" for number in range(100)]
    for slot in slots:
        for scribe in scribes:
            scribe.tell(address, an_event(slot=slot).to_line())
    for slot in slots:
        assert Counter(scribe.answer() for scribe in scribes) == {"saved": 1, "SlotTaken": 3}, slot
    assert sorted(event.slot or "" for event in journal.read("ada")) == sorted(slots)


@lasting
def test_one_event_sent_by_several_processes_at_once_counts_once(
    address: str, journal: Journal, scribes: Sequence[Scribe], an_event: Make
) -> None:
    events = [an_event(slot=f"sam-priya/1/{round_}") for round_ in range(20)]
    for event in events:
        for scribe in scribes:
            scribe.tell(address, event.to_line())
    assert [scribe.answer() for scribe in scribes for _ in events] == ["saved"] * 80
    assert journal.read("ada") == tuple(events)


@every
def test_threads_may_share_a_journal(journal: Journal, an_event: Make) -> None:
    events = [an_event(slot=str(number % 50)) for number in range(100)]

    def take(event: Event) -> bool:
        try:
            journal.append(event)
        except SlotTaken:
            return False
        return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(take, events))
    assert sum(won) == 50
    found = journal.read("ada")
    assert {event.id for event in found} == {event.id for event, mine in zip(events, won, strict=True) if mine}
    assert len({event.slot for event in found}) == len(found) == 50
