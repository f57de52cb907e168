"""Erasure of lines from a file of events: the file is replaced as a whole or stays as it was."""

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

_LEARNER = re.compile(rb'"learner":("(?:[^"\\]|\\.)*")')


def without(lines: bytes, learner: str) -> bytes:
    """Return the lines without those of a learner's events; the rest are unchanged, byte for byte."""
    return b"".join(line for line in _lines(lines) if not _is_by(line, learner))


def without_event(lines: bytes, id_: UUID) -> bytes:
    """Return the lines without that of one event; the rest are unchanged, byte for byte."""
    return b"".join(line for line in _lines(lines) if not _is(line, id_))


def without_beginnings(lines: bytes, learner: str) -> bytes:
    """Return the unfinished lines that name another learner; one without a name may be this learner's, and goes."""
    return b"".join(line for line in _lines(lines) if _named(line) not in (None, learner))


def replace_safely(path: Path, content: bytes) -> None:
    """Replace the content of a file so that a power cut leaves either the old or the new content whole.

    The file keeps its access rights.

    Raises:
        OSError: if the new content cannot be written. The file is then as it was.
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
    """Save the list of names in a folder to the disk; Windows does so by itself."""
    if hasattr(os, "O_DIRECTORY"):
        folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _lines(content: bytes) -> Iterator[bytes]:
    """Return the lines of a file with their ends, split as the journal does: a carriage return alone ends no line."""
    return BytesIO(content)


def _is(line: bytes, id_: UUID) -> bool:
    # The id may be in capitals or small letters. A line of another event may also contain the id, as data.
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
    """Return the learner that an unfinished line names; None if it was cut before the name."""
    name = _LEARNER.search(beginning)
    try:
        return str(json.loads(name[1])) if name else None
    except ValueError:
        return None
