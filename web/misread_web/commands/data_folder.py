"""The data folder and its database, kept from other people of the machine."""

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
    """Return the data folder, after making it if it is missing and taking others' rights to it away.

    Raises:
        OSError: if it cannot be made; the message names it.
    """
    folder = place_of(data)
    try:
        private_files.make_folder(folder)
    except OSError as error:
        raise OSError(f"the folder {folder} cannot be made ({error.strerror}); name another: --data DIR") from error
    _kept_from_others(folder)
    return folder


OWN = re.compile(
    rf"{re.escape(FILE)}(-wal|-shm|-journal|\.lock)?|{GRADING}|{re.escape(GRADING_FOLDERS)}|secret(\.[0-9a-f]+)?"
    r"|answers\.jsonl(\..+)?"
)
"""What the course itself puts into the data folder."""


@functools.cache  # said once, however often a command asks for the folder
def _kept_from_others(folder: Path) -> None:
    """Take others' rights to the data folder, and to what the course keeps in it, away, and say so.

    A folder that holds other things as well may be meant for others, so it is only named. The file of the secret stays
    as it is: the code that reads it refuses one that others could read.
    """
    try:
        inside = sorted(folder.iterdir())
    except OSError:  # what needs the folder says in its own words that it cannot be read
        return
    own = [path for path in inside if OWN.fullmatch(path.name)]
    shut_to_others([path for path in own if path.name not in {"secret", GRADING}])
    if len(own) == len(inside):
        shut_to_others([folder])
    else:
        _name_if_open(folder)


def shut_to_others(paths: Iterable[Path]) -> None:
    """Take others' rights to files and folders away, and say so; name what is not ours to change."""
    paths = tuple(paths)
    if shut := [str(path) for path in paths if private_files.keep_others_out(path)]:
        typer.echo(f"Others on this machine had rights to this, and now only you have: {', '.join(shut)}", err=True)
    for path in paths:
        _name_if_open(path)


def _name_if_open(path: Path) -> None:

    if private_files.is_open_to_others(path):
        mode = "700" if path.is_dir() else "600"
        typer.echo(f"Others on this machine have rights to {path}; to keep them out: chmod {mode} '{path}'", err=True)


def write_privately(file: Path, content: bytes) -> None:
    """Write what a command says about people into a file that only its owner may read.

    Raises:
        OSError: if it cannot be written.
    """
    private_files.write(file, content)


def secure_database(folder: Path, database: str | None) -> str:
    """Return the address of the database, after taking others' rights to its file away.

    It is the address that is named, or that a file holds which a variable names, or else the file in the folder.

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
