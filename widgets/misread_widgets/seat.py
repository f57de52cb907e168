"""Who sits at a lesson, and where what they do is written."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

from misread_records import open_journal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records import Journal

JOURNAL = "MISREAD_JOURNAL"
LEARNER = "MISREAD_LEARNER"
COHORT = "MISREAD_COHORT"
FILE = "answers.jsonl"
ALONE = "me"

_seated: ContextVar[Seat | None] = ContextVar("misread_seat", default=None)


@dataclasses.dataclass(frozen=True)
class Seat:
    """A learner, their cohort if they have one, and the journal that keeps what they do."""

    learner: str
    cohort: str | None
    journal: Journal


@contextlib.contextmanager
def seated(seat: Seat) -> Iterator[None]:
    """Let lessons that are opened inside belong to this seat: for a host that serves several learners."""
    token = _seated.set(seat)
    try:
        yield
    finally:
        _seated.reset(token)


def current_seat() -> Seat:
    """Return the seat a lesson belongs to when none is named.

    It is the one a host has set; else the learner and journal that the environment names (`MISREAD_LEARNER`,
    `MISREAD_COHORT`, `MISREAD_JOURNAL`); else "me", with a file of answers in the working directory.
    """
    seat = _seated.get()
    if seat is not None:
        return seat
    journal = open_journal(os.environ.get(JOURNAL) or FILE)
    return Seat(os.environ.get(LEARNER) or ALONE, os.environ.get(COHORT) or None, journal)
