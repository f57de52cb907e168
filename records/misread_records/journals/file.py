"""The journal in one file, for example ``answers.jsonl`` beside a notebook: it moves together with the notebook.

Each line is one event. ``answers.jsonl.lock`` beside the file keeps processes from writing at the same time. After a
crash in the middle of a write, ``answers.jsonl.torn`` holds the beginning of the unfinished line: its event was never
confirmed, so it does not count, but no byte is thrown away.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path
from threading import Lock
from uuid import UUID

from filelock import FileLock, Timeout

from misread_records.disk_space import check_room
from misread_records.errors import JournalBusy, JournalError, JournalFull, JournalMissing, JournalReadOnly
from misread_records.event import Event
from misread_records.journals.file_erasure import (
    make_folder_safe,
    replace_safely,
    without,
    without_beginnings,
    without_event,
)
from misread_records.journals.file_index import FileIndex
from misread_records.journals.protocol import Known
from misread_records.private_files import FILE_MODE, opener

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_NO_RIGHT = {errno.EACCES, errno.EPERM, errno.EROFS}


class FileJournal:
    """Keeps events in a file of lines."""

    def __init__(self, path: Path | str, wait: float = 5.0) -> None:
        """Name the file, without opening it.

        Args:
            path: the file; the first append creates it, in a folder that must exist.
            wait: seconds to wait while another process writes.
        """
        self.path = Path(path).absolute()
        self._wait = wait
        self._lock = FileLock(f"{self.path}.lock", timeout=wait, poll_interval=0.005, mode=FILE_MODE)
        self._turn = Lock()
        self._picture = FileIndex(self.path)
        self._folder_is_safe = False

    def append(self, event: Event) -> Event:
        """Save an event; return only when it would survive a power cut."""
        with self._turn, self._alone(), self._plain_errors():
            self._look()
            stored = self._picture.known.stored(event)
            with open(self.path, "ab", buffering=0, opener=opener) as file:
                if stored is None:
                    self._set_torn_aside(file)
                    self._write(file, event)
                # The line may come from a process that was killed before it could sync the file.
                os.fsync(file.fileno())
            self._make_folder_safe()
            self._look()
            return stored or event

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event instead of an earlier one: a new file with the event at its end replaces the file."""
        with self._turn, self._alone(), self._plain_errors():
            self._look()
            stored = self._picture.known.stored_instead(event, earlier)
            if stored is not None:
                return stored
            if self._picture.torn:
                with self.path.open("ab", buffering=0) as file:
                    self._set_torn_aside(file)
            whole = self.path.read_bytes()[: self._picture.end] + b"\n" * self._picture.is_open
            replace_safely(self.path, without_event(whole, earlier) + event.to_line().encode() + b"\n")
            self._look()
            return event

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events in the order of appending, without locking or changing anything."""
        with self._turn:
            self._look()
            return self._picture.known.read(learner, lesson)

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return the events after the known ones."""
        with self._turn:
            self._look()
            return self._picture.known.read_on(learner, lesson, known)

    def forget(self, learner: str) -> int:
        """Delete every event of a learner: new files replace the journal's file and the ``.torn`` file."""
        with self._turn, self._alone(), self._plain_errors():
            self._look()
            aside = Path(f"{self.path}.torn")
            if aside.exists():
                replace_safely(aside, without_beginnings(aside.read_bytes(), learner))
            own_events = self._picture.known.read(learner)
            if own_events or self._picture.torn:
                whole = self.path.read_bytes()[: self._picture.end]
                replace_safely(self.path, without(whole, learner) + without_beginnings(self._picture.torn, learner))
                self._look()
            return len(own_events)

    def check(self) -> None:
        """Check that the file can be read, and probably written."""
        with self._turn:
            self._look()
        check_room(self.path)

    def close(self) -> None:
        """Do nothing: no file stays open between two calls."""

    def _look(self) -> None:
        try:
            self._picture.look()
        except OSError as error:
            raise JournalMissing(str(self.path), _reason(error)) from error
        if not self.path.parent.is_dir():
            raise JournalMissing(str(self.path), "there is no such folder")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep every other process from writing."""
        self._look()
        try:
            self._lock.acquire()
        except Timeout as error:
            raise JournalBusy(str(self.path), self._wait) from error
        except OSError as error:
            raise self._refusal(error) from error
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._refusal(error) from error

    def _refusal(self, error: OSError) -> JournalError:
        if error.errno in _NO_ROOM:
            return JournalFull(str(self.path))
        if error.errno in _NO_RIGHT:
            return JournalReadOnly(str(self.path))
        return JournalMissing(str(self.path), _reason(error))

    def _set_torn_aside(self, file: FileIO) -> None:
        if self._picture.torn:
            with open(f"{self.path}.torn", "ab", opener=opener) as aside:
                aside.write(self._picture.torn + b"\n")
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(self._picture.end)

    def _write(self, file: FileIO, event: Event) -> None:
        line = b"\n" * self._picture.is_open + event.to_line().encode() + b"\n"
        try:
            while line:
                line = line[file.write(line) :]
        except OSError:
            # Half a line would only be set aside later; remove it at once if the disk allows it.
            with suppress(OSError):
                file.truncate(self._picture.end)
            raise

    def _make_folder_safe(self) -> None:
        """Sync the file's entry in its folder, once."""
        if not self._folder_is_safe:
            make_folder_safe(self.path.parent)
        self._folder_is_safe = True


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__
