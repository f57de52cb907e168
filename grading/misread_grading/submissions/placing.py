"""Replaces folders of a course as a whole: a reader finds either the old folder or the new one."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from misread_course.graded_cells import is_answer
from misread_course.notebook import cells_of, content, source_of
from misread_grading.course import Course
from misread_grading.submissions.submission import SECRET, TIMESTAMP, Submission
from misread_records import private_files
from misread_records.submission_answers import ANSWERS, REFUSAL

MAKING = ".making"
"""The folder in which new folders are made before they are moved to their place."""
READ_ONLY = 0o400
"""The mode of the files that nbgrader has graded."""


@dataclasses.dataclass(frozen=True)
class GradedNotebook:
    """A graded notebook in `autograded/`: the hash of what it was graded from, and the texts of its answer cells."""

    mark: str
    texts: Mapping[str, str]


@contextmanager
def folder_at(course: Course, path: Path) -> Iterator[Path]:
    """Yield an empty folder to fill, and move it to `path` afterwards; after an error, nothing has changed."""
    made, old = (course.folder / MAKING / f"{uuid4().hex}-{name}" for name in ("new", "old"))
    private_files.make_folder(made)
    try:
        yield made
        private_files.make_folder(path.parent)
        if path.exists():
            path.rename(old)
        made.rename(path)
    finally:
        for left in (made, old):
            if left.exists():
                shutil.rmtree(left)


def place(course: Course, submission: Submission, lesson: str, notebook: str) -> None:
    """Write a graded notebook into `autograded/`, with the files beside the submitted one."""
    beside = course.path("submitted", submission.student, lesson) / SECRET
    files = {
        f"{lesson}.ipynb": notebook.encode(),
        ANSWERS: submission.answers,
        TIMESTAMP: f"{submission.timestamp}\n".encode() if submission.timestamp else None,
        REFUSAL: submission.refusal.encode() or None,
        SECRET: beside.read_bytes() if beside.is_file() else None,
    }
    with folder_at(course, course.path("autograded", submission.student, lesson)) as folder:
        for name, content in files.items():
            if content is not None:
                folder.joinpath(name).write_bytes(content)
                folder.joinpath(name).chmod(READ_ONLY)


def placed(course: Course, student: str, lesson: str) -> GradedNotebook | None:
    """Return the graded notebook of a submission; None if there is none that can be read."""
    try:
        notebook = content(course.notebook("autograded", student, lesson))
        mark = notebook["metadata"].get("misread", {}).get("graded", "")
        answers = filter(is_answer, cells_of(notebook))
        texts = {str(cell["metadata"]["nbgrader"]["grade_id"]): source_of(cell) for cell in answers}
        return GradedNotebook(str(mark), texts)
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return None


def clear(course: Course, student: str, lesson: str) -> None:
    """Delete the graded notebook of a submission, as nbgrader does if the submission cannot be graded."""
    path = course.path("autograded", student, lesson)
    if path.exists():
        shutil.rmtree(path)
