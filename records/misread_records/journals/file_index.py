"""The picture in memory of a file that holds one event a line."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from misread_records.errors import BadEvent, IdTaken, JournalDamaged, SlotTaken
from misread_records.event import Event
from misread_records.journals.memory import MemoryJournal

_TAKEN = "takes a place or an id that an earlier line has already"


class FileIndex:
    """What the file said when it was last looked at; looking again reads only what was added since.

    Attributes:
        known: the events of the file, in its order.
        end: how many bytes of the file these events fill.
        is_open: whether the last of them still lacks its line end, as after an editor that takes the last one away.
        torn: what lies behind ``end``: the beginning of a line that was cut short while it was written, by a power cut
            or a kill. Its event was never confirmed, so it does not count.
    """

    def __init__(self, path: Path) -> None:
        """Name the file, without looking yet."""
        self._path = path
        self._forget()

    def look(self) -> None:
        """Catch up with the file; a file that is not there is empty.

        Raises:
            JournalDamaged: if a line is not an event, or not one that can stand there.
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
        """Tell whether the file only grew: the last line that was read stands where it stood."""
        file.seek(self.end - len(self._last))
        return file.read(len(self._last)) == self._last

    def _take(self, fresh: bytes) -> None:
        *whole, rest = fresh.split(b"\n")
        for line in whole:
            self._keep(line)
            self._advance(line + b"\n")
        self.torn = b"" if not rest or self._finish(rest) else rest

    def _finish(self, rest: bytes) -> bool:
        """Take what follows the last line end where it is a whole event, which no beginning of a line can be."""
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
