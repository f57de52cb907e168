"""When the home offers the situations that measure the course: before its first lesson, and three months after it."""

from __future__ import annotations

import bisect
import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from misread_course.catalogue import Lesson, before, later
from misread_records.judgement import LATER, Sitting, later_due, sittings
from misread_scenarios.exercises import rated_situations
from misread_scenarios.judgement import SETS
from misread_web.home.progress import LessonProgress, progress

if TYPE_CHECKING:
    from misread_records import Event

AFTER = next(id_ for id_, each in SETS.items() if each.moment == "after")


@dataclasses.dataclass(frozen=True)
class Offer:
    """A set of situations that a learner may rate now: its page, and how many situations are rated of how many."""

    lesson: Lesson
    rated: int
    of: int


def offered(course: Sequence[LessonProgress], events: Iterable[Event], now: datetime) -> Offer | None:
    """Return the set that the home offers; None if there is none. Nothing waits for a set, and none must be rated.

    The first set is offered until a lesson is begun. The last one is offered from 90 days after the end of the lesson
    that holds the second, until it is complete.

    Args:
        course: the learner's progress in the lessons.
        events: all their events, in the order of appending.
        now: the present time.
    """
    all_events = tuple(events)
    of = sittings(all_events, all_events[0].learner if all_events else "")
    lessons = {each.lesson.name for each in course}
    if not of["before"].is_complete and not any(event.lesson in lessons for event in all_events):
        return _offer(before(), of["before"])
    second = of["after"].finished
    if second is None or now < second + LATER:  # the lesson cannot have ended before its set
        return None
    return _offer(later(), of["later"]) if later_due(finished(course, all_events), of, now) else None


def finished(course: Sequence[LessonProgress], events: Iterable[Event]) -> datetime | None:
    """Return the time at which a learner finished the lesson with the second set; None if they have not."""
    last = next((each for each in course if any(step.item.id == AFTER for step in each.steps)), None)
    if last is None or last.state != "done":
        return None
    own = [event for event in events if event.lesson == last.lesson.name]
    # Progress only grows, so the first event after which the lesson is done can be found by halving.
    counts = range(1, len(own) + 1)
    number = bisect.bisect_left(counts, 1, key=lambda count: progress(last.lesson, own[:count]).state == "done")
    return own[number].at


def _offer(lesson: Lesson, of: Sitting) -> Offer:
    return Offer(lesson, len(of.rated), len(rated_situations()))
