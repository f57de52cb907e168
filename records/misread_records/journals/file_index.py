"""The index in memory of a file with one event on each line."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from misread_records.errors import BadEvent, IdTaken, JournalDamaged, SlotTaken
from misread_records.event import Event
from misread_records.journals.memory import MemoryJournal

_TAKEN = "has a slot or an id that an earlier line has already"


class FileIndex:
    """The events of a file when it was last read; `look` reads only what was added since.

    Attributes:
        known: the events of the file, in the order of its lines.
        end: the number of bytes that these events fill.
        is_open: whether the last event has no line end; some editors remove it.
        torn: the bytes after ``end``: the beginning of a line that a power cut or a kill cut short. Its event was
            never confirmed, so it does not count.
    """

    def __init__(self, path: Path) -> None:
        """Take the path of the file; `look` reads it."""
        self._path = path
        self._forget()

    def look(self) -> None:
        """Read the lines that were added to the file; a missing file counts as empty.

        Raises:
            JournalDamaged: if a line is not an event, or has the slot or id of an earlier line.
            OSError: if the file cannot be read.
        """
        try:
            with self._path.open("rb") as file:
                if not self._still_fits(file):
                    self._forget()
                file.seek(self.end)
                self._take(file.read())
        except FileNotFoundError:
            self._forget()

    def _forget(self) -> None:
        self.known = MemoryJournal()
        self.end = 0
        self.is_open = False
        self.torn = b""
        self._lines = 0
        self._last = b""

    def _still_fits(self, file: BinaryIO) -> bool:
        """Return whether the file has only grown: the last line that was read is still where it was."""
        file.seek(self.end - len(self._last))
        return file.read(len(self._last)) == self._last

    def _take(self, fresh: bytes) -> None:
        *whole, rest = fresh.split(b"\n")
        for line in whole:
            self._keep(line)
            self._advance(line + b"\n")
        self.torn = b"" if not rest or self._finish(rest) else rest

    def _finish(self, rest: bytes) -> bool:
        """Keep the text after the last line end if it is a whole event; the beginning of a line never is."""
        try:
            Event.from_line(rest)
        except BadEvent:
            return False
        self._keep(rest)
        self._advance(rest)
        return True

    def _keep(self, line: bytes) -> None:
        if not line.strip():
            return
        try:
            self.known.append(Event.from_line(line))
        except BadEvent as error:
            raise self._damage(f"is not an event: {'; '.join(error.problems)}") from error
        except (IdTaken, SlotTaken) as error:
            raise self._damage(_TAKEN) from error

    def _advance(self, line: bytes) -> None:
        self.end += len(line)
        self.is_open = not line.endswith(b"\n")
        self._lines += not self.is_open
        self._last = line

    def _damage(self, why: str) -> JournalDamaged:
        return JournalDamaged(str(self._path), why, self._lines + 1)
