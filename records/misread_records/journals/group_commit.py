"""Threads that save at the same moment wait for the disk together."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from misread_records.errors import JournalError

Thing = TypeVar("Thing")
MOST = 200
"""How many things are saved at once."""


@dataclasses.dataclass(eq=False)
class _Waiting(Generic[Thing]):
    thing: Thing
    is_done: bool = False
    error: Exception | None = None


class GroupCommit(Generic[Thing]):
    """Saves things in batches: while one batch goes to the disk, the next one gathers.

    SQLite lets one connection write at a time and waits for the disk at each commit, some milliseconds. Forty threads
    would wait forty times, one after the other, and ask in ever longer steps whether it is their turn.
    """

    def __init__(self, save: Callable[[Sequence[Thing]], Sequence[Exception | None]]) -> None:
        """Take what saves a batch: it returns what was wrong with each thing, or raises JournalError where none was."""
        self._save = save
        self._gathering = threading.Lock()
        self._saving = threading.Lock()
        self._waiting: list[_Waiting[Thing]] = []

    def save(self, thing: Thing) -> None:
        """Save a thing; return when its batch is saved, and raise what was wrong with this thing or with them all."""
        mine = _Waiting(thing)
        with self._gathering:
            self._waiting.append(mine)
        try:
            with self._saving:
                while not mine.is_done:
                    self._save_those_waiting()
        finally:
            # A thread that is interrupted here leaves; what the others gave stays for the next of them to save.
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
            # All of them are told, or each would wait as long again for a disk or a lock that is not there.
            errors = [reason] * len(batch)
        for waiting, error in zip(batch, errors, strict=True):
            waiting.error, waiting.is_done = error, True
        with self._gathering:
            self._waiting = [waiting for waiting in self._waiting if not waiting.is_done]
