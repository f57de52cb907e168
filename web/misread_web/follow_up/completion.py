"""Whether a learner has completed the course, and what their certificate says about it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from misread_scenarios.competencies import competencies

if TYPE_CHECKING:
    from misread_course.catalogue import Lesson

COURSE = "Misread: career conversations and the signals people give"
"""The title of the course on a certificate."""


@dataclasses.dataclass(frozen=True)
class Completion:
    """What a learner has finished.

    Attributes:
        lessons: the lessons of the course that they finished, in the course's order.
        electives: the electives that they finished.
        left: the lessons of the course that they did not finish yet.
        at: when they finished the last lesson of the course; None before that.
    """

    lessons: tuple[Lesson, ...]
    electives: tuple[Lesson, ...]
    left: tuple[Lesson, ...]
    at: datetime | None

    @property
    def minutes(self) -> int:
        """How many minutes the finished lessons and electives take."""
        return sum(lesson.minutes for lesson in (*self.lessons, *self.electives))


def completion_of(lessons: Iterable[Lesson], finished: Mapping[str, datetime]) -> Completion:
    """Return what a learner has finished; the course is complete with its last lesson, without any elective.

    Args:
        lessons: every lesson and elective.
        finished: when each finished lesson was finished, by its module.
    """
    listed = tuple(lessons)
    course = [lesson for lesson in listed if not lesson.is_elective]
    done = tuple(lesson for lesson in course if lesson.module in finished)
    is_complete = bool(course) and len(done) == len(course)
    return Completion(
        lessons=done,
        electives=tuple(lesson for lesson in listed if lesson.is_elective and lesson.module in finished),
        left=tuple(lesson for lesson in course if lesson.module not in finished),
        at=max(finished[lesson.module] for lesson in course) if is_complete else None,
    )


def practised(levels: Mapping[str, str]) -> tuple[str, ...]:
    """Return the competencies that the course practises, in words, each with its level where one is given."""
    names = [competency.name for competency in competencies().values()]
    return tuple(f"{name}: {levels[name]}" if name in levels else name for name in names)
