"""What a learner's events say about one exercise: the tries at it, or the text written for it.

The events of an exercise are

============  ====================================================  ================================================
kind          data                                                  means
============  ====================================================  ================================================
``answered``  ``{"answer": ["X4.2.3", …], "try": 1}``               a try; its slot is ``X4.2/1``, so it is made once
``wrote``     ``{"question": "X4.6", "text": "…", "done": true}``   the text as it stood; ``done``: it was handed in
============  ====================================================  ================================================

Every try is kept, and so is every text; which of them counts is for those who score to say. An event that cannot
follow from what came before (a try that is not the next one, a text that is no text) changes nothing.
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


@dataclass(frozen=True)
class Written:
    """What was written for an exercise.

    Attributes:
        text: as it stands now, handed in or not.
        done: whether it is handed in as it stands.
        handed_in: the text that was last handed in, which is the one that is marked; None where none was. It differs
            from `text` while somebody revises what they handed in.
        at: when `text` was saved, in UTC.
        content: the version of the exercise it was written for.
    """

    text: str
    done: bool
    handed_in: str | None
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


def written(events: Iterable[Event], item: str) -> Written | None:
    """Give what was written for an exercise; None where nothing was. The arguments are those of `tries`."""
    found = None
    for event in _own(events, item):
        text = event.data.get("text")
        if event.kind == "wrote" and event.data.get("question") == item and isinstance(text, str):
            done = event.data.get("done") is True
            before = found.handed_in if found else None
            found = Written(text, done, text if done else before, event.at, event.content)
    return found


def _own(events: Iterable[Event], item: str) -> Iterator[Event]:
    seen: set[UUID] = set()
    for event in events:
        if event.item == item and event.id not in seen:
            seen.add(event.id)
            yield event


def _is(value: JsonValue, number: int) -> bool:
    return value == number and isinstance(value, int) and not isinstance(value, bool)
