"""Where the course keeps what it is told: the options that every command about it has."""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import platformdirs
import typer


def a_folder(text: str) -> Path:
    """Return the folder that an option names.

    Raises:
        BadParameter: where it is a file or has no name. A script whose variable is not set leaves an empty one, which
            would else be the folder that it was started in.
    """
    if not text.strip():
        raise typer.BadParameter("no folder is named; name one, or leave this out")
    if Path(text).is_file():
        raise typer.BadParameter(f"'{text}' is a file; name a folder")
    return Path(text)


Data = Annotated[
    Path | None,
    typer.Option(metavar="DIR", envvar="MISREAD_DATA", help="The folder where answers are kept.", parser=a_folder),
]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="MISREAD_DATABASE",
        help="The database of answers and cohorts: postgresql+psycopg://user@host/name, or sqlite:////folder/file.db. "
        "Nothing: a file in the folder.",
    ),
]


class Separator(StrEnum):
    """What stands between the columns of a CSV file."""

    COMMA = "comma"
    SEMICOLON = "semicolon"

    @property
    def sign(self) -> str:
        """The character itself."""
        return {"comma": ",", "semicolon": ";"}[self]


CsvSeparator = Annotated[
    Separator,
    typer.Option(
        "--separator",
        envvar="MISREAD_SEPARATOR",
        help="What stands between the columns of a CSV file. Excel in German, French and other languages with a "
        "decimal comma opens it in columns by `semicolon`; its numbers then have that comma.",
    ),
]

FILE = "misread.db"
"""The database of answers and cohorts in the data folder, where no other is named."""
DATABASE_FILE = "MISREAD_DATABASE_FILE"
"""Names a file that holds the address of the database, as containers get their secrets."""
GRADING = "grading"
"""The folder in the data folder in which the cohort is graded, where no other is named."""


_NOT_WRITTEN = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers", ".pdf", ".docx", ".doc", ".html"})
"""Endings by which a program would open CSV as something else."""

GRADING_FOLDERS = "grading-folders.txt"
"""Names, in the data folder, the other folders in which its cohorts are graded, one a line."""


def a_file_to_write(file: Path | None) -> Path | None:
    """Take a file that a command is to write at its end, if its folder is there.

    Raises:
        BadParameter: where it is not, the file is a folder itself, or its name is that of another kind of file.
    """
    if file is not None and file.suffix.casefold() in _NOT_WRITTEN:
        raise typer.BadParameter(f"'{file}': no {file.suffix} file is written; let the name end in .xlsx or .csv")
    if file is not None and (file.is_dir() or not file.parent.is_dir()):
        folder = file if file.is_dir() else file.parent
        raise typer.BadParameter(f"'{file}' can be no file: '{folder}' is {'a' if folder.is_dir() else 'no'} folder")
    return file


def place_of(data: Path | None) -> Path:
    """Return where the data folder is that is meant, or would be."""
    return (data or platformdirs.user_data_path("misread", appauthor=False)).resolve()


def folder_of(data: Path | None) -> Path:
    """Return the data folder that is meant, made where it is missing.

    Raises:
        OSError: where it cannot be made; the message names it.
    """
    from misread_records import private_files  # noqa: PLC0415 - it takes a third of a second to load

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

    A folder that holds other things as well may be meant for others, so it is only named. The secret's file is left to
    whoever reads it: one that others could read is to be made anew.
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
    from misread_records import private_files  # noqa: PLC0415 - as above

    paths = tuple(paths)
    if shut := [str(path) for path in paths if private_files.keep_others_out(path)]:
        typer.echo(f"Others on this machine had rights to this, and now only you have: {', '.join(shut)}", err=True)
    for path in paths:
        _name_if_open(path)


def _name_if_open(path: Path) -> None:
    from misread_records import private_files  # noqa: PLC0415 - as above

    if private_files.is_open_to_others(path):
        mode = "700" if path.is_dir() else "600"
        typer.echo(f"Others on this machine have rights to {path}; to keep them out: chmod {mode} '{path}'", err=True)


def write_privately(file: Path, content: bytes) -> None:
    """Write what a command says about people into a file that only its owner may read.

    Raises:
        OSError: where it cannot be written.
    """
    from misread_records import private_files  # noqa: PLC0415 - as above

    private_files.write(file, content)


def database_of(folder: Path, database: str | None) -> str:
    """Return the address of the database that is meant; a file of one is kept from others.

    It is the one that is named, or stands in the file that a variable names, or that of the file in the folder.

    Raises:
        OSError: where the file that the variable names cannot be read; the message names it.
    """
    database = database or _in_file(os.environ.get(DATABASE_FILE, "").strip())
    if database and database.startswith("sqlite:///"):
        from misread_records import private_files  # noqa: PLC0415 - it takes a third of a second to load

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
