"""Writes graders' scores into nbgrader's gradebook; formgrader shows them there, and feedback quotes them."""

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
    """A score is not between 0 and the most points of its cell, so it was not written."""


@dataclasses.dataclass(frozen=True)
class Score:
    """A score of a cell: points and a comment."""

    points: float
    comment: str


@dataclasses.dataclass(frozen=True)
class Given:
    """Points given by hand for a cell: the id of their row, and whether the cell waits for a grader again."""

    id: str
    points: float
    waits: bool


def points_of(gradebook: Gradebook, lesson: str, cell: str) -> dict[str, Given]:
    """Return the points given by hand for a cell, by student."""
    assignment, book, grade = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade
    query = (
        select(assignment.student_id, grade.id, grade.manual_score, grade.needs_manual_grade)
        .join(book, book.assignment_id == assignment.id)
        .join(grade, grade.notebook_id == book.id)
        .join(api.Assignment, api.Assignment.id == assignment.assignment_id)
        .join(api.BaseCell, api.BaseCell.id == grade.cell_id)
        .where(api.Assignment.name == lesson, api.BaseCell.name == cell, grade.manual_score.is_not(None))
    )
    return {student: Given(id_, points, bool(waits)) for student, id_, points, waits in gradebook.db.execute(query)}


def reopen(gradebook: Gradebook, lesson: str, cell: str, students: Collection[str]) -> None:
    """Make cells wait for a grader again; their points stay until then.

    nbgrader's autograde leaves cells with changed texts in this state, so formgrader lists them as to be graded.
    """
    points_by_student = points_of(gradebook, lesson, cell) if students else {}
    closed = [
        points_by_student[student].id
        for student in students
        if student in points_by_student and not points_by_student[student].waits
    ]
    if closed:
        gradebook.db.execute(update(api.Grade), [{"id": id_, "needs_manual_grade": True} for id_ in closed])
        gradebook.db.commit()


def write_scores(gradebook: Gradebook, lesson: str, cell: str, scores: Mapping[str, Score]) -> None:
    """Write scores and comments by student: all of them, or none if an error is raised.

    nbgrader itself accepts any number as a score, so the bounds are checked here.

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
    """Return the id of each student's row in the table of grades, and the most points of the cell."""
    query = _of_students(lesson, students, api.Grade.id, api.GradeCell.max_score)
    query = query.join(api.Grade, api.Grade.notebook_id == api.SubmittedNotebook.id)
    query = query.join(api.GradeCell, api.GradeCell.id == api.Grade.cell_id).where(api.GradeCell.name == cell)
    return {student: (id_, most) for student, id_, most in gradebook.db.execute(query)}


def _remarks(gradebook: Gradebook, lesson: str, cell: str, students: Collection[str]) -> dict[str, str]:
    """Return the id of each student's row in the table of comments."""
    query = _of_students(lesson, students, api.Comment.id)
    query = query.join(api.Comment, api.Comment.notebook_id == api.SubmittedNotebook.id)
    query = query.join(api.SolutionCell, api.SolutionCell.id == api.Comment.cell_id)
    return dict(gradebook.db.execute(query.where(api.SolutionCell.name == cell)).all())


def _of_students(lesson: str, students: Collection[str], *columns: Any) -> Select[Any]:  # noqa: ANN401 - nbgrader has no types
    """Return a query for columns of some students' submissions of a lesson, with the student's id first."""
    assignment, book = api.SubmittedAssignment, api.SubmittedNotebook
    return (
        select(assignment.student_id, *columns)
        .select_from(assignment)
        .join(book, book.assignment_id == assignment.id)
        .join(api.Assignment, api.Assignment.id == assignment.assignment_id)
        .where(api.Assignment.name == lesson, assignment.student_id.in_(students))
    )
