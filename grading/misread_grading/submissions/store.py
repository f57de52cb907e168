"""Submissions put in their place in `submitted/`, as nbgrader's own collecting leaves them."""

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
"""Which of several submissions of one learner counts."""
EARLIER = "earlier"
"""The folder of submissions that others have taken the place of."""
_STUDENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9@._-]{0,127}")


class BadStudent(GradingError):
    """An id that no folder can have; the text says what one looks like."""


@dataclasses.dataclass(frozen=True)
class SubmittedFiles:
    """What is handed in: the bytes of the notebook, and of the file of answers where there is one, and when.

    `arrived` says when it came, where that is another moment than the last answer in it, which `at` says.
    """

    notebook: bytes
    answers: bytes | None
    at: datetime
    arrived: datetime | None = None


def submit(  # noqa: PLR0913 - whose, which, what, and which of several counts
    course: Course,
    student: str,
    lesson: str,
    files: SubmittedFiles,
    counts: Counts = "latest",
    *,
    as_of: datetime | None = None,
) -> bool:
    """Put a submission in its place, and the one from before into `earlier/`; return whether anything has changed.

    Of two, the one in which something was done last counts, whichever way it came. Where both are the same, the
    earlier time counts.

    Args:
        course: the folder of the course.
        student: whose it is.
        lesson: the lesson's name.
        files: what was handed in.
        counts: whether a later submission takes the place of an earlier one.
        as_of: the moment whose state of the work is collected; what came after it has its place taken.

    Raises:
        BadStudent: if the id can be no folder's name.
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
    """Return a learner's id as it is.

    Raises:
        BadStudent: if it can be no folder's name.
    """
    if _STUDENT.fullmatch(student):
        return student
    raise BadStudent(f"{student[:60]!r} is no id of a learner; letters, digits, and @ . _ - between them can be one")


def _is_newer(path: Path, lesson: str, files: SubmittedFiles, as_of: datetime | None) -> bool:
    """Tell whether the last thing in what is there was done after the last thing in some files, and by the moment."""
    answers = path.joinpath(ANSWERS).read_bytes() if path.joinpath(ANSWERS).is_file() else None
    there = _last(answers, lesson, _time_of(path / TIMESTAMP))
    new = _last(files.answers, lesson, files.at)
    return there is not None and new is not None and new < there and (as_of is None or there <= as_of)


def _last(answers: bytes | None, lesson: str, otherwise: datetime | None) -> datetime | None:
    """Return when the last thing in a file of answers was done; `otherwise` where it says nothing of the lesson."""
    try:
        return max((event.at for event in HandedIn(answers).events(lesson)), default=otherwise)
    except NotCounted:
        return otherwise


def _time_of(stamp: Path) -> datetime | None:
    """Return when what lies beside a timestamp was handed in, in UTC, as far as that says a time."""
    try:
        there = moment(stamp.read_text("utf-8").strip())
    except (BadSubmission, OSError, ValueError):
        return None
    return None if there is None else there.replace(tzinfo=UTC)


def _brought_forward(stamp: Path, at: datetime) -> bool:
    """Let the same work have the earlier of two times; return whether that is another than it had."""
    there = _time_of(stamp)
    if there is None or at >= there:
        return False
    stamp.write_text(_stamp(at), "utf-8")
    return True


def _stamp(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f} UTC\n"


def _has(path: Path, content: bytes | None) -> bool:
    return path.read_bytes() == content if path.is_file() else content is None


def _token(path: Path) -> str:
    """Return what nbgrader names a learner's feedback by: made once, and never anew."""
    return path.read_text("utf-8") if path.is_file() else secrets.token_hex(16)


def _set_aside(course: Course, student: str, lesson: str) -> None:
    path = course.path("submitted", student, lesson)
    if not path.exists():
        return
    keep = course.folder / EARLIER / student / lesson
    private_files.make_folder(keep)
    number = sum(1 for _ in keep.iterdir()) + 1
    path.rename(keep / f"{number}")
