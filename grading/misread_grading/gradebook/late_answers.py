"""Late answers of a learner, and the points that they cost; each answer has its own time."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from misread_grading.calendar import DAY, days_between
from misread_grading.submissions import BadSubmission, is_sealed, read_submission
from misread_records.earned_since import earned_since
from misread_records.scoring import exercise_mark
from misread_records.submission_answers import HandedIn, NotCounted
from misread_scenarios.exercises import Scored, exercises

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from zoneinfo import ZoneInfo

    from misread_course.graded_cells import GradedCell
    from misread_grading.course import Course
    from misread_records import Event


class Penalty(Protocol):
    """A late policy: the points that it takes off for a score and a number of seconds; None: nothing."""

    def __call__(self, score: float, seconds: float, /) -> float | None:
        """Return the points to take off."""


@dataclasses.dataclass(frozen=True)
class LateAnswer:
    """A late answer.

    Attributes:
        item: the exercise or scenario.
        points: the points that it earns.
        in_time: the points that the learner had earned for it by the due date.
        days: the number of calendar days by which it is late.
    """

    item: str
    points: float
    in_time: float
    days: float


@dataclasses.dataclass(frozen=True)
class HandedInLate:
    """A submission after its due date: the date, and the time at which it was handed in, both in UTC."""

    due: datetime
    at: datetime


def late_answers(
    cells: Iterable[GradedCell],
    points: Mapping[str, float],
    events: Sequence[Event] | None,
    late: HandedInLate,
    zone: ZoneInfo,
) -> list[LateAnswer]:
    """Return the late answers of a submission.

    Args:
        cells: the graded cells of the lesson.
        points: the points of each cell, by its `grade_id`.
        events: the learner's events in the web course; None if the times of the answers are not known, as for work from
            a learner's own machine: then every answer is as late as the submission.
        late: the due date, and the time at which it was handed in.
        zone: the time zone in which days are counted.
    """
    answers = []
    for cell in cells:
        was_given = events is None or any(event.item == cell.item for event in events)
        if cell.name not in points or not (was_given or points[cell.name]):
            continue
        at = _answered(events, cell.item, late.at)
        if at > late.due:
            in_time = min(_in_time(events or (), cell, late.due), points[cell.name])
            answers.append(LateAnswer(cell.item, points[cell.name], in_time, days_between(late.due, at, zone)))
    return answers


def _answered(events: Sequence[Event] | None, item: str, handed_in: datetime) -> datetime:
    """Return since when an answer has its present score; if it earns nothing, when it was first given."""
    if events is None:
        return handed_in
    given = (event.at for event in events if event.item == item)
    return earned_since(events, item) or min(given, default=handed_in)


def _in_time(events: Sequence[Event], cell: GradedCell, due: datetime) -> float:
    """Return the points that an exercise had earned by the due date; 0 for cases and texts finished later."""
    if not isinstance(exercises().get(cell.item), Scored):
        return 0.0
    return exercise_mark([event for event in events if event.at <= due], cell.item, cell.most).points


def cost(answers: Sequence[LateAnswer], penalty: Penalty) -> float | None:
    """Return the points that late answers cost; None if the policy takes nothing off.

    A policy is made for whole submissions, and may take off a share of the points or a number of points. So it is
    applied twice: to all late answers together, as late as the latest of them, and to each alone. The smaller sum
    counts, but never more than the late answers have added to the points earned in time.
    """
    if not answers:
        return None
    last = max(answer.days for answer in answers)
    whole = penalty(sum(answer.points for answer in answers), last * DAY.total_seconds())
    if whole is None:
        return None
    single = sum(penalty(answer.points, answer.days * DAY.total_seconds()) or 0.0 for answer in answers)
    return min(whole, single, sum(answer.points - answer.in_time for answer in answers))


def events_of_web(course: Course, student: str, lesson: str) -> tuple[Event, ...] | None:
    """Return a learner's collected events in the web course; None if the submission came from elsewhere.

    Only the web course knows the times of actions. Its submissions are sealed, and name their learner.
    """
    submission = read_submission(course, student, lesson)
    try:
        if not is_sealed(submission.content(), submission.answers):
            return None
        events = HandedIn(submission.answers).events(lesson)
    except (BadSubmission, NotCounted):
        return None
    return events if {event.learner for event in events} <= {student} else None


def in_utc(moment: datetime) -> datetime:
    """Return a moment of the gradebook, which is naive UTC, with its time zone."""
    return moment.replace(tzinfo=UTC)
