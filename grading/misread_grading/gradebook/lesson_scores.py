"""The scores of a lesson, read from nbgrader's gradebook in a few queries however many learners there are."""

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
from misread_grading.cohort_membership import NOWHERE, Enrolled, roll
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
    """One cell of one learner.

    Attributes:
        points: those that hold, by hand before by program; None if there are none yet.
        waits: whether a reader is waited for.
        comment: what was said of it.
        by_reader: whether somebody gave the points by hand.
    """

    points: float | None
    waits: bool
    comment: str = ""
    by_reader: bool = False


@dataclasses.dataclass(frozen=True)
class LearnerScores:
    """A learner's lesson.

    Attributes:
        student: their id in nbgrader.
        name, email: as the gradebook has them.
        at: when it was handed in, in UTC without saying so; None if it was not.
        late: how many days of the calendar it came after the due date, with what this learner was given longer.
        longer: how many days they were given longer.
        penalty: points taken off for handing in late.
        overdue: when it was due and when it came, where it is late.
        scores: by the `grade_id` of the cell; none for a learner who has handed in nothing.
        late_answers: the answers that came late, a graded cell each.
        enrolled: in which cohort they are, and their staff id.
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
    learners: tuple[LearnerScores, ...]

    def of(self, students: Collection[str]) -> Scorebook:
        """Return the same for some learners alone."""
        return dataclasses.replace(self, learners=tuple(one for one in self.learners if one.student in students))

    @property
    def most(self) -> float:
        """The points that one can get."""
        return sum(cell.most for cell in self.cells)


def scorebook(course: Course, lesson: str, student: str | None = None) -> Scorebook:
    """Return the scores of a lesson that was released: one learner's alone, or everybody's; never of who has left.

    Raises:
        NotGraded: if it was not released.
    """
    cells = released_cells(course, lesson)
    with course.gradebook() as gradebook:
        whose = [api.SubmittedAssignment.assignment_id == gradebook.find_assignment(lesson).id]
        people = [api.Student.id == student] if student else []
        whose += [api.SubmittedAssignment.student_id == student] if student else []
        gone, time = withdrawn(course.folder), (course.zone, days_given(course, lesson))
        here = (one for one in _learners(gradebook, people, whose, time) if one.student not in gone)
        enrolled = roll(course)
        placed = (dataclasses.replace(one, enrolled=enrolled.get(one.student, NOWHERE)) for one in here)
        return Scorebook(lesson, cells, tuple(_with_late_answers(course, lesson, cells, one) for one in placed))


def _with_late_answers(course: Course, lesson: str, cells: tuple[GradedCell, ...], one: LearnerScores) -> LearnerScores:
    if one.overdue is None:
        return one
    points = {name: scored.points or 0.0 for name, scored in one.scores.items()}
    events = events_of_web(course, one.student, lesson)
    return dataclasses.replace(one, late_answers=tuple(late_answers(cells, points, events, one.overdue, course.zone)))


def _learners(gradebook: Gradebook, people: list[Any], whose: list[Any], time: _Time) -> tuple[LearnerScores, ...]:
    scores, handed_in = _scores(gradebook, whose), _handed_in(gradebook, whose, time)
    for student, (at, *_) in handed_in.items():
        # nbgrader makes empty rows for somebody who is given longer before they hand in
        if at is None and all(one.points is None for one in scores.get(student, {}).values()):
            scores.pop(student, None)
    one = api.Student
    query = select(one.id, one.first_name, one.last_name, one.email).where(*people)
    found = [
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
    return tuple(learner for _, learner in sorted(found, key=lambda pair: pair[0]))


_Time = tuple[ZoneInfo, Callable[[str, datetime | None, timedelta | None], float]]
"""The time zone of the course, and what tells how many days longer a student had."""
_HandedIn = tuple[datetime | None, float, float, float, HandedInLate | None]
"""When, how many days late, how many days longer they had, the points taken off, and by what it is late, if it is."""


def _handed_in(gradebook: Gradebook, whose: list[Any], time: _Time) -> dict[str, _HandedIn]:
    zone, days = time
    one, book = api.SubmittedAssignment, api.SubmittedNotebook
    query = (
        select(one.student_id, one.timestamp, api.Assignment.duedate, one.extension, book.late_submission_penalty)
        .join(book, book.assignment_id == one.id)
        .join(api.Assignment, api.Assignment.id == one.assignment_id)
    )
    return {
        student: _told(lateness(at, due, longer), at, days(student, due, longer), penalty or 0.0, zone)
        for student, at, due, longer, penalty in gradebook.db.execute(query.where(*whose))
    }


def _told(late: HandedInLate | None, at: datetime | None, longer: float, penalty: float, zone: ZoneInfo) -> _HandedIn:
    return at, days_between(late.due, late.at, zone) if late else 0.0, longer, penalty, late


def _scores(gradebook: Gradebook, whose: list[Any]) -> dict[str, dict[str, CellScore]]:
    one, book, grade, cell = api.SubmittedAssignment, api.SubmittedNotebook, api.Grade, api.BaseCell
    remarks = _remarks(gradebook, whose)
    query = select(
        one.student_id, cell.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade
    )
    query = query.join(book, book.assignment_id == one.id).join(grade, grade.notebook_id == book.id)
    found: dict[str, dict[str, CellScore]] = {}
    for row in gradebook.db.execute(query.join(cell, cell.id == grade.cell_id).where(*whose)):
        found.setdefault(row[0], {})[row[1]] = _scored(row, remarks.get((row[0], row[1]), ""))
    return found


def _remarks(gradebook: Gradebook, whose: list[Any]) -> dict[tuple[str, str], str]:
    """Return what is said of cells, by a reader before by program, by learner and cell."""
    one, book, cell, comment = api.SubmittedAssignment, api.SubmittedNotebook, api.BaseCell, api.Comment
    query = select(one.student_id, cell.name, comment.manual_comment, comment.auto_comment)
    query = query.join(book, book.assignment_id == one.id).join(comment, comment.notebook_id == book.id)
    rows = gradebook.db.execute(query.join(cell, cell.id == comment.cell_id).where(*whose))
    return {(student, name): manual or auto or "" for student, name, manual, auto in rows}


def _scored(row: Any, comment: str) -> CellScore:  # noqa: ANN401 - a row of the query above
    _, _, auto, manual, extra, waits = row
    points = manual if manual is not None else auto
    return CellScore(None if points is None else points + (extra or 0.0), bool(waits), comment, manual is not None)
