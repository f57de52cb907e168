"""Scores of a lesson, read from nbgrader's gradebook in a few queries for any number of learners."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from nbgrader import api
from sqlalchemy import select

from misread_course.graded_cells import GradedCell
from misread_grading.calendar import days_between
from misread_grading.cohort_membership import NOWHERE, Enrolled, enrolments
from misread_grading.gradebook.dates import days_given
from misread_grading.gradebook.late_answers import HandedInLate, LateAnswer, events_of_web, late_answers
from misread_grading.gradebook.lateness import lateness
from misread_grading.released_cells import released_cells
from misread_grading.withdrawn import withdrawn
from misread_records.people import order_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nbgrader.api import Gradebook

    from misread_grading.course import Course


@dataclasses.dataclass(frozen=True)
class CellScore:
    """Score of one learner in one cell.

    Attributes:
        points: the points by a grader, or else by the program; None if there are none yet.
        waits: whether the cell waits for a grader.
        comment: the comment on it.
        by_grader: whether a grader gave the points.
    """

    points: float | None
    waits: bool
    comment: str = ""
    by_grader: bool = False


@dataclasses.dataclass(frozen=True)
class LearnerScores:
    """Scores of one learner in a lesson.

    Attributes:
        student: their id in nbgrader.
        name, email: as the gradebook has them.
        at: the time of the submission, as naive UTC; None if there is none.
        late: days of the calendar from the deadline, extra days included, to the submission.
        longer: the learner's extra days.
        penalty: points taken off for handing in late.
        overdue: the deadline and the time of a late submission; None if it is not late.
        scores: the scores by the `grade_id` of the cell; empty if the learner has handed in nothing.
        late_answers: the answers that came late, one for each graded cell.
        enrolled: their cohort and their staff id.
    """

    student: str
    name: str
    email: str
    at: datetime | None
    late: float
    longer: float
    penalty: float
    overdue: HandedInLate | None
    scores: Mapping[str, CellScore]
    late_answers: tuple[LateAnswer, ...] = ()
    enrolled: Enrolled = NOWHERE

    @property
    def total(self) -> float:
        """The sum of all points less the penalty for being late, and at least 0."""
        return max(0.0, sum(score.points or 0.0 for score in self.scores.values()) - self.penalty)

    @property
    def waits(self) -> bool:
        """Whether a text still waits for a grader."""
        return any(score.waits for score in self.scores.values())


@dataclasses.dataclass(frozen=True)
class Scorebook:
    """The graded cells of a lesson, and the scores of every learner, including those without a submission."""

    lesson: str
    cells: tuple[GradedCell, ...]
    learners: tuple[LearnerScores, ...]

    def of(self, students: Collection[str]) -> Scorebook:
        """Return the same scorebook with only some learners."""
        return dataclasses.replace(
            self, learners=tuple(learner for learner in self.learners if learner.student in students)
        )

    @property
    def most(self) -> float:
        """The most points that a learner can get."""
        return sum(cell.most for cell in self.cells)


def scorebook(course: Course, lesson: str, student: str | None = None) -> Scorebook:
    """Return the scores of a released lesson: of one student, or of everybody except those who have left.

    Raises:
        NotGraded: if the lesson was not released.
    """
    cells = released_cells(course, lesson)
    with course.gradebook() as gradebook:
        whose = [api.SubmittedAssignment.assignment_id == gradebook.find_assignment(lesson).id]
        people = [api.Student.id == student] if student else []
        whose += [api.SubmittedAssignment.student_id == student] if student else []
        gone, time = withdrawn(course.folder), (course.zone, days_given(course, lesson))
        present = (learner for learner in _learners(gradebook, people, whose, time) if learner.student not in gone)
        enrolled = enrolments(course)
        learners = (
            dataclasses.replace(learner, enrolled=enrolled.get(learner.student, NOWHERE)) for learner in present
        )
        return Scorebook(
            lesson, cells, tuple(_with_late_answers(course, lesson, cells, learner) for learner in learners)
        )


def _with_late_answers(
    course: Course, lesson: str, cells: tuple[GradedCell, ...], learner: LearnerScores
) -> LearnerScores:
    if learner.overdue is None:
        return learner
    points = {name: score.points or 0.0 for name, score in learner.scores.items()}
    events = events_of_web(course, learner.student, lesson)
    late = late_answers(cells, points, events, learner.overdue, course.zone)
    return dataclasses.replace(learner, late_answers=tuple(late))


def _learners(gradebook: Gradebook, people: list[Any], whose: list[Any], time: _Time) -> tuple[LearnerScores, ...]:
    scores, handed_in = _scores(gradebook, whose), _handed_in(gradebook, whose, time)
    for student, (at, *_) in handed_in.items():
        # nbgrader makes empty rows for a student who gets extra days before handing in
        if at is None and all(score.points is None for score in scores.get(student, {}).values()):
            scores.pop(student, None)
    table = api.Student
    query = select(table.id, table.first_name, table.last_name, table.email).where(*people)
    by_order = [
        (
            (order_of(name, last), student),
            LearnerScores(
                student,
                name,
                email or "",
                *handed_in.get(student, (None, 0.0, 0.0, 0.0, None)),
                scores.get(student, {}),
            ),
        )
        for student, first, last, email in gradebook.db.execute(query)
        for name in (" ".join(filter(None, (first, last))),)
    ]
    return tuple(learner for _, learner in sorted(by_order, key=lambda pair: pair[0]))


_Time = tuple[ZoneInfo, Callable[[str, datetime | None, timedelta | None], float]]
"""The time zone of the course, and the function that computes a student's extra days."""
_HandedIn = tuple[datetime | None, float, float, float, HandedInLate | None]
"""Time of a submission, days late, extra days, points taken off, and the deadline and the time if it is late."""


