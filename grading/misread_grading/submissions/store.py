"""Puts submissions into `submitted/`, in the form in which nbgrader's own collecting leaves them."""

from __future__ import annotations

import dataclasses
import re
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from misread_grading.course import Course
from misread_grading.errors import GradingError
from misread_grading.submissions.placing import folder_at
from misread_grading.submissions.submission import ARRIVED, SECRET, TIMESTAMP, BadSubmission, moment
from misread_records import private_files
from misread_records.submission_answers import ANSWERS, HandedIn, NotCounted

Counts = Literal["latest", "first"]
"""Which of a learner's submissions counts."""
EARLIER = "earlier"
"""The folder of submissions that have been replaced."""
_STUDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,127}")


class BadStudent(GradingError):
    """No folder can have the student's id as its name; the text says what an id looks like."""


@dataclasses.dataclass(frozen=True)
class SubmittedFiles:
    """The files that a learner hands in.

    Attributes:
        notebook: the bytes of the notebook.
        answers: the bytes of the answers file; None if there is none.
        at: the time of the last answer in it.
        arrived: the time of arrival, if it is another.
    """

    notebook: bytes
    answers: bytes | None
    at: datetime
    arrived: datetime | None = None


def submit(  # noqa: PLR0913 - learner, lesson, files, and which of several counts
    course: Course,
    student: str,
    lesson: str,
    files: SubmittedFiles,
    counts: Counts = "latest",
    *,
    as_of: datetime | None = None,
) -> bool:
    """Store a submission, and move the one before to `earlier/`; return whether anything has changed.

    Of two submissions, the one with the later last action counts, however it was handed in. If both are the same, the
    earlier time counts.

    Args:
        course: the folder of the course.
        student: the learner's id.
        lesson: the lesson's name.
        files: what was handed in.
        counts: whether a later submission replaces an earlier one.
        as_of: the moment whose state of the work is collected; submissions with later work are replaced.

    Raises:
        BadStudent: if no folder can have the id as its name.
    """
    path = course.path("submitted", checked(student), lesson)
    named = {f"{lesson}.ipynb": files.notebook, ANSWERS: files.answers}
    if path.exists():
        if counts == "first":
            return False
        if all(_has(path / name, content) for name, content in named.items()):
            return _brought_forward(path / TIMESTAMP, files.at)
        if _is_newer(path, lesson, files, as_of):
            return False
    token = _token(path / SECRET)
    _set_aside(course, student, lesson)
    with folder_at(course, path) as folder:
        for name, content in named.items():
            if content is not None:
                folder.joinpath(name).write_bytes(content)
        folder.joinpath(TIMESTAMP).write_text(_stamp(files.at), "utf-8")
        if files.arrived is not None:
            folder.joinpath(ARRIVED).write_text(_stamp(files.arrived), "utf-8")
        folder.joinpath(SECRET).write_text(token, "utf-8")
    return True


def checked(student: str) -> str:
    """Return a learner's id unchanged.

    Raises:
        BadStudent: if no folder can have it as its name.
    """
    if _STUDENT.fullmatch(student):
        return student
    raise BadStudent(f"{student[:60]!r} cannot be a learner's id; use letters and digits, and @ . _ - between them")


def _is_newer(path: Path, lesson: str, files: SubmittedFiles, as_of: datetime | None) -> bool:
    """Return whether the stored submission's last action is later than that of some files, and not after `as_of`."""
    answers = path.joinpath(ANSWERS).read_bytes() if path.joinpath(ANSWERS).is_file() else None
    stored = _last(answers, lesson, _time_of(path / TIMESTAMP))
    new = _last(files.answers, lesson, files.at)
    return stored is not None and new is not None and new < stored and (as_of is None or stored <= as_of)


def _last(answers: bytes | None, lesson: str, otherwise: datetime | None) -> datetime | None:
    """Return the time of the last action in an answers file; `otherwise` if it has none in the lesson."""
    try:
        return max((event.at for event in HandedIn(answers).events(lesson)), default=otherwise)
    except NotCounted:
        return otherwise


def _time_of(stamp: Path) -> datetime | None:
    """Return the time in a timestamp file, in UTC; None if it holds none."""
    try:
        stamped = moment(stamp.read_text("utf-8").strip())
    except (BadSubmission, OSError, ValueError):
        return None
    return None if stamped is None else stamped.replace(tzinfo=UTC)


def _brought_forward(stamp: Path, at: datetime) -> bool:
    """Give the same work the earlier of two times; return whether that changes its time."""
    stored = _time_of(stamp)
    if stored is None or at >= stored:
        return False
    stamp.write_text(_stamp(at), "utf-8")
    return True


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC\n"


def _has(path: Path, content: bytes | None) -> bool:
    return path.read_bytes() == content if path.is_file() else content is None


def _token(path: Path) -> str:
    """Return the name of a learner's feedback in nbgrader; it is made once and kept."""
    return path.read_text("utf-8") if path.is_file() else secrets.token_hex(16)


def _set_aside(course: Course, student: str, lesson: str) -> None:
    path = course.path("submitted", student, lesson)
    if not path.exists():
        return
    keep = course.folder / EARLIER / student / lesson
    private_files.make_folder(keep)
    number = sum(1 for _ in keep.iterdir()) + 1
    path.rename(keep / f"{number}")
