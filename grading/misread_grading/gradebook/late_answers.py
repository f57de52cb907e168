"""Which of a learner's answers came late, and what that costs: each answer has its own time."""

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
    """What a late policy takes off of so many points that come so many seconds late; None: nothing."""

    def __call__(self, score: float, seconds: float, /) -> float | None:
        """Ask it."""


@dataclasses.dataclass(frozen=True)
class LateAnswer:
    """An answer that came late.

    Attributes:
        item: which one.
        points: what it earns.
        in_time: what its learner had earned by the date for it.
        days: how many days of the calendar it is late.
    """

    item: str
    points: float
    in_time: float
    days: float


@dataclasses.dataclass(frozen=True)
class HandedInLate:
    """A submission that came after its date: the date, and when it was handed in, each in UTC."""

    due: datetime
    at: datetime


def late_answers(
    cells: Iterable[GradedCell],
    points: Mapping[str, float],
    events: Sequence[Event] | None,
    late: HandedInLate,
    zone: ZoneInfo,
) -> list[LateAnswer]:
    """Return the answers of a submission that came late.

    Args:
        cells: the graded cells of the lesson.
        points: what each of them earns, by its `grade_id`.
        events: what its learner did in the web course; None if it is not known when each answer was given, as for
            work that comes from a learner's own machine: all of it is then as late as the submission.
        late: when it was due, and when it was handed in.
        zone: the time zone whose days count.
    """
    found = []
    for cell in cells:
        was_given = events is None or any(event.item == cell.item for event in events)
        if cell.name not in points or not (was_given or points[cell.name]):
            continue
        at = _answered(events, cell.item, late.at)
        if at > late.due:
            in_time = min(_in_time(events or (), cell, late.due), points[cell.name])
            found.append(LateAnswer(cell.item, points[cell.name], in_time, days_between(late.due, at, zone)))
    return found


def _answered(events: Sequence[Event] | None, item: str, handed_in: datetime) -> datetime:
    """Return since when an answer is worth what it is; where it earns nothing by itself, when it was first given."""
    if events is None:
        return handed_in
    given = (event.at for event in events if event.item == item)
    return earned_since(events, item) or min(given, default=handed_in)


def _in_time(events: Sequence[Event], cell: GradedCell, due: datetime) -> float:
    """Return what an exercise had earned by the date; a case that ended later, and a text that came later, nothing."""
    if not isinstance(exercises().get(cell.item), Scored):
        return 0.0
    return exercise_mark([event for event in events if event.at <= due], cell.item, cell.most).points


def cost(answers: Sequence[LateAnswer], penalty: Penalty) -> float | None:
    """Return the points that late answers cost; None if the policy takes nothing off.

    A policy is made for whole submissions, and may take off a share of the points or a number of points. So it is asked
    twice: of all late answers at once, as late as the last of them, and of each by itself. The smaller sum counts, and
    never more than the late answers have added to what was there in time.
    """
    if not answers:
        return None
    last = max(one.days for one in answers)
    whole = penalty(sum(one.points for one in answers), last * DAY.total_seconds())
    if whole is None:
        return None
    single = sum(penalty(one.points, one.days * DAY.total_seconds()) or 0.0 for one in answers)
    return min(whole, single, sum(one.points - one.in_time for one in answers))


def events_of_web(course: Course, student: str, lesson: str) -> tuple[Event, ...] | None:
    """Return what somebody did in the web course, as it was collected; None if they handed in from elsewhere.

    Only the web course knows when something was done. What it collects is sealed, and names its learner.
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
    """Return a moment of the gradebook, which is naive UTC, with its zone."""
    return moment.replace(tzinfo=UTC)
