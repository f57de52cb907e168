"""When the home offers the situations that measure the course: before its first lesson, and three months after it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from misread_course.catalogue import Lesson, before, later
from misread_records.judgement import Sitting, later_due, sittings
from misread_scenarios.exercises import rated_situations
from misread_scenarios.judgement import SETS
from misread_web.home.progress import LessonProgress

if TYPE_CHECKING:
    from misread_records import Event

AFTER = next(id_ for id_, each in SETS.items() if each.moment == "after")


@dataclasses.dataclass(frozen=True)
class Offer:
    """A set of situations that a learner may rate now: its page, and how many situations are rated of how many."""

    lesson: Lesson
    rated: int
    of: int


def offered(
    course: Iterable[LessonProgress], finished: Mapping[str, datetime], events: Iterable[Event], now: datetime
) -> Offer | None:
    """Return the set that the home offers; None if there is none. Nothing waits for a set, and none must be rated.

    The first set is offered until a lesson is begun. The last one is offered from 90 days after the end of the lesson
    that holds the second, until it is complete.

    Args:
        course: the learner's progress in the lessons.
        finished: when each finished lesson was finished, by its module.
        events: all their events, in the order of appending.
        now: the present time.
    """
    all_events, lessons = tuple(events), tuple(course)
    of = sittings(all_events, all_events[0].learner if all_events else "")
    names = {each.lesson.name for each in lessons}
    if not of["before"].is_complete and not any(event.lesson in names for event in all_events):
        return _offer(before(), of["before"])
    module = next((each.lesson.module for each in lessons if any(step.item.id == AFTER for step in each.steps)), "")
    return _offer(later(), of["later"]) if later_due(finished.get(module), of, now) else None


def _offer(lesson: Lesson, of: Sitting) -> Offer:
    return Offer(lesson, len(of.rated), len(rated_situations()))