def _handed_in(gradebook: Gradebook, whose: list[Any], time: _Time) -> dict[str, _HandedIn]:
    zone, days = time
    table, book = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(table.student_id, table.timestamp, api.Assignment.duedate, table.extension, book.late_submission_penalty)
        .join(book, book.assignment_id == table.id)
        .join(api.Assignment, api.Assignment.id == table.assignment_id)
    )
    return {
        student: _submitted(lateness(at, due, longer), at, days(student, due, longer), penalty or 0.0, zone)
        for student, at, due, longer, penalty in gradebook.db.execute(query.where(*whose))
    }


def _submitted(
    late: HandedInLate | None, at: datetime | None, longer: float, penalty: float, zone: ZoneInfo
) -> _HandedIn:
    return at, days_between(late.due, late.at, zone) if late else 0.0, longer, penalty, late


def _scores(gradebook: Gradebook, whose: list[Any]) -> dict[str, dict[str, CellScore]]:
    table, book, grade, cell = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.BaseCell
    remarks = _remarks(gradebook, whose)
    query = select(
        table.student_id, cell.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade
    )
    query = query.join(book, book.assignment_id == table.id).join(grade, grade.notebook_id == book.id)
    scores: dict[str, dict[str, CellScore]] = {}
    for row in gradebook.db.execute(query.join(cell, cell.id == grade.cell_id).where(*whose)):
        scores.setdefault(row[0], {})[row[1]] = _scored(row, remarks.get((row[0], row[1]), ""))
    return scores


def _remarks(gradebook: Gradebook, whose: list[Any]) -> dict[tuple[str, str], str]:
    """Return the comments by learner and cell: the grader's, or else the program's."""
    table, book, cell, comment = api.SubmittedAssignment, api.SubmittedNotebook, api.BaseCell, api.Comment
    query = select(table.student_id, cell.name, comment.manual_comment, comment.auto_comment)
    query = query.join(book, book.assignment_id == table.id).join(comment, comment.notebook_id == book.id)
    rows = gradebook.db.execute(query.join(cell, cell.id == comment.cell_id).where(*whose))
    return {(student, name): manual or auto or "" for student, name, manual, auto in rows}


def _scored(row: Any, comment: str) -> CellScore:  # noqa: ANN401 - a row of the query above
    _, _, auto, manual, extra, waits = row
    points = manual if manual is not None else auto
    return CellScore(None if points is None else points + (extra or 0.0), bool(waits), comment, manual is not None)
