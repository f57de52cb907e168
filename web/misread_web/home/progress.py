"""How far a learner is with each lesson, and where they go on: a pure function of events and content."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Literal

from misread_course.catalogue import Lesson
from misread_course.items import items
from misread_records import Event
from misread_records.play_log import screen_item
from misread_records.progress import HowFar
from misread_web.home.item_summaries import ItemSummary, step


@dataclasses.dataclass(frozen=True)
class LessonProgress:
    """A lesson and how far its learner is with each thing to do in it, in the lesson's order."""

    lesson: Lesson
    steps: tuple[ItemSummary, ...]

    @property
    def done(self) -> int:
        """How many of the steps are done."""
        return sum(one.state == "done" for one in self.steps)

    @property
    def state(self) -> HowFar:
        """Whether the lesson is ahead, begun or done."""
        states = {one.state for one in self.steps}
        if states <= {"done"}:
            return "done" if states else "ahead"
        return "ahead" if states == {"ahead"} else "begun"

    @property
    def next_step(self) -> ItemSummary | None:
        """The first step that was begun and left; or else the first that is not done."""
        begun = next((one for one in self.steps if one.state == "begun"), None)
        return begun or next((one for one in self.steps if one.state != "done"), None)


@dataclasses.dataclass(frozen=True)
class Onward:
    """Where a learner goes on: a step of a lesson, or its beginning.

    `why` tells whether they begin the course, go on with what they left (this step, or its lesson before it), have
    this step next in the lesson that they were in, or begin a lesson.
    """

    why: Literal["begin", "left", "next", "lesson"]
    lesson: Lesson
    step: ItemSummary | None = None

    @property
    def path(self) -> str:
        """The address below the course's own: the lesson, and the cell of the step in it."""
        anchor = f"#{self.step.item.cell}" if self.step else ""
        return f"lessons/{self.lesson.name}{anchor}"


def progress(lesson: Lesson, events: Iterable[Event]) -> LessonProgress:
    """Return how far a learner is with a lesson, by all of their events."""
    own = [event for event in events if event.lesson == lesson.name]
    return LessonProgress(lesson, tuple(step(item, own) for item in items(lesson)))


def onward(course: Sequence[LessonProgress], events: Iterable[Event]) -> Onward | None:
    """Return where a learner goes on, or nothing where all of the course is done.

    It is the step they touched last, unless nothing waits there; then what they began in that lesson and left, or else
    its first step that is not done; then the same in the first lesson after it that is not done, or before it.
    """
    touched = _last_touched(course, events)
    if touched is None:
        return Onward("begin", course[0].lesson) if course else None
    place, last = touched
    if not last.resting:
        return Onward("left", course[place].lesson, last)
    for following in (*course[place:], *course[:place]):
        waiting = following.next_step
        if waiting is not None and following.state == "ahead":
            return Onward("lesson", following.lesson)
        if waiting is not None:
            is_next = waiting.state == "ahead" and following is course[place]
            return Onward("next" if is_next else "left", following.lesson, waiting)
    return None


def _last_touched(course: Sequence[LessonProgress], events: Iterable[Event]) -> tuple[int, ItemSummary] | None:
    """Return the place in the course, and the step, of the last event that belongs to one."""
    known = {
        (one.lesson.name, name): (place, step)
        for place, one in enumerate(course)
        for step in one.steps
        for name in (step.item.id, screen_item(step.item.id))
    }
    touched = [known[event.lesson, event.item] for event in events if (event.lesson, event.item) in known]
    return touched[-1] if touched else None
