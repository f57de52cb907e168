"""Folders of a course, put in their place as a whole: a reader finds the one from before or the one from after."""

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
"""The folder of folders that are not in their place yet."""
READ_ONLY = 0o400
"""How nbgrader leaves what it has graded."""


@dataclasses.dataclass(frozen=True)
class GradedNotebook:
    """A graded notebook in `autograded/`: the mark of what it was graded from, and the texts of its answer cells."""

    mark: str
    texts: Mapping[str, str]


@contextmanager
def folder_at(course: Course, path: Path) -> Iterator[Path]:
    """Give an empty folder to fill, which then takes the place of `path`; if something is raised, nothing changes."""
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
    """Put a graded notebook into `autograded/`, with what lay beside the submitted one."""
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
    """Return what lies in `autograded/` of a submission; None if nothing does that could be read."""
    try:
        notebook = content(course.notebook("autograded", student, lesson))
        mark = notebook["metadata"].get("misread", {}).get("graded", "")
        answers = filter(is_answer, cells_of(notebook))
        texts = {str(cell["metadata"]["nbgrader"]["grade_id"]): source_of(cell) for cell in answers}
        return GradedNotebook(str(mark), texts)
    except (OSError, ValueError, LookupError, AttributeError, TypeError):
        return None


def clear(course: Course, student: str, lesson: str) -> None:
    """Take away what lies in `autograded/` of a submission, as nbgrader does where one cannot be graded."""
    path = course.path("autograded", student, lesson)
    if path.exists():
        shutil.rmtree(path)
