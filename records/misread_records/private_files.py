"""Files and folders with people's data, which only the account that they belong to may read.

Windows keeps others out by the folder of the account; the bits of a file's mode say nothing there.
"""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path

FILE_MODE = 0o600
FOLDER_MODE = 0o700
OTHERS = 0o077
"""The bits of a mode that let anybody but the owner in."""
_COMPANIONS = ("", "-wal", "-shm", "-journal", ".lock")
"""What SQLite, and our lock, put beside a database, after its own name."""


def make_folder(folder: Path) -> None:
    """Make a folder for its owner alone where there is none; the folders above it are made as any others.

    Raises:
        OSError: if it cannot be made.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def make_file(file: Path) -> None:
    """Make an empty file for its owner alone where there is none.

    One that is there is not opened: to close it again would take away the locks that SQLite holds on it in this process
    (https://sqlite.org/howtocorrupt.html, section 2.2).

    Raises:
        OSError: if it cannot be made.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))


def opener(path: str, flags: int) -> int:
    """Open a file for `open`, which makes a missing one for its owner alone."""
    return os.open(path, flags, FILE_MODE)


def write(file: Path, content: bytes) -> None:
    """Write a file for its owner alone, also where there was one that others might read.

    A file that is somebody else's is written, and its rights stay: they are not ours to change.

    Raises:
        OSError: if it cannot be written.
    """
    with open(file, "wb", opener=opener) as writing:
        keep_others_out(file)
        writing.write(content)


def is_open_to_others(path: Path) -> bool:
    """Tell whether another account of this machine may use a file or folder, so far as its own mode says."""
    try:
        return sys.platform != "win32" and bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False


def written_by_anybody(file: Path) -> Path | None:
    """Return what lets every account of this machine change a file, or replace it: the file itself or its folder.

    None where neither does. In a folder with the sticky bit, as `/tmp` has it, nobody can replace what is another's.
    """
    whole = file.resolve()
    if sys.platform != "win32" and whole.stat().st_mode & stat.S_IWOTH:
        return whole
    mode = whole.parent.stat().st_mode
    is_common = sys.platform != "win32" and mode & stat.S_IWOTH and not mode & stat.S_ISVTX
    return whole.parent if is_common else None


def keep_others_out(path: Path) -> bool:
    """Take others' rights to a regular file or a folder away; tell whether they had any and have none now.

    What is somebody else's, or no regular file (`/dev/stdout`), is left as it is.
    """
    if not is_open_to_others(path):
        return False
    found = path.stat()
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)) or found.st_uid != os.geteuid():
        return False
    path.chmod(stat.S_IMODE(found.st_mode) & ~OTHERS)
    return True


def database_files(file: Path) -> tuple[Path, ...]:
    """Return a database of SQLite and the files that stand beside it, whether or not they are there."""
    return tuple(file.with_name(f"{file.name}{end}") for end in _COMPANIONS)
