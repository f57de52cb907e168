"""A lesson as an assignment of the gradebook: released by nbgrader itself, and read back for grading."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Mapping

from nbformat import NotebookNode
from nbgrader import api
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import compute_checksum, is_grade, is_locked, is_solution
from traitlets.config import Config

from misread_course.graded_cells import AskedPoints, asked_points, is_answer, item_of
from misread_course.notebook_node import read_notebook
from misread_grading import lazy_imports
from misread_grading.course import Course, quiet
from misread_grading.errors import GradingError
from misread_grading.released_cells import NotGraded, check_points, read_content
from misread_records import private_files
from misread_scenarios.released import content_of, file_of, kept_now

CONTENT = "content"
"""The folder of the ids of what was released, by item and version."""

_GIVEN = ("grade_id", "grade", "solution", "locked", "task", "points", "schema_version")
"""What a lesson says of a cell to nbgrader."""


class NoLesson(GradingError):
    """There is no lesson of that name to grade; the text lists those there are."""


@dataclasses.dataclass(frozen=True)
class Assignment:
    """A released lesson, with what the gradebook knows of its cells: all that a worker needs to grade a submission.

    Attributes:
        lesson: its name, which is the assignment's and the notebook's too.
        release: the notebook that learners get, and in its answer cells the checksums of the gradebook.
        sources: what each locked code cell says, by its `grade_id`.
        version: a hash of both.
    """

    lesson: str
    release: NotebookNode
    sources: Mapping[str, str]
    version: str

    @functools.cached_property
    def items(self) -> tuple[str, ...]:
        """The items of the lesson that score themselves: those that locked cells ask the points of."""
        asked = (points.item for source in self.sources.values() for points in _asked(source))
        return tuple(dict.fromkeys(item for item in asked if item is not None))

    @functools.cached_property
    def answers(self) -> tuple[str, ...]:
        """The items whose text a reader scores."""
        return tuple(item for cell in self.release.cells if is_answer(cell) and (item := item_of(cell)))


def release(course: Course, lesson: str) -> Assignment:
    """Return a lesson as it is released, and release it first where it never was, or has changed since.

    Raises:
        NoLesson: if the course has none of that name.
        UnreadableNotebook: if its file is no notebook.
        BadLesson: if a cell asks for points in a way that cannot count.
        InvalidExercise, InvalidScenario: if what it gives points for is broken.
    """
    source = course.notebook("source", ".", lesson)
    if not lesson or not source.is_file():
        known = ", ".join(sorted(path.stem for path in source.parents[1].glob("*/*.ipynb")))
        raise NoLesson(f"there is no lesson '{lesson[:60]}'; the course has: {known}")
    notebook = read_notebook(source)
    check_points(lesson, notebook)
    read_content(notebook)
    with course.gradebook() as gradebook:
        if _is_current(gradebook, course, lesson):
            return _write_ids(course, _assignment(gradebook, course, lesson))
    _generate(course, lesson)
    with course.gradebook() as gradebook:
        return _write_ids(course, _assignment(gradebook, course, lesson))


def _asked(source: str) -> tuple[AskedPoints, ...]:
    try:
        return asked_points(source)
    except SyntaxError:  # a locked cell that is not graded may hold a magic of the notebook
        return ()


def _write_ids(course: Course, assignment: Assignment) -> Assignment:
    """Write down the ids of what a lesson gives points for, so that the checker can say later which are gone."""
    for item in assignment.items:
        kept = kept_now(item)
        file = file_of(course.folder / CONTENT, kept) if kept else None
        if kept and file and not file.exists():
            private_files.make_folder(file.parent)
            private_files.write(file, content_of(kept))
    return assignment


def as_released(course: Course, lesson: str) -> Assignment:
    """Return a lesson as it was last released; nothing is released anew, and nothing changes.

    Raises:
        NotGraded: if it never was.
    """
    if not course.notebook("release", ".", lesson).is_file():
        raise NotGraded(lesson)
    with course.gradebook() as gradebook:
        return _assignment(gradebook, course, lesson)


def _generate(course: Course, lesson: str) -> None:
    config = Config(course.config)
    config.CourseDirectory.assignment_id = lesson
    directory = CourseDirectory(config=config)
    lazy_imports.GenerateAssignment(coursedir=directory, config=config, force=True, log=quiet()).start()


def _is_current(gradebook: Gradebook, course: Course, lesson: str) -> bool:
    """Tell whether the release and the gradebook have the lesson's cells as they are now."""
    released = course.notebook("release", ".", lesson)
    if not released.is_file():
        return False
    now = read_notebook(course.notebook("source", ".", lesson)).cells
    then = read_notebook(released).cells
    return [_face(cell) for cell in now] == [_face(cell) for cell in then] and _known(gradebook, lesson) == {
        cell.metadata.nbgrader.grade_id: compute_checksum(cell) for cell in now if is_grade(cell) or is_locked(cell)
    } | {cell.metadata.nbgrader.grade_id: "" for cell in now if is_solution(cell)}


def _face(cell: NotebookNode) -> tuple[object, ...]:
    """Return what of a cell is the same before and after its release, to whose metadata nbgrader adds."""
    about = {name: cell.metadata.get("nbgrader", {}).get(name) for name in _GIVEN}
    return (cell.cell_type, "" if is_solution(cell) else cell.source, about, cell.metadata.get("misread"))


def _known(gradebook: Gradebook, lesson: str) -> dict[str, str]:
    rows = _row(gradebook, lesson)
    return {} if rows is None else {row.name: row.checksum if row.locked else "" for row in rows.source_cells}


def _row(gradebook: Gradebook, lesson: str) -> api.Notebook | None:
    found: api.Notebook | None = (
        gradebook.db.query(api.Notebook)
        .join(api.Assignment, api.Notebook.assignment_id == api.Assignment.id)
        .filter(api.Assignment.name == lesson, api.Notebook.name == lesson)
        .one_or_none()
    )
    return found


def _assignment(gradebook: Gradebook, course: Course, lesson: str) -> Assignment:
    rows = gradebook.find_notebook(lesson, lesson).source_cells
    sources = {row.name: row.source for row in rows if row.locked and row.cell_type == "code"}
    path = course.notebook("release", ".", lesson)
    digest = hashlib.sha256(path.read_bytes())
    for name, text in sorted(sources.items()):
        digest.update(f"{name}\0{text}\0".encode())
    released, checksums = read_notebook(path), {row.name: row.checksum for row in rows}
    for cell in filter(is_answer, released.cells):
        cell.metadata.nbgrader.checksum = checksums[cell.metadata.nbgrader.grade_id]
    return Assignment(lesson, released, sources, digest.hexdigest()[:16])
