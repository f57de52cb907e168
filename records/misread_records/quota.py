"""How much is kept of one learner in one lesson, so that nobody fills the place where everybody's answers are kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from misread_records.errors import QuotaReached
from misread_records.event import Event

MOST_EVENTS: Final = 10_000
"""Events of one learner in one lesson; somebody who plays each story twenty times leaves about a thousand."""
MOST_TEXT: Final = 1_000_000
"""Bytes in UTF-8 of one learner's texts in one lesson. Drafts that gave way to the next one do not count."""


def check_quota(events: Iterable[Event], event: Event, instead_of: UUID | None = None) -> None:
    """Find out whether an event may be added to what a learner did in a lesson.

    Args:
        events: what is kept of the learner in that lesson.
        event: the one to be added.
        instead_of: the id of one whose place it takes.

    Raises:
        QuotaReached: if it may not; the text says what there is too much of.
    """
    number, size = 1, _size(event)
    for each in events:
        if each.id != instead_of:
            number += 1
            size += _size(each)
    check_number(number)
    if event.kind == "wrote" and size > MOST_TEXT:
        raise QuotaReached("bytes of text", MOST_TEXT)


def check_number(number: int) -> None:
    """Find out whether so many events of one learner may be kept in one lesson.

    Raises:
        QuotaReached: if they are too many.
    """
    if number > MOST_EVENTS:
        raise QuotaReached("answers", MOST_EVENTS)


def _size(event: Event) -> int:
    """Return the bytes of an event's text; other events have none."""
    return len(str(event.data.get("text", "")).encode()) if event.kind == "wrote" else 0
