"""A submission as it lies in `submitted/`, read whole, so that it can be graded wherever a worker runs."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from misread_course.graded_cells import is_answer, item_of
from misread_grading.assignment import Assignment
from misread_grading.course import Course
from misread_grading.errors import GradingError
from misread_grading.submissions.normalise import restored
from misread_records.scoring import texts
from misread_records.submission_answers import ANSWERS, HandedIn, NotCounted

TIMESTAMP = "timestamp.txt"
ARRIVED = "arrived.txt"
"""Says when a submission came, where that is not when the last answer in it was given."""
SECRET = "submission_secret.txt"  # noqa: S105 - the name of a file
LARGEST = 50_000_000
"""Bytes of a submitted notebook."""


class BadSubmission(GradingError):
    """A submission cannot be graded at all; the text says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Submission:
    """What somebody handed in of a lesson.

    Attributes:
        student: whose it is, as nbgrader knows them.
        notebook: the bytes of the notebook; None if it is missing.
        answers: the bytes of the file of answers; None if it is missing.
        timestamp: when it was handed in, as `timestamp.txt` says; empty if it does not say.
        refusal: why its answers do not count, where that is known from other submissions.
        arrived: when it came, where that is kept apart from the timestamp; else empty.
    """

    student: str
    notebook: bytes | None
    answers: bytes | None
    timestamp: str = ""
    refusal: str = ""
    arrived: str = ""

    @property
    def digest(self) -> str:
        """A hash of all of it."""
        parts = (self.notebook, self.answers, self.timestamp.encode(), self.refusal.encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part or b"").digest() for part in parts)).hexdigest()

    def content(self) -> dict[str, Any]:
        """Read the notebook as it came.

        Raises:
            BadSubmission: if it is missing, or is no notebook.
        """
        if self.notebook is None:
            raise BadSubmission("there is no notebook in the submission; hand in the notebook of the lesson")
        if len(self.notebook) > LARGEST:
            raise BadSubmission(f"the notebook has {len(self.notebook):,} bytes, and at most {LARGEST:,} can be read")
        try:
            found = json.loads(self.notebook)
        except (ValueError, RecursionError) as error:
            raise BadSubmission("the notebook cannot be read: it is cut off, or is no notebook") from error
        if not isinstance(found, dict) or not isinstance(found.get("cells"), list) or found.get("nbformat") != 4:  # noqa: PLR2004 - the format's number
            raise BadSubmission("the notebook cannot be read: it is not of notebook format 4")
        return found


def read_submission(course: Course, student: str, lesson: str, refusal: str = "") -> Submission:
    """Read a submission from the course's folder; what is missing is None or empty."""
    folder = course.path("submitted", student, lesson)
    return Submission(
        student,
        _bytes(folder / f"{lesson}.ipynb"),
        _bytes(folder / ANSWERS),
        _line(folder / TIMESTAMP),
        refusal,
        _line(folder / ARRIVED),
    )


def prepared(assignment: Assignment, submission: Submission) -> tuple[NotebookNode, HandedIn]:
    """Return what is to be graded: the notebook in order, and the answers, with the reason why they cannot count.

    Raises:
        BadSubmission: if there is no notebook that could be read.
    """
    return judged(assignment.release, submission.content(), assignment.lesson, submission)


def judged(
    release: NotebookNode,
    submitted: Any,  # noqa: ANN401 - any JSON
    lesson: str,
    submission: Submission,
) -> tuple[NotebookNode, HandedIn]:
    """Do what `prepared` does with a notebook that was read already."""
    handed_in = HandedIn(submission.answers, submission.refusal or seal_problem(submitted, submission.answers))
    items = [item for cell in release.cells if is_answer(cell) and (item := item_of(cell))]
    notebook = restored(release, submitted, _written(items, handed_in, lesson))
    if seal := _seal(submitted):
        notebook.metadata.misread.answers = seal
    return notebook, handed_in


def sealed(answers: bytes) -> str:
    """Return what a collected notebook says of the answers that it was collected with."""
    return hashlib.sha256(answers).hexdigest()


def is_sealed(submitted: Any, answers: bytes | None) -> bool:  # noqa: ANN401 - any JSON
    """Tell whether a notebook was collected from the web course, and with just these answers."""
    return answers is not None and _seal(submitted) == sealed(answers)


def seal_problem(submitted: Any, answers: bytes | None) -> str:  # noqa: ANN401 - any JSON
    """Say what is wrong where the answers are not those that the notebook was collected with; else return ""."""
    seal = _seal(submitted)
    if not seal or answers is None or seal == sealed(answers):
        return ""
    return f"{ANSWERS} was changed after it was collected; collect it again."


def moment(timestamp: str) -> Any:  # noqa: ANN401 - naive UTC, as nbgrader keeps it
    """Read a timestamp as nbgrader does.

    Raises:
        BadSubmission: if this is not a submission.
    """
    try:
        return parse_utc(timestamp) if timestamp else None
    except (ValueError, OverflowError, TypeError) as error:
        raise BadSubmission(f"{TIMESTAMP} holds no date and time; one reads 2026-01-31 09:00:00 UTC") from error


def _written(items: list[str], handed_in: HandedIn, lesson: str) -> Mapping[str, str]:
    try:
        return texts(handed_in.events(lesson), items)
    except NotCounted:
        return {}


def _seal(submitted: Any) -> str:  # noqa: ANN401 - any JSON
    match submitted:
        case {"metadata": {"misread": {"answers": str(seal)}}}:
            return seal
    return ""


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _line(path: Path) -> str:
    return (_bytes(path) or b"").decode("utf-8", "replace").strip()
