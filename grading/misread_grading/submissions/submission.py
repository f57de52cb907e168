"""A submission in `submitted/`, read whole, so that any worker can grade it."""

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
"""The file with the time at which a submission arrived, if that is not the time of the last answer in it."""
SECRET = "submission_secret.txt"  # noqa: S105 - the name of a file
LARGEST = 50_000_000
"""The most bytes of a submitted notebook."""


class BadSubmission(GradingError):
    """A submission cannot be graded at all; the text says why, and what to do."""


@dataclasses.dataclass(frozen=True)
class Submission:
    """What a learner handed in for a lesson.

    Attributes:
        student: the learner's id in nbgrader.
        notebook: the bytes of the notebook; None if it is missing.
        answers: the bytes of the answers file; None if it is missing.
        timestamp: when it was handed in, from `timestamp.txt`; empty if unknown.
        refusal: why its answers do not count, if other submissions show that.
        arrived: when it arrived, if that is kept apart from the timestamp; otherwise empty.
    """

    student: str
    notebook: bytes | None
    answers: bytes | None
    timestamp: str = ""
    refusal: str = ""
    arrived: str = ""

    @property
    def digest(self) -> str:
        """A hash of all its parts."""
        parts = (self.notebook, self.answers, self.timestamp.encode(), self.refusal.encode())
        return hashlib.sha256(b"".join(hashlib.sha256(part or b"").digest() for part in parts)).hexdigest()

    def content(self) -> dict[str, Any]:
        """Read the notebook as it was handed in.

        Raises:
            BadSubmission: if it is missing, or is not a notebook.
        """
        if self.notebook is None:
            raise BadSubmission("there is no notebook in the submission; hand in the notebook of the lesson")
        if len(self.notebook) > LARGEST:
            raise BadSubmission(f"the notebook has {len(self.notebook):,} bytes, and at most {LARGEST:,} can be read")
        try:
            content = json.loads(self.notebook)
        except (ValueError, RecursionError) as error:
            raise BadSubmission("the notebook cannot be read: it is cut off, or is not a notebook") from error
        if not isinstance(content, dict) or not isinstance(content.get("cells"), list) or content.get("nbformat") != 4:  # noqa: PLR2004 - the format's number
            raise BadSubmission("the notebook cannot be read: it is not of notebook format 4")
        return content


def read_submission(course: Course, student: str, lesson: str, refusal: str = "") -> Submission:
    """Read a submission from the course's folder; missing parts are None or empty."""
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
    """Return what is to be graded: the restored notebook, and the answers with the reason why they cannot count.

    Raises:
        BadSubmission: if there is no notebook that can be read.
    """
    return judged(assignment.release, submission.content(), assignment.lesson, submission)


def judged(
    release: NotebookNode,
    submitted: Any,  # noqa: ANN401 - any JSON
    lesson: str,
    submission: Submission,
) -> tuple[NotebookNode, HandedIn]:
    """Do the same as `prepared`, with a notebook that has been read already."""
    handed_in = HandedIn(submission.answers, submission.refusal or seal_problem(submitted, submission.answers))
    items = [item for cell in release.cells if is_answer(cell) and (item := item_of(cell))]
    notebook = restored(release, submitted, _written(items, handed_in, lesson))
    if seal := _seal(submitted):
        notebook.metadata.misread.answers = seal
    return notebook, handed_in


def sealed(answers: bytes) -> str:
    """Return the hash by which a collected notebook identifies its answers."""
    return hashlib.sha256(answers).hexdigest()


def is_sealed(submitted: Any, answers: bytes | None) -> bool:  # noqa: ANN401 - any JSON
    """Return whether a notebook was collected from the web course with exactly these answers."""
    return answers is not None and _seal(submitted) == sealed(answers)


def seal_problem(submitted: Any, answers: bytes | None) -> str:  # noqa: ANN401 - any JSON
    """Return what is wrong if a notebook was collected with other answers; otherwise an empty text."""
    seal = _seal(submitted)
    if not seal or answers is None or seal == sealed(answers):
        return ""
    return f"{ANSWERS} was changed after it was collected; collect it again."


def moment(timestamp: str) -> Any:  # noqa: ANN401 - naive UTC, as nbgrader keeps it
    """Read a timestamp as nbgrader does.

    Raises:
        BadSubmission: if it is not a date and time.
    """
    try:
        return parse_utc(timestamp) if timestamp else None
    except (ValueError, OverflowError, TypeError) as error:
        raise BadSubmission(f"{TIMESTAMP} holds no date and time; an example is 2026-01-31 09:00:00 UTC") from error


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
