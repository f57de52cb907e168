"""Who sits at a lesson, and where what they do is written."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

from misread_records import JournalError, open_journal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from misread_records import Event, Journal, Known

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


class NoJournal:
    """Stands where no journal could be opened: each piece then tells its learner why, and what to do."""

    def __init__(self, error: JournalError) -> None:
        """Take what was wrong."""
        self.error = error

    def append(self, event: Event) -> Event:  # noqa: ARG002 - a journal's own form
        """Save nothing, and say so."""
        raise self.error

    def replace(self, event: Event, earlier: UUID) -> Event:  # noqa: ARG002 - a journal's own form
        """Save nothing, and say so."""
        raise self.error

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:  # noqa: ARG002 - a journal's own form
        """Read nothing, and say so."""
        raise self.error

    def read_on(self, learner: str, lesson: str, known: Known) -> tuple[Event, ...] | None:  # noqa: ARG002 - likewise
        """Read nothing, and say so."""
        raise self.error

    def forget(self, learner: str) -> int:  # noqa: ARG002 - a journal's own form
        """Forget nothing, and say so."""
        raise self.error

    def check(self) -> None:
        """Say that nothing can be saved."""
        raise self.error

    def close(self) -> None:
        """Do nothing."""


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
    return Seat(os.environ.get(LEARNER) or ALONE, os.environ.get(COHORT) or None, _journal())


def _journal() -> Journal:
    try:
        return open_journal(os.environ.get(JOURNAL) or FILE)
    except JournalError as error:
        return NoJournal(error)
