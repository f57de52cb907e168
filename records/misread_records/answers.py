"""The tries at one exercise, read from a learner's events. The module `writing` reads texts.

A try is an event ``answered`` with the data ``{"answer": ["X4.2.3", …], "try": 1}``; its slot is ``X4.2/1``, so each
try can be made only once. Every try is kept, and the scoring decides which of them counts. An event that cannot follow
the earlier ones, such as a try with the wrong number, changes nothing.
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
        number: the number of the try, counted from 1.
        answer: the answer as the page sent it; the exercise checks whether it fits.
        at: the time of the try, in UTC.
        content: the version of the exercise that was answered.
    """

    number: int
    answer: JsonValue
    at: datetime
    content: str


def try_slot(item: str, number: int) -> str:
    """Return the slot of a try, counted from 1; it keeps two tabs from both making the same try."""
    return f"{item}/{number}"


def tries(events: Iterable[Event], item: str) -> tuple[Answered, ...]:
    """Return the tries at an exercise, in order.

    Args:
        events: one learner's events, in the order of appending. Events of other items are ignored, and an event that
            occurs twice counts once.
        item: the exercise's id.
    """
    made: list[Answered] = []
    for event in _own(events, item):
        due = len(made) + 1
        if event.kind == "answered" and _is(event.data.get("try"), due) and event.slot in {None, try_slot(item, due)}:
            made.append(Answered(due, event.data.get("answer"), event.at, event.content))
    return tuple(made)


def _own(events: Iterable[Event], item: str) -> Iterator[Event]:
    seen: set[UUID] = set()
    for event in events:
        if event.item == item and event.id not in seen:
            seen.add(event.id)
            yield event


def _is(value: JsonValue, number: int) -> bool:
    return value == number and isinstance(value, int) and not isinstance(value, bool)
