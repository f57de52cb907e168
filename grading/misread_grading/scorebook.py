"""The scores of a lesson, read from nbgrader's gradebook in a few queries however many learners there are."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from nbgrader import api
from sqlalchemy import select

from misread_grading.cells import GradedCell, graded_cells

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from nbgrader.api import Gradebook

    from misread_grading.course import Course


@dataclasses.dataclass(frozen=True)
class Scored:
    """One cell of one learner: the points that hold, by hand before by program, and whether a reader is waited for."""

    points: float | None
    waits: bool
    comment: str = ""


@dataclasses.dataclass(frozen=True)
class Learner:
    """A learner's lesson.

    Attributes:
        student: their id in nbgrader.
        name, email: as the gradebook has them.
        at: when it was handed in, in UTC without saying so; None where it was not.
        penalty: points taken off for handing in late.
        scores: by the `grade_id` of the cell; none for a learner who has handed in nothing.
    """

    student: str
    name: str
    email: str
    at: datetime | None
    penalty: float
    scores: Mapping[str, Scored]

    @property
    def total(self) -> float:
        """All points, less what being late costs, and never below nothing."""
        return max(0.0, sum(one.points or 0.0 for one in self.scores.values()) - self.penalty)

    @property
    def waits(self) -> bool:
        """Whether a reader has yet to give points."""
        return any(one.waits for one in self.scores.values())


@dataclasses.dataclass(frozen=True)
class Scorebook:
    """The graded cells of a lesson, and what each learner has in them; those of no submission included."""

    lesson: str
    cells: tuple[GradedCell, ...]
    learners: tuple[Learner, ...]

    @property
    def most(self) -> float:
        """The points that one can get."""
        return sum(cell.most for cell in self.cells)


def scorebook(course: Course, lesson: str) -> Scorebook:
    """Return the scores of a lesson that was released.

    Raises:
        FileNotFoundError: where it was not.
    """
    cells = graded_cells(course, lesson)
    with course.gradebook() as gradebook:
        return Scorebook(lesson, cells, _learners(gradebook, lesson))


def _learners(gradebook: Gradebook, lesson: str) -> tuple[Learner, ...]:
    scores = _scores(gradebook, lesson)
    handed_in = _handed_in(gradebook, lesson)
    table = api.Student
    people = gradebook.db.execute(
        select(table.id, table.first_name, table.last_name, table.email).order_by(
            table.last_name, table.first_name, table.id
        )
    )
    return tuple(
        Learner(
            student,
            " ".join(filter(None, (first, last))),
            email or "",
            *handed_in.get(student, (None, 0.0)),
            scores.get(student, {}),
        )
        for student, first, last, email in people
    )


def _handed_in(gradebook: Gradebook, lesson: str) -> dict[str, tuple[datetime | None, float]]:
    one, book = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(one.student_id, one.timestamp, book.late_submission_penalty)
        .join(book, book.assignment_id == one.id)
        .where(one.assignment_id == gradebook.find_assignment(lesson).id)
    )
    return {student: (at, penalty or 0.0) for student, at, penalty in gradebook.db.execute(query)}


def _scores(gradebook: Gradebook, lesson: str) -> dict[str, dict[str, Scored]]:
    one, book, grade, cell, comment = (
        api.SubmittedAssignment,
        api.SubmittedNotebook,
        api.Grade,
        api.BaseCell,
        api.Comment,
    )
    remarks: dict[tuple[str, str], str] = {}
    here = one.assignment_id == gradebook.find_assignment(lesson).id
    said = select(one.student_id, cell.name, comment.manual_comment, comment.auto_comment)
    said = said.join(book, book.assignment_id == one.id).join(comment, comment.notebook_id == book.id)
    for student, name, manual, auto in gradebook.db.execute(said.join(cell, cell.id == comment.cell_id).where(here)):
        remarks[student, name] = manual or auto or ""
    given = select(
        one.student_id, cell.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade
    )
    given = given.join(book, book.assignment_id == one.id).join(grade, grade.notebook_id == book.id)
    found: dict[str, dict[str, Scored]] = {}
    for row in gradebook.db.execute(given.join(cell, cell.id == grade.cell_id).where(here)):
        found.setdefault(row[0], {})[row[1]] = _scored(row, remarks.get((row[0], row[1]), ""))
    return found


def _scored(row: Any, comment: str) -> Scored:  # noqa: ANN401 - a row of the query above
    _, _, auto, manual, extra, waits = row
    points = manual if manual is not None else auto
    return Scored(None if points is None else points + (extra or 0.0), bool(waits), comment)
