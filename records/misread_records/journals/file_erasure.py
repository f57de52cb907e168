"""Taking lines out of a file of events: the whole file is replaced, or none of it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from uuid import UUID

from misread_records.errors import BadEvent
from misread_records.event import Event
from misread_records.private_files import opener

_WHO = re.compile(rb'"learner":("(?:[^"\\]|\\.)*")')


def without(lines: bytes, learner: str) -> bytes:
    """Return the lines that are not a learner's events, each byte for byte as it was."""
    return b"".join(line for line in _lines(lines) if not _is_by(line, learner))


def without_event(lines: bytes, id_: UUID) -> bytes:
    """Return the lines that are not one event, each byte for byte as it was."""
    return b"".join(line for line in _lines(lines) if not _is(line, id_))


def without_beginnings(lines: bytes, learner: str) -> bytes:
    """Return those beginnings of lines that name another learner; one that names nobody may be anybody's, and goes."""
    return b"".join(line for line in _lines(lines) if _named(line) not in (None, learner))


def replace_safely(path: Path, content: bytes) -> None:
    """Put a file in another one's place, so that either of them survives a power cut whole; its rights stay.

    Raises:
        OSError: if it cannot be written. The file is then as it was.
    """
    target = path.resolve()
    fresh = target.with_name(f"{target.name}.new")
    try:
        with open(fresh, "wb", opener=opener) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.chmod(target.stat().st_mode & 0o777)
        fresh.replace(target)
    except OSError:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
        raise
    make_folder_safe(target.parent)


def make_folder_safe(path: Path) -> None:
    """Make sure of the names in a folder; Windows does so by itself."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _lines(content: bytes) -> Iterator[bytes]:
    """Yield the lines of a file with their ends, as the journal reads them: a carriage return alone ends no line."""
    return BytesIO(content)


def _is(line: bytes, id_: UUID) -> bool:
    # Its id stands in the line, in either case; a line that only speaks of it is another event's.
    try:
        return str(id_).encode() in line.lower() and Event.from_line(line).id == id_
    except BadEvent:
        return False


def _is_by(line: bytes, learner: str) -> bool:
    try:
        return Event.from_line(line).learner == learner
    except BadEvent:
        return False


def _named(beginning: bytes) -> str | None:
    """Return the learner whom the beginning of a line names, if it came that far."""
    found = _WHO.search(beginning)
    try:
        return str(json.loads(found[1])) if found else None
    except ValueError:
        return None
