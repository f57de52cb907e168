"""Submissions taken from archives that learners hand in, each with the notebook and the answers beside it."""

from __future__ import annotations

import dataclasses
import zipfile
import zlib
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import nbformat

from misread_grading.course import Course
from misread_grading.release import release
from misread_grading.submission import LARGEST
from misread_grading.submitting import BadStudent, Counts, Files, submit
from misread_records.handed_in import ANSWERS


class BadArchive(ValueError):
    """An archive cannot be taken; the text says why, and what to do."""


@dataclasses.dataclass
class Taken:
    """What came of taking archives: the students whose submission is new or the same as before, and what went wrong."""

    new: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    problems: dict[Path, str] = dataclasses.field(default_factory=dict)


def take(course: Course, lesson: str, archives: Iterable[Path], counts: Counts = "latest") -> Taken:
    """Make a submission of each archive; it is called after its learner's id, as in `ada@example.org.zip`.

    Where it has the answers alone, the notebook is the released one. When it was last changed says when it was handed
    in. One that cannot be taken stops no other.

    Raises:
        NoLesson: where the course has none of that name.
        filelock.Timeout: where another command is changing the course.
    """
    report = Taken()
    with course.lock():
        released = nbformat.writes(release(course, lesson).release).encode()
        for path in archives:
            try:
                is_new = submit(course, path.stem, lesson, read_archive(path, lesson, released), counts)
            except (BadArchive, BadStudent, OSError) as error:
                report.problems[path] = str(error)
            else:
                (report.new if is_new else report.unchanged).append(path.stem)
    return report


def read_archive(path: Path, lesson: str, released: bytes) -> Files:
    """Read what is handed in from an archive, wherever in it the files lie.

    Of several notebooks of the lesson, the one nearest to the top counts, and of several files of answers the one
    beside it.

    Raises:
        BadArchive: where it is none, or has neither the lesson's notebook nor answers.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            inside = {PurePosixPath(info.filename): info for info in archive.infolist() if not info.is_dir()}
            place = _nearest(inside, f"{lesson}.ipynb", PurePosixPath(lesson))
            notebook = _content(archive, inside.get(place))
            answers = _content(archive, inside.get(_nearest(inside, ANSWERS, place.parent)))
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BadArchive(f"it is no archive that can be read ({error}); a plain .zip can") from error
    if notebook is None and answers is None:
        raise BadArchive(f"it has neither {lesson}.ipynb nor {ANSWERS}; put both into the archive")
    return Files(notebook or released, answers, datetime.fromtimestamp(path.stat().st_mtime, UTC))


def _nearest(inside: Iterable[PurePosixPath], name: str, folder: PurePosixPath) -> PurePosixPath:
    """Return the file of a name that lies in a folder, or else nearest to the top; where there is none, `folder/name`.

    What a system keeps for itself is passed over: JupyterLab's copies, and what a Mac adds.
    """
    found = [path for path in inside if path.name == name and not any(map(_is_hidden, path.parts))]
    return min(found, key=lambda path: (path.parent != folder, len(path.parts)), default=folder / name)


def _is_hidden(part: str) -> bool:
    return part.startswith((".", "__MACOSX"))


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo | None) -> bytes | None:
    if info is None:
        return None
    with archive.open(info) as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadArchive(
            f"its {PurePosixPath(info.filename).name} has more than {LARGEST:,} bytes, which cannot be read"
        )
    return content
