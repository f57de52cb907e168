"""A reader's score on its way into nbgrader's gradebook, where formgrader shows it and feedback quotes it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from nbgrader.api import Gradebook, MissingEntry

if TYPE_CHECKING:
    from fractions import Fraction


class BadScore(ValueError):
    """A score is not within 0 and what the cell gives at most, so it was not written."""


@dataclasses.dataclass(frozen=True)
class Slot:
    """Where a score stands in the gradebook: the `grade_id` of a cell, its lesson, and whose it is."""

    lesson: str
    cell: str
    student: str


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
