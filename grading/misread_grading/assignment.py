"""A lesson as an nbgrader assignment: nbgrader releases it, and this module reads the release for grading."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping

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
"""The folder with the ids of what was released, by item and version."""

_GIVEN = ("grade_id", "grade", "solution", "locked", "task", "points", "schema_version")
"""The fields of a cell's metadata that the lesson defines for nbgrader."""


class NoLesson(GradingError):
    """The course has no lesson of this name; the text lists those that it has."""


class LostCells(GradingError):
    """A lesson lacks cells that submissions in the folder have; the text names them and says what to do."""

    def __init__(self, lesson: str, cells: Collection[str], submissions: int) -> None:
        """Take the lesson, the `grade_id` of each lost cell, and the number of submissions."""
        names = ", ".join(f"'{name}'" for name in sorted(cells))
        many = len(cells) > 1
        handed_in = "1 submission has" if submissions == 1 else f"{submissions:,} submissions have"
        super().__init__(
            f"{lesson} has lost the cell{'s' if many else ''} {names}, and {handed_in} {'them' if many else 'it'}; "
            f"nothing was changed. Put {'them' if many else 'it'} back, under the same "
            f"name{'s' if many else ''}, as in the version of the course that the work was collected with. "
            "For learners who begin with the smaller lesson, grade in a new folder",
            ("grade", "init", "FOLDER"),
        )


@dataclasses.dataclass(frozen=True)
class Assignment:
    """A released lesson and its cells in the gradebook: all that a worker needs to grade a submission.

    Attributes:
        lesson: the name of the lesson, of the assignment and of the notebook.
        release: the notebook that learners get, with the gradebook's checksums in its answer cells.
        sources: the source of each locked code cell, by its `grade_id`.
        version: a hash of both.
    """

    lesson: str
    release: NotebookNode
    sources: Mapping[str, str]
    version: str

    @functools.cached_property
    def items(self) -> tuple[str, ...]:
        """The items that are scored automatically: those whose points the locked cells ask for."""
        asked = (points.item for source in self.sources.values() for points in _asked(source))
        return tuple(dict.fromkeys(item for item in asked if item is not None))

    @functools.cached_property
    def answers(self) -> tuple[str, ...]:
        """The items whose texts a grader marks."""
        return tuple(item for cell in self.release.cells if is_answer(cell) and (item := item_of(cell)))


def release(course: Course, lesson: str) -> Assignment:
    """Return the current release of a lesson; release the lesson first if it is new or has changed.

    Raises:
        NoLesson: if the course has no lesson of this name.
        UnreadableNotebook: if its file is not a notebook.
        BadLesson: if a cell asks for points in a way that cannot count.
        LostCells: if it lacks a cell that submissions have.
        InvalidExercise, InvalidScenario: if an item that it gives points for is broken.
    """
    source = course.notebook("source", ".", lesson)
    if not lesson or not source.is_file():
        names = ", ".join(sorted(path.stem for path in source.parents[1].glob("*/*.ipynb")))
        raise NoLesson(f"there is no lesson '{lesson[:60]}'; the course has: {names}")
    notebook = read_notebook(source)
    check_points(lesson, notebook)
    read_content(notebook)
    with course.gradebook() as gradebook:
        if _is_current(gradebook, course, lesson):
            return _write_ids(course, _assignment(gradebook, course, lesson))
        _check_cells(gradebook, lesson, notebook)
    _generate(course, lesson)
    with course.gradebook() as gradebook:
        return _write_ids(course, _assignment(gradebook, course, lesson))


def _asked(source: str) -> tuple[AskedPoints, ...]:
    try:
        return asked_points(source)
    except SyntaxError:  # a locked cell that is not graded may contain a notebook magic
        return ()


def _write_ids(course: Course, assignment: Assignment) -> Assignment:
    """Store the ids of the items that a lesson gives points for, so that the checker can later report removed ids."""
    for item in assignment.items:
        kept = kept_now(item)
        file = file_of(course.folder / CONTENT, kept) if kept else None
        if kept and file and not file.exists():
            private_files.make_folder(file.parent)
            private_files.write(file, content_of(kept))
    return assignment


def as_released(course: Course, lesson: str) -> Assignment:
    """Return a lesson as it was last released; this releases and changes nothing.

    Raises:
        NotGraded: if it was never released.
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
    """Return whether the release and the gradebook have the current cells of the lesson."""
    released = course.notebook("release", ".", lesson)
    if not released.is_file():
        return False
    now = read_notebook(course.notebook("source", ".", lesson)).cells
    then = read_notebook(released).cells
    if [_unchanging(cell) for cell in now] != [_unchanging(cell) for cell in then]:
        return False
    return _checksums(gradebook, lesson) == {
        cell.metadata.nbgrader.grade_id: compute_checksum(cell) for cell in now if is_grade(cell) or is_locked(cell)
    } | {cell.metadata.nbgrader.grade_id: "" for cell in now if is_solution(cell)}


def _unchanging(cell: NotebookNode) -> tuple[object, ...]:
    """Return the parts of a cell that a release does not change; nbgrader adds to its metadata."""
    about = {name: cell.metadata.get("nbgrader", {}).get(name) for name in _GIVEN}
    return (cell.cell_type, "" if is_solution(cell) else cell.source, about, cell.metadata.get("misread"))


def _checksums(gradebook: Gradebook, lesson: str) -> dict[str, str]:
    rows = _row(gradebook, lesson)
    return {} if rows is None else {row.name: row.checksum if row.locked else "" for row in rows.source_cells}


def _check_cells(gradebook: Gradebook, lesson: str, notebook: NotebookNode) -> None:
    """Raise LostCells if a lesson lacks a cell that it has in the gradebook, once there are submissions of it.

    nbgrader refuses such a lesson too, but with an error that names no cell. A cell is also lost if it no longer has
    points, or no longer an answer.
    """
    row = _row(gradebook, lesson)
    if row is None or not row.submissions:
        return
    cells = [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    lost = {cell.name for cell in row.source_cells} - _names(cells)
    lost |= {cell.name for cell in row.grade_cells} - _names(filter(is_grade, cells))
    lost |= {cell.name for cell in row.solution_cells} - _names(filter(is_solution, cells))
    if lost:
        raise LostCells(lesson, lost, len(row.submissions))


def _names(cells: Iterable[NotebookNode]) -> set[str]:
    return {cell.metadata.nbgrader.grade_id for cell in cells}


def _row(gradebook: Gradebook, lesson: str) -> api.Notebook | None:
    row: api.Notebook | None = (
        gradebook.db.query(api.Notebook)
        .join(api.Assignment, api.Notebook.assignment_id == api.Assignment.id)
        .filter(api.Assignment.name == lesson, api.Notebook.name == lesson)
        .one_or_none()
    )
    return row


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
