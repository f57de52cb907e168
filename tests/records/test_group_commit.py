"""Threads that save at the same moment share one wait for the disk, and each hears of its own thing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from misread_records import Event, IdTaken, Journal, JournalError, SlotTaken
from misread_records.journals.group_commit import GroupCommit

Make = Callable[..., Event]


class Disk:
    """Saves slowly: the first batch waits until all the others have come."""

    def __init__(self, expected: int) -> None:
        self.batches: list[list[int]] = []
        self.group: GroupCommit[int] = GroupCommit(self.save)
        self._expected = expected
        self._all_there = threading.Event()
        self._there = 0

    def give(self, thing: int) -> str:
        self._there += 1
        if self._there == self._expected:
            self._all_there.set()
        try:
            self.group.save(thing)
        except (JournalError, ValueError) as error:
            return str(error)
        return "saved"

    def save(self, things: Sequence[int]) -> list[Exception | None]:
        assert self._all_there.wait(10)
        self.batches.append(list(things))
        if 13 in things:
            raise JournalError("no room")
        return [ValueError("odd") if thing % 2 else None for thing in things]


def given(disk: Disk, things: Sequence[int]) -> list[str]:
    with ThreadPoolExecutor(len(things)) as threads:
        return list(threads.map(disk.give, things))


def test_those_that_come_while_one_waits_for_the_disk_go_together() -> None:
    disk = Disk(9)
    assert given(disk, range(0, 18, 2)) == ["saved"] * 9
    assert len(disk.batches) < 9
    assert sorted(thing for batch in disk.batches for thing in batch) == list(range(0, 18, 2))


def test_each_hears_what_was_wrong_with_its_own() -> None:
    assert given(Disk(6), range(6)) == ["saved", "odd"] * 3


def test_where_a_batch_fails_nobody_is_told_that_it_was_saved() -> None:
    disk = Disk(1)
    assert disk.give(13) == "no room"
    assert disk.give(2) == "saved"


def test_an_error_of_our_own_reaches_everybody_who_waits() -> None:
    def save(things: Sequence[int]) -> list[Exception | None]:
        raise ZeroDivisionError(len(things))

    group: GroupCommit[int] = GroupCommit(save)
    with ThreadPoolExecutor(4) as threads:
        errors = [one.exception(10) for one in [threads.submit(group.save, thing) for thing in range(4)]]
    assert [type(error) for error in errors] == [ZeroDivisionError] * 4


def test_an_interrupted_save_leaves_no_trace_for_the_next() -> None:
    saved: list[int] = []

    def save(things: Sequence[int]) -> list[Exception | None]:
        if 7 in things:
            raise KeyboardInterrupt
        saved.extend(things)
        return [None] * len(things)

    group: GroupCommit[int] = GroupCommit(save)
    with pytest.raises(KeyboardInterrupt):
        group.save(7)
    group.save(8)
    assert saved == [8]


@pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
def test_many_threads_append_and_each_hears_of_its_own_event(journal: Journal, an_event: Make) -> None:
    first = an_event(slot="a/1/1")
    journal.append(first)
    fresh = [an_event(slot=f"a/2/{number}") for number in range(60)]
    again = [first] * 5
    rivals = [an_event(slot="a/1/1") for _ in range(5)]
    others = [first.model_copy(update={"item": "other"})] * 5

    def said(event: Event) -> str:
        try:
            return "new" if journal.append(event) is event and event is not first else "known"
        except SlotTaken:
            return "slot"
        except IdTaken:
            return "id"

    mixed = [event for four in zip(*[iter(fresh)] * 12, again, rivals, others, strict=True) for event in four]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(said, mixed))
    assert found == (["new"] * 12 + ["known", "slot", "id"]) * 5
    assert {event.id for event in journal.read("ada")} == {first.id, *(event.id for event in fresh)}
    assert len(journal.read("ada")) == 61
