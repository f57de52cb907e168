"""Group commit: threads that save at the same moment share one commit to the disk."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from misread_records.errors import JournalError

Thing = TypeVar("Thing")
MOST = 200
"""The most things that one batch saves."""


@dataclasses.dataclass(eq=False)
class _Waiting(Generic[Thing]):
    thing: Thing
    is_done: bool = False
    error: Exception | None = None


class GroupCommit(Generic[Thing]):
    """Saves things in batches: while one batch is written to the disk, the next one is gathered.

    SQLite lets one connection write at a time, and each commit waits some milliseconds for the disk. Without batches,
    forty threads would wait for forty commits, one after the other, and each would poll at ever longer intervals for
    its turn.
    """

    def __init__(self, save: Callable[[Sequence[Thing]], Sequence[Exception | None]]) -> None:
        """Take the function that saves a batch; it returns an error or None for each thing.

        It raises JournalError if it saved nothing.
        """
        self._save = save
        self._gathering = threading.Lock()
        self._saving = threading.Lock()
        self._waiting: list[_Waiting[Thing]] = []

    def save(self, thing: Thing) -> None:
        """Save a thing and return when its batch is saved; raise the error of this thing or of the whole batch."""
        mine = _Waiting(thing)
        with self._gathering:
            self._waiting.append(mine)
        try:
            with self._saving:
                while not mine.is_done:
                    self._save_those_waiting()
        finally:
            # If this thread is interrupted, its thing goes; the things of other threads stay for the next batch.
            with self._gathering:
                if mine in self._waiting:
                    self._waiting.remove(mine)
        if mine.error is not None:
            raise mine.error

    def _save_those_waiting(self) -> None:
        with self._gathering:
            batch = self._waiting[:MOST]
        errors: Sequence[Exception | None]
        try:
            errors = self._save([waiting.thing for waiting in batch])
        except JournalError as reason:
            # Every thread gets the error; otherwise each would wait as long again for the same disk or lock.
            errors = [reason] * len(batch)
        for waiting, error in zip(batch, errors, strict=True):
            waiting.error, waiting.is_done = error, True
        with self._gathering:
            self._waiting = [waiting for waiting in self._waiting if not waiting.is_done]
