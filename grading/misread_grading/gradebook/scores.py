"""Readers' scores on their way into nbgrader's gradebook, where formgrader shows them and feedback quotes them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import Select, select, update

from misread_grading.errors import GradingError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class BadScore(GradingError):
    """A score is not within 0 and what the cell gives at most, so it was not written."""


@dataclasses.dataclass(frozen=True)
class Score:
    """What somebody gets for a cell: points, and what is said of it."""

    points: float
    comment: str


@dataclasses.dataclass(frozen=True)
class Given:
    """Points that somebody gave for a cell; `id` is that of their row, `waits` says that a reader is waited for."""

    id: str
    points: float
    waits: bool


def points_of(gradebook: Gradebook, lesson: str, cell: str) -> dict[str, Given]:
    """Return what was given by hand for a cell, by student."""
    one, book, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
    query = (
        select(one.student_id, grade.id, grade.manual_score, grade.needs_manual_grade)
        .join(book, book.assignment_id == one.id)
        .join(grade, grade.notebook_id == book.id)
        .join(api.Assignment, api.Assignment.id == one.assignment_id)
        .join(api.BaseCell, api.BaseCell.id == grade.cell_id)
        .where(api.Assignment.name == lesson, api.BaseCell.name == cell, grade.manual_score.is_not(None))
    )
    return {student: Given(id_, points, bool(waits)) for student, id_, points, waits in gradebook.db.execute(query)}


def reopen(gradebook: Gradebook, lesson: str, cell: str, students: Collection[str]) -> None:
    """Let a reader be waited for at a cell again; what was given for it stays until then.

    That is how nbgrader's own autograde leaves a cell whose text has changed, so formgrader lists it as to be graded.
    """
    found = points_of(gradebook, lesson, cell) if students else {}
    closed = [found[student].id for student in students if student in found and not found[student].waits]
    if closed:
        gradebook.db.execute(update(api.Grade), [{"id": id_, "needs_manual_grade": True} for id_ in closed])
        gradebook.db.commit()


def write_scores(gradebook: Gradebook, lesson: str, cell: str, scores: Mapping[str, Score]) -> None:
    """Write scores and comments by student, all of them or, where something is raised, none.

    nbgrader itself takes any number for a score, so the bounds are held here.

    Raises:
        BadScore: if a score is out of bounds, or the gradebook has no such cell for a student.
    """
    grades, remarks = _grades(gradebook, lesson, cell, scores), _remarks(gradebook, lesson, cell, scores)
    for student, score in scores.items():
        if student not in grades or student not in remarks:
            raise BadScore(f"{student} has no cell '{cell}' of {lesson} in the gradebook; autograde the lesson first")
        _, most = grades[student]
        if not 0 <= score.points <= most:
            raise BadScore(f"{score.points:g} is not within 0 and {most:g}, the most that '{cell}' gives")
    points = [
        {"id": grades[student][0], "manual_score": score.points, "needs_manual_grade": False}
        for student, score in scores.items()
    ]
    comments = [{"id": remarks[student], "manual_comment": score.comment} for student, score in scores.items()]
    gradebook.db.execute(update(api.Grade), points)
    gradebook.db.execute(update(api.Comment), comments)
    gradebook.db.commit()


def _grades(gradebook: Gradebook, lesson: str, cell: str, students: Collection[str]) -> dict[str, tuple[str, float]]:
    """Return the id of each student's row, and the most that it takes."""
    query = _of_students(lesson, students, api.Grade.id, api.GradeCell.max_score)
    query = query.join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
    query = query.join(api.GradeCell, api.GradeCell.id == api.Grade.cell_id).where(api.GradeCell.name == cell)
    return {student: (id_, most) for student, id_, most in gradebook.db.execute(query)}


def _remarks(gradebook: Gradebook, lesson: str, cell: str, students: Collection[str]) -> dict[str, str]:
    """Return the id of each student's row."""
    query = _of_students(lesson, students, api.Comment.id)
    query = query.join(api.Comment, api.Comment.notebook_id == api.SubmittedNotebook.id)
    query = query.join(api.SolutionCell, api.SolutionCell.id == api.Comment.cell_id)
    return dict(gradebook.db.execute(query.where(api.SolutionCell.name == cell)).all())


def _of_students(lesson: str, students: Collection[str], *columns: Any) -> Select[Any]:  # noqa: ANN401 - nbgrader has no types
    """Ask for columns of what some students handed in of a lesson, beside the student's id."""
    one, book = api.SubmittedAssignment, api.SubmittedNotebook
    return (
        select(one.student_id, *columns)
        .select_from(one)
        .join(book, book.assignment_id == one.id)
        .join(api.Assignment, api.Assignment.id == one.assignment_id)
        .where(api.Assignment.name == lesson, one.student_id.in_(students))
    )
