"""Ties between folders of grades and the answers that are graded there, written down on both sides.

A folder of grades names the database of its answers. The data folder names the folders of grades that were used with
it, so that a command without `--grading` does not make another, empty one.
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
"""The file in a folder of grades that names the database of the answers."""
CONFIG = "nbgrader_config.py"


class OtherAnswers(Exception):
    """A folder of grades is in use for the answers in another database; the text names that database and what to do."""


def refuse_forgotten(folder: Path) -> None:
    """Refuse to use the data folder's own folder of grades if another one is in use.

    Raises:
        BadParameter: if another folder is in use; the text names it.
    """
    others = [path for path in _remembered(folder) if path != folder / GRADING and (path / CONFIG).is_file()]
    if not others:
        return
    options = " or ".join(f"--grading {shlex.quote(str(path))}" for path in others)
    raise typer.BadParameter(
        f"these answers are graded in {' and in '.join(map(str, others))}; type {options}. For the folder of grades in "
        f"the data folder, type --grading {shlex.quote(str(folder / GRADING))}",
        param_hint="--grading",
    )


def check_tie(grades: Path, folder: Path, database: str | None) -> None:
    """Check that a folder of grades is not in use for other answers.

    Raises:
        OtherAnswers: if it is.
    """
    answers = _answers(grades)
    if answers and not _is_inside(grades, folder) and answers != _identity(folder, database):
        file = grades / ANSWERS
        raise OtherAnswers(
            f"{grades} is in use for the answers in {answers}, not for those in {_identity(folder, database)}. Name "
            f"their folder (--data) or database (--database), or grade these answers in another folder. If the "
            f"answers were moved here, delete {file} and start again."
        )


def tie(grades: Path, folder: Path, database: str | None) -> None:
    """Write into both folders that these answers are graded in this folder of grades.

    Raises:
        OtherAnswers: if the folder of grades is in use for other answers.
        OSError: if one of the files cannot be written.
    """
    check_tie(grades, folder, database)
    if _is_inside(grades, folder):
        return
    if not _answers(grades):
        write_privately(grades / ANSWERS, f"{_identity(folder, database)}\n".encode())
    remembered = _remembered(folder)
    if grades.resolve() not in remembered:
        lines = "".join(f"{path}\n" for path in (*remembered, grades.resolve()))
        write_privately(folder / GRADING_FOLDERS, lines.encode("utf-8", "surrogateescape"))


def _is_inside(grades: Path, folder: Path) -> bool:
    """Return whether a folder of grades is the data folder's own, which may be moved and copied with it."""
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
    """Return a stable name of a database: its file, or its name on the server, whose own name may vary."""
    address = read_address(secure_database(folder, database))
    if address.get_backend_name() == "sqlite":
        return str(Path(address.database or "").resolve())
    return f"the database {address.database} ({address.get_backend_name()})"


def keep_from_others(course: Course) -> None:
    """Close the folder of grades and a gradebook file to other accounts, unless nbgrader's options share them."""
    if course.directory.groupshared:
        return
    url = make_url(course.directory.db_url)
    files = database_files(Path(url.database)) if url.get_backend_name() == "sqlite" and url.database else ()
    shut_to_others([course.folder, *files])
