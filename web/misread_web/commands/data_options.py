"""Options for the folder and the database of the course, and for files that a command writes."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import platformdirs
import typer


def a_folder(text: str) -> Path:
    """Return the folder that an option names.

    Raises:
        BadParameter: if it is a file or empty. A script with an unset variable passes an empty name, which would
            otherwise mean the current folder.
    """
    if not text.strip():
        raise typer.BadParameter("the name of the folder is empty; type one, or leave this option out")
    if Path(text).is_file():
        raise typer.BadParameter(f"'{text}' is a file; name a folder")
    return Path(text)


Data = Annotated[
    Path | None,
    typer.Option(metavar="DIR", envvar="MISREAD_DATA", help="The folder in which answers are kept.", parser=a_folder),
]
Database = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        envvar="MISREAD_DATABASE",
        help="The database of answers and cohorts: postgresql+psycopg://user@host/name, or sqlite:////folder/file.db. "
        "Default: a file in the data folder.",
    ),
]


class Separator(StrEnum):
    """The sign between the columns of a CSV file."""

    COMMA = "comma"
    SEMICOLON = "semicolon"

    @property
    def sign(self) -> str:
        """The character."""
        return {"comma": ",", "semicolon": ";"}[self]


CsvSeparator = Annotated[
    Separator,
    typer.Option(
        "--separator",
        envvar="MISREAD_SEPARATOR",
        help="The sign between the columns of a CSV file. With `semicolon`, numbers have a decimal comma, and Excel in "
        "German, French and other languages with that comma opens the file in columns.",
    ),
]
FILE = "misread.db"
"""The database of answers and cohorts in the data folder, unless an option names another."""
DATABASE_FILE = "MISREAD_DATABASE_FILE"
"""The variable with the name of a file that holds the address of the database: a secret of a container."""
GRADING = "grading"
"""The folder in the data folder in which the cohort is graded, unless an option names another."""
GRADING_FOLDERS = "grading-folders.txt"
"""The file in the data folder that lists the other folders in which its cohorts are graded, one a line."""
_NOT_WRITTEN = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers", ".pdf", ".docx", ".doc", ".html"})
"""Endings with which a program would open a CSV file as something else."""


def a_file_to_write(file: Path | None) -> Path | None:
    """Return a file that the command can write at its end.

    Raises:
        BadParameter: if its folder does not exist, it is a folder itself, or its ending means another kind of file.
    """
    if file is not None and file.suffix.casefold() in _NOT_WRITTEN:
        raise typer.BadParameter(f"'{file}': {file.suffix} files cannot be written; end the name in .xlsx or .csv")
    if file is not None and (file.is_dir() or not file.parent.is_dir()):
        folder = file if file.is_dir() else file.parent
        raise typer.BadParameter(
            f"'{file}' cannot be a file: '{folder}' is {'a' if folder.is_dir() else 'not a'} folder"
        )
    return file


Tables = Annotated[
    Path,
    typer.Option(
        metavar="FILE",
        help="An Excel file; with another ending, the start of the names of CSV files.",
        callback=a_file_to_write,
    ),
]


def place_of(data: Path | None) -> Path:
    """Return the path of the data folder, which may not exist yet."""
    return (data or platformdirs.user_data_path("misread", appauthor=False)).resolve()
