"""A reader's score on its way into nbgrader's gradebook, where formgrader shows it and feedback quotes it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from nbgrader import api
from nbgrader.api import Gradebook, MissingEntry
from sqlalchemy import select, update

if TYPE_CHECKING:
    from collections.abc import Collection
    from fractions import Fraction


class BadScore(ValueError):
    """A score is not within 0 and what the cell gives at most, so it was not written."""


@dataclasses.dataclass(frozen=True)
class Slot:
    """Where a score stands in the gradebook: the `grade_id` of a cell, its lesson, and whose it is."""

    lesson: str
    cell: str
    student: str


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


def write_score(gradebook: Gradebook, slot: Slot, score: Fraction | float, comment: str) -> bool:
    """Write a score and a comment; return whether anything has changed, and do nothing where nothing has.

    nbgrader itself takes any number for a score, so the bounds are held here.

    Raises:
        BadScore: where the score is out of bounds, or the gradebook has no such cell for this student.
    """
    try:
        grade = gradebook.find_grade(slot.cell, slot.lesson, slot.lesson, slot.student)
        remark = gradebook.find_comment(slot.cell, slot.lesson, slot.lesson, slot.student)
    except MissingEntry as error:
        raise BadScore(
            f"{slot.student} has no cell '{slot.cell}' of {slot.lesson} in the gradebook; autograde the lesson first"
        ) from error
    points = float(score)
    if not 0 <= points <= grade.max_score:
        raise BadScore(f"{points:g} is not within 0 and {grade.max_score:g}, the most that '{slot.cell}' gives")
    wanted = (points, False, comment)
    if (grade.manual_score, grade.needs_manual_grade, remark.manual_comment) == wanted:
        return False
    grade.manual_score, grade.needs_manual_grade, remark.manual_comment = wanted
    gradebook.db.commit()
    return True
