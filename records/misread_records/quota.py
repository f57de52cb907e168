"""The quota of one learner in one lesson, so that nobody can fill the disk that keeps everybody's answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from uuid import UUID

from misread_records.errors import QuotaReached
from misread_records.event import Event

MOST_EVENTS: Final = 10_000
"""The most events of one learner in one lesson; a learner who plays each scenario twenty times makes about 1,000."""
MOST_TEXT: Final = 1_000_000
"""The most bytes, in UTF-8, of one learner's texts in one lesson. Replaced drafts do not count."""


def check_quota(events: Iterable[Event], event: Event, instead_of: UUID | None = None) -> None:
    """Check that a learner's quota in a lesson leaves room for another event.

    Args:
        events: the learner's events in that lesson.
        event: the event to add.
        instead_of: the id of the event that the new one replaces, if any.

    Raises:
        QuotaReached: if the quota leaves no room; the message says what there is too much of.
    """
    number, size = 1, _size(event)
    for earlier in events:
        if earlier.id != instead_of:
            number += 1
            size += _size(earlier)
    check_number(number)
    if event.kind == "wrote" and size > MOST_TEXT:
        raise QuotaReached("bytes of text", MOST_TEXT)


def check_number(number: int) -> None:
    """Check that one learner may have this number of events in one lesson.

    Raises:
        QuotaReached: if the number is above the quota.
    """
    if number > MOST_EVENTS:
        raise QuotaReached("answers", MOST_EVENTS)


def _size(event: Event) -> int:
    """Return the number of bytes of an event's text; 0 if the event has no text."""
    return len(str(event.data.get("text", "")).encode()) if event.kind == "wrote" else 0
