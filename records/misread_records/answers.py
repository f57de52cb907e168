"""What a learner's events say about one exercise: the tries at it. What was written for one is read by `writing`.

A try is an event ``answered`` with the data ``{"answer": ["X4.2.3", …], "try": 1}``; its slot is ``X4.2/1``, so it is
made once. Every try is kept; which of them counts is for those who score to say. An event that cannot follow from what
came before, as a try that is not the next one, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue

from misread_records.event import Event


@dataclass(frozen=True)
class Answered:
    """One try at an exercise.

    Attributes:
        number: which one, counted from 1.
        answer: what was answered, as the page sent it; whether it fits the exercise is for the exercise to say.
        at: when, in UTC.
        content: the version of the exercise that was answered.
    """

    number: int
    answer: JsonValue
    at: datetime
    content: str


def try_slot(item: str, number: int) -> str:
    """Name the slot of a try, counted from 1, so that two tabs cannot both make it."""
    return f"{item}/{number}"


def tries(events: Iterable[Event], item: str) -> tuple[Answered, ...]:
    """Give the tries at an exercise, in order.

    Args:
        events: one learner's events, in the order of appending; those of other items are passed over, and one that is
            there twice counts once.
        item: the exercise's id.
    """
    found: list[Answered] = []
    for event in _own(events, item):
        due = len(found) + 1
        if event.kind == "answered" and _is(event.data.get("try"), due) and event.slot in {None, try_slot(item, due)}:
            found.append(Answered(due, event.data.get("answer"), event.at, event.content))
    return tuple(found)


def _own(events: Iterable[Event], item: str) -> Iterator[Event]:
    seen: set[UUID] = set()
    for event in events:
        if event.item == item and event.id not in seen:
            seen.add(event.id)
            yield event


def _is(value: JsonValue, number: int) -> bool:
    return value == number and isinstance(value, int) and not isinstance(value, bool)
