"""Check of disk space and access rights for a file, without writing, locking or waiting."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from misread_records.errors import JournalFull, JournalMissing, JournalReadOnly

LEAST_ROOM = 1_000_000
"""The least number of free bytes; with less, a disk counts as full. Each choice adds some thousands to SQLite's log."""


def check_room(path: Path) -> None:
    """Check that a file can be written and has room to grow; a missing file needs a folder that can be written.

    Raises:
        JournalReadOnly: if the file or folder is read-only, for everybody or for this account.
        JournalFull: if the disk is full or nearly full. The check does not see a quota on one account's files.
        JournalMissing: if the folder does not exist.
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
