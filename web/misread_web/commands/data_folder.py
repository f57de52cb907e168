"""Data folder and its database, closed to other accounts of the machine."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
from pathlib import Path

import typer

from misread_records import private_files
from misread_web.commands.data_options import DATABASE_FILE, FILE, GRADING, GRADING_FOLDERS, place_of


def open_data_folder(data: Path | None) -> Path:
    """Return the data folder; make it if it is missing, and close it to other accounts.

    Raises:
        OSError: if the folder cannot be made; the message names it.
    """
    folder = place_of(data)
    try:
        private_files.make_folder(folder)
    except OSError as error:
        raise OSError(f"the folder {folder} cannot be made ({error.strerror}); name another: --data DIR") from error
    _close(folder)
    return folder


OWN = re.compile(
    rf"{re.escape(FILE)}(-wal|-shm|-journal|\.lock)?|{GRADING}|{re.escape(GRADING_FOLDERS)}|secret(\.[0-9a-f]+)?"
    r"|answers\.jsonl(\..+)?"
)
"""Names of the files and folders that the course puts into the data folder."""


@functools.cache  # the messages are printed once, however often a command asks for the folder
def _close(folder: Path) -> None:
    """Close the data folder, and the course's files in it, to other accounts, and print which.

    A folder that also holds other things may be meant for other accounts, so it is only named. The file of the secret
    is left alone: the code that reads it refuses a file that other accounts can read.
    """
    try:
        inside = sorted(folder.iterdir())
    except OSError:  # the code that needs the folder reports that it cannot be read
        return
    own = [path for path in inside if OWN.fullmatch(path.name)]
    shut_to_others([path for path in own if path.name not in {"secret", GRADING}])
    if len(own) == len(inside):
        shut_to_others([folder])
    else:
        _name_if_open(folder)


def shut_to_others(paths: Iterable[Path]) -> None:
    """Close files and folders to other accounts, and print which; name those that this account cannot change."""
    paths = tuple(paths)
    if shut := [str(path) for path in paths if private_files.keep_others_out(path)]:
        typer.echo(
            f"Other accounts on this machine had rights to these, and now only you have: {', '.join(shut)}", err=True
        )
    for path in paths:
        _name_if_open(path)


def _name_if_open(path: Path) -> None:
    if private_files.is_open_to_others(path):
        mode = "700" if path.is_dir() else "600"
        typer.echo(
            f"Other accounts on this machine have rights to {path}; to keep them out: chmod {mode} '{path}'", err=True
        )


def write_privately(file: Path, content: bytes) -> None:
    """Write a file about people that only its owner may read.

    Raises:
        OSError: if the file cannot be written.
    """
    private_files.write(file, content)


def secure_database(folder: Path, database: str | None) -> str:
    """Return the address of the database; close a database file to other accounts.

    The address is `database`, or the content of the file that a variable names, or the database file in the folder.

    Raises:
        OSError: if the file that the variable names cannot be read; the message names it.
    """
    database = database or _in_file(os.environ.get(DATABASE_FILE, "").strip())
    if database and database.startswith("sqlite:///"):
        file = Path(database.removeprefix("sqlite:///").partition("?")[0])
        shut_to_others(private_files.database_files(file))
    return database or f"sqlite:///{folder / FILE}"


def _in_file(named: str) -> str:
    if not named:
        return ""
    try:
        address = Path(named).read_text("utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise OSError(f"{named}, which {DATABASE_FILE} names, cannot be read ({error})") from error
    if not address:
        raise OSError(f"{named}, which {DATABASE_FILE} names, is empty; it holds the address of the database")
    return address
