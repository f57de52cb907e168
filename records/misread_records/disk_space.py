"""Whether a file could be written just now, found out without writing: nothing is changed, locked or waited for."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from misread_records.errors import JournalFull, JournalMissing, JournalReadOnly

LEAST_ROOM = 1_000_000
"""Bytes: with less on its disk, a place counts as full. With a choice, SQLite's log grows by some thousands of them."""


def check_room(path: Path) -> None:
    """Do nothing where a file, or one in its folder if it is not there yet, may be written and has room to grow.

    Raises:
        JournalReadOnly: if we may not write there, or nobody may.
        JournalFull: if the disk is full, or nearly so; a limit on one account's files is not seen.
        JournalMissing: if there is no such folder.
    """
    try:
        free = shutil.disk_usage(path.parent).free
    except OSError as error:
        raise JournalMissing(str(path), error.strerror or type(error).__name__) from error
    target = path if path.exists() else path.parent
    if not os.access(target, os.W_OK, effective_ids=os.access in os.supports_effective_ids):
        raise JournalReadOnly(str(path))
    if free < LEAST_ROOM:
        raise JournalFull(str(path))
