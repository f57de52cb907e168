"""Options that name where the course keeps its data, and files that a command is to write."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import platformdirs
import typer


def a_folder(text: str) -> Path:
    """Return the folder that an option names.

    Raises:
        BadParameter: if it is a file or has no name. A script whose variable is not set leaves an empty one, which
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
GRADING_FOLDERS = "grading-folders.txt"
"""Names, in the data folder, the other folders in which its cohorts are graded, one a line."""
_NOT_WRITTEN = frozenset({".xls", ".xlsm", ".xlsb", ".xltx", ".ods", ".numbers", ".pdf", ".docx", ".doc", ".html"})
"""Endings by which a program would open CSV as something else."""


def a_file_to_write(file: Path | None) -> Path | None:
    """Take a file that a command is to write at its end, if its folder is there.

    Raises:
        BadParameter: if it is not, the file is a folder itself, or its name is that of another kind of file.
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
