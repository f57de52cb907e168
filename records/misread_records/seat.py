"""The seat at a lesson: the learner, their cohort and the journal that keeps their events."""

from __future__ import annotations

import contextlib
import dataclasses
import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

from misread_records import JournalError, open_journal
from misread_records.submission_answers import ANSWERS
from misread_scenarios.language import SOURCE, chosen, speaking

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from misread_records import Event, Journal, Known

JOURNAL = "MISREAD_JOURNAL"
LEARNER = "MISREAD_LEARNER"
COHORT = "MISREAD_COHORT"
LANG = "MISREAD_LANG"
ALONE = "me"
"""The learner in a notebook that runs on their own machine, without a course server."""

_seated: ContextVar[Seat | None] = ContextVar("misread_seat", default=None)


@dataclasses.dataclass(frozen=True)
class Seat:
    """A learner, their cohort if they have one, the journal that keeps their events, and the language they read."""

    learner: str
    cohort: str | None
    journal: Journal
    lang: str = SOURCE


class NoJournal:
    """The journal used when none could be opened; it raises the error, so each widget can show its cause and remedy."""

    def __init__(self, error: JournalError) -> None:
        """Take the error that every method raises."""
        self.error = error

    def append(self, event: Event) -> Event:  # noqa: ARG002 - a journal's own form
        """Raise the error; nothing is saved."""
        raise self.error

    def replace(self, event: Event, earlier: UUID) -> Event:  # noqa: ARG002 - a journal's own form
        """Raise the error; nothing is saved."""
        raise self.error

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:  # noqa: ARG002 - a journal's own form
        """Raise the error; nothing is read."""
        raise self.error

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:  # noqa: ARG002 - likewise
        """Raise the error; nothing is read."""
        raise self.error

    def forget(self, learner: str) -> int:  # noqa: ARG002 - a journal's own form
        """Raise the error; nothing is deleted."""
        raise self.error

    def check(self) -> None:
        """Raise the error."""
        raise self.error

    def close(self) -> None:
        """Do nothing: nothing is open."""


@contextlib.contextmanager
def seated(seat: Seat) -> Iterator[None]:
    """Give this seat to the lessons opened inside the block, and speak its language there.

    A host that serves several learners needs it.
    """
    token = _seated.set(seat)
    try:
        with speaking(seat.lang):
            yield
    finally:
        _seated.reset(token)


def current_seat() -> Seat:
    """Return the seat of a lesson that names none.

    If a host has set a seat with `seated`, it is that seat. Otherwise the environment names the learner, the cohort,
    the journal and the language (`MISREAD_LEARNER`, `MISREAD_COHORT`, `MISREAD_JOURNAL`, `MISREAD_LANG`). Without
    these, the learner is "me", in no cohort, the journal is a file of answers in the working directory, and the
    language is English.
    """
    seat = _seated.get()
    if seat is not None:
        return seat
    lang = chosen(os.environ.get(LANG))
    return Seat(os.environ.get(LEARNER) or ALONE, os.environ.get(COHORT) or None, _journal(), lang)


def _journal() -> Journal:
    try:
        return open_journal(os.environ.get(JOURNAL) or ANSWERS)
    except JournalError as error:
        return NoJournal(error)
