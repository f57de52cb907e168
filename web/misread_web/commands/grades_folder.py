"""Which folder of grades belongs to which answers: kept on both sides, so that neither is taken for another.

The folder of the grades names the database of the answers that it was made from. The data folder names the folders of
grades that were used with it, so that a command which names none is not given another, empty one.
"""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from sqlalchemy.engine import make_url

from misread_records.database import read_address
from misread_records.private_files import database_files
from misread_web.commands.data_folder import secure_database, shut_to_others, write_privately
from misread_web.commands.data_options import GRADING, GRADING_FOLDERS

if TYPE_CHECKING:
    from misread_grading.course import Course

ANSWERS = "answers.txt"
"""Names, in the folder of the grades, the database of the answers that are graded there."""
CONFIG = "nbgrader_config.py"


class OtherAnswers(Exception):
    """A folder of grades is in use for the answers of another database; the text names it and what to do."""


def refuse_forgotten(folder: Path) -> None:
    """Make sure that no folder of grades has to be named.

    Raises:
        BadParameter: if another one than that in the data folder is in use; it names them.
    """
    known = [path for path in _remembered(folder) if path != folder / GRADING and (path / CONFIG).is_file()]
    if not known:
        return
    options = " or ".join(f"--grading {shlex.quote(str(path))}" for path in known)
    raise typer.BadParameter(
        f"these answers are graded in {' and in '.join(map(str, known))}, and no folder was named. Say {options}. If "
        f"the one in the data folder is meant: --grading {shlex.quote(str(folder / GRADING))}",
        param_hint="--grading",
    )


def check_tie(grades: Path, folder: Path, database: str | None) -> None:
    """Make sure that a folder of grades is not in use for other answers.

    Raises:
        OtherAnswers: if it is.
    """
    there = _answers(grades)
    if there and not _is_inside(grades, folder) and there != _identity(folder, database):
        file = grades / ANSWERS
        raise OtherAnswers(
            f"{grades} is in use for the answers in {there}, not for those in {_identity(folder, database)}. Name "
            f"their folder (--data) or database (--database), or grade these answers in another folder. If they were "
            f"moved here, take {file} away and start again."
        )


def tie(grades: Path, folder: Path, database: str | None) -> None:
    """Note down, in both folders, that these answers are graded there.

    Raises:
        OtherAnswers: if the folder of grades is in use for others.
        OSError: if it cannot be noted down.
    """
    check_tie(grades, folder, database)
    if _is_inside(grades, folder):
        return
    if not _answers(grades):
        write_privately(grades / ANSWERS, f"{_identity(folder, database)}\n".encode())
    known = _remembered(folder)
    if grades.resolve() not in known:
        lines = "".join(f"{path}\n" for path in (*known, grades.resolve()))
        write_privately(folder / GRADING_FOLDERS, lines.encode("utf-8", "surrogateescape"))


def _is_inside(grades: Path, folder: Path) -> bool:
    """Tell whether a folder of grades is the data folder's own, which may be moved and copied with it."""
    return grades.resolve() == (folder / GRADING).resolve()


def _answers(grades: Path) -> str:
    try:
        return grades.joinpath(ANSWERS).read_text("utf-8", "replace").strip()
    except FileNotFoundError:
        return ""


def _remembered(folder: Path) -> list[Path]:
    try:
        content = folder.joinpath(GRADING_FOLDERS).read_bytes()
    except FileNotFoundError:
        return []
    return [Path(line) for line in content.decode("utf-8", "surrogateescape").splitlines() if line.strip()]


def _identity(folder: Path, database: str | None) -> str:
    """Return what a database is known by: the file, or the name on its server, which machines call by several names."""
    address = read_address(secure_database(folder, database))
    if address.get_backend_name() == "sqlite":
        return str(Path(address.database or "").resolve())
    return f"the database {address.database} ({address.get_backend_name()})"


def keep_from_others(course: Course) -> None:
    """Keep the folder of the grades, and a gradebook in a file, from others, unless nbgrader is told to share them."""
    if course.directory.groupshared:
        return
    url = make_url(course.directory.db_url)
    files = database_files(Path(url.database)) if url.get_backend_name() == "sqlite" and url.database else ()
    shut_to_others([course.folder, *files])
