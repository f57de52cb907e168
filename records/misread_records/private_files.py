"""Private files and folders: they hold people's data, and only the account that owns them may read them.

On Windows, the folder of the account keeps others out, and the mode bits of a file mean nothing.
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
"""The mode bits that give access to accounts other than the owner."""
_COMPANIONS = ("", "-wal", "-shm", "-journal", ".lock")
"""The endings of the files that belong to a database: its own, SQLite's and our lock's."""


def make_folder(folder: Path) -> None:
    """Create a missing folder for its owner alone; missing parent folders get the usual access rights.

    Raises:
        OSError: if the folder cannot be created.
    """
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)


def make_file(file: Path) -> None:
    """Create an empty file for its owner alone if there is none.

    An existing file is not opened, because closing it would release the locks that SQLite holds on it in this process
    (https://sqlite.org/howtocorrupt.html, section 2.2).

    Raises:
        OSError: if the file cannot be created.
    """
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE))


def opener(path: str, flags: int) -> int:
    """Open a file descriptor for `open`; a missing file is created for its owner alone."""
    return os.open(path, flags, FILE_MODE)


def write(file: Path, content: bytes) -> None:
    """Write a file for its owner alone, even if others could read an earlier file of this name.

    If the file belongs to another account, it is written and keeps its access rights: only its owner may change them.

    Raises:
        OSError: if the file cannot be written.
    """
    with open(file, "wb", opener=opener) as writing:
        keep_others_out(file)
        writing.write(content)


def is_open_to_others(path: Path) -> bool:
    """Return whether the mode of a file or folder gives access to other accounts of this machine."""
    try:
        return sys.platform != "win32" and bool(path.stat().st_mode & OTHERS)
    except FileNotFoundError:
        return False


def written_by_anybody(file: Path) -> Path | None:
    """Return the file or its folder, if its mode lets every account of this machine change or replace the file.

    Return None if neither does. In a folder with the sticky bit, such as `/tmp`, nobody can replace another account's
    file.
    """
    target = file.resolve()
    if sys.platform != "win32" and target.stat().st_mode & stat.S_IWOTH:
        return target
    mode = target.parent.stat().st_mode
    is_common = sys.platform != "win32" and mode & stat.S_IWOTH and not mode & stat.S_ISVTX
    return target.parent if is_common else None


def keep_others_out(path: Path) -> bool:
    """Remove other accounts' access to a regular file or a folder; return whether there was any to remove.

    A file of another account, or a special file such as `/dev/stdout`, is left as it is.
    """
    if not is_open_to_others(path):
        return False
    status = path.stat()
    if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)) or status.st_uid != os.geteuid():
        return False
    path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)
    return True


def database_files(file: Path) -> tuple[Path, ...]:
    """Return the path of a SQLite database and the paths of its companion files, whether or not they exist."""
    return tuple(file.with_name(f"{file.name}{end}") for end in _COMPANIONS)
