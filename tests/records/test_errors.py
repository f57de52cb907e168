"""Errors of a journal are one family, and each says what to do and that nothing saved before was lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from misread_records import (
    BadEvent,
    Event,
    IdTaken,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalMissing,
    JournalMisspelt,
    JournalReadOnly,
    JournalTooNew,
    QuotaReached,
    Replaced,
    SlotTaken,
    errors,
    new_id,
)

Make = Callable[..., Event]
WORDS = "I am afraid of my boss"


@pytest.fixture
def raised(an_event: Make) -> list[JournalError]:
    """One error of each kind."""
    return [
        BadEvent("attempt: must be at least 1"),
        SlotTaken(an_event(data={"text": WORDS})),
        IdTaken(new_id()),
        Replaced(new_id()),
        QuotaReached("bytes of text", 1_000_000),
        JournalMissing("/answers.jsonl", "no such folder"),
        JournalMisspelt("its port is no number"),
        JournalReadOnly("/answers.jsonl"),
        JournalFull("/answers.jsonl"),
        JournalBusy("/answers.jsonl", 5),
        JournalTooNew("/misread.db", "moon"),
        JournalDamaged("/answers.jsonl", "is not an event", 3),
    ]


def family(kind: type[JournalError] = JournalError) -> Iterator[type[JournalError]]:
    for child in kind.__subclasses__():
        yield child
        yield from family(child)


def test_every_kind_is_in_the_picture_of_the_family_and_raised_here(raised: list[JournalError]) -> None:
    kinds = {type(error) for error in raised}
    assert kinds == set(family())
    drawn = re.findall(r"[├└]── (\w+)", errors.__doc__ or "")
    assert sorted(drawn) == sorted(kind.__name__ for kind in kinds)


def test_each_says_that_nothing_was_lost_and_what_to_do(raised: list[JournalError]) -> None:
    for error in raised:
        said = str(error)
        assert re.search("is still there|is kept|Nothing in it was changed", said), said
        assert said.endswith(".")
        if not isinstance(error, (BadEvent, JournalMisspelt)):
            assert re.search("[Rr]eload|try again|Copy what you wrote|ask the person", said), said


def test_no_error_repeats_what_a_learner_wrote(raised: list[JournalError]) -> None:
    assert not any(WORDS in str(error) for error in raised)


def test_a_damaged_line_is_named_as_editors_name_it() -> None:
    assert "/answers.jsonl:3 is not an event" in str(JournalDamaged("/answers.jsonl", "is not an event", 3))
    assert "/misread.db is not a database" in str(JournalDamaged("/misread.db", "is not a database"))
