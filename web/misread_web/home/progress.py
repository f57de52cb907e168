"""Works out a learner's progress in each lesson, and where they continue, from events and content alone."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from misread_course.catalogue import Lesson
from misread_course.items import items
from misread_records import Event
from misread_records.progress import HowFar
from misread_web.home.item_summaries import ItemSummary, names_of, step


@dataclasses.dataclass(frozen=True)
class LessonProgress:
    """A lesson, with the learner's progress in each of its items, in order."""

    lesson: Lesson
    steps: tuple[ItemSummary, ...]

    @property
    def needed(self) -> tuple[ItemSummary, ...]:
        """The steps that the lesson is not done without."""
        return tuple(step for step in self.steps if step.item.is_needed)

    @property
    def done(self) -> int:
        """The number of needed steps that are done."""
        return sum(step.state == "done" for step in self.needed)

    @property
    def state(self) -> HowFar:
        """Whether the lesson is ahead, begun or done."""
        needed = {step.state for step in self.needed}
        if needed <= {"done"}:
            return "done" if needed else "ahead"
        return "ahead" if {step.state for step in self.steps} == {"ahead"} else "begun"

    @property
    def next_step(self) -> ItemSummary | None:
        """The first step that is begun but not done, or else the first needed one that is not done."""
        begun = next((step for step in self.steps if step.state == "begun"), None)
        return begun or next((step for step in self.needed if step.state != "done"), None)

    @property
    def left(self) -> tuple[ItemSummary, ...]:
        """The needed steps that are not done yet."""
        return tuple(step for step in self.needed if step.state != "done")


@dataclasses.dataclass(frozen=True)
class Onward:
    """The place where a learner continues: a step of a lesson, or the beginning of a lesson.

    `why` says whether they begin the course (`begin`), return to unfinished work (`left`), have this step next in the
    lesson that they were in (`next`), or begin another lesson (`lesson`).
    """

    why: Literal["begin", "left", "next", "lesson"]
    lesson: Lesson
    step: ItemSummary | None = None

    @property
    def path(self) -> str:
        """The path of the lesson's page, relative to the course's, with the step's cell as anchor."""
        anchor = f"#{self.step.item.cell}" if self.step else ""
        return f"lessons/{self.lesson.name}{anchor}"


def progress(lesson: Lesson, events: Iterable[Event]) -> LessonProgress:
    """Return a learner's progress in a lesson; `events` are all their events."""
    own = [event for event in events if event.lesson == lesson.name]
    return LessonProgress(lesson, tuple(step(item, own) for item in items(lesson)))


def progress_after(earlier: LessonProgress, events: Iterable[Event], news: Iterable[Event]) -> LessonProgress:
    """Return a learner's progress in a lesson; only the items with new events are summarized again.

    Args:
        earlier: the progress before the new events.
        events: all the learner's events.
        news: those of them that are new.
    """
    name = earlier.lesson.name
    changed = {event.item for event in news if event.lesson == name}
    if not changed:
        return earlier
    own = [event for event in events if event.lesson == name]
    steps = (step(each.item, own) if changed.intersection(names_of(each.item)) else each for each in earlier.steps)
    return LessonProgress(earlier.lesson, tuple(steps))


def course_progress(lessons: Iterable[Lesson], events: Iterable[Event]) -> tuple[LessonProgress, ...]:
    """Return a learner's progress in each of several lessons; `events` are all their events."""
    all_events = tuple(events)
    return tuple(progress(lesson, all_events) for lesson in lessons)


def finished_lessons(course: Iterable[LessonProgress], events: Iterable[Event]) -> Mapping[str, datetime]:
    """Return when each finished lesson was finished, by its module; `events` are all of the learner's events.

    A lesson is finished when its last needed item is: a story with the first run, anything else when each of its
    questions has been answered, and each of its situations rated, once. What is answered again or changed later does
    not move that moment.
    """
    by_item: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        by_item[event.lesson, event.item].append(event)
    return {
        progress.lesson.module: max(
            _done_at(step, by_item[progress.lesson.name, step.item.id]) for step in progress.needed
        )
        for progress in course
        if progress.state == "done"
    }


def _done_at(step: ItemSummary, events: Iterable[Event]) -> datetime:
    """Return when an item was done; it is done, so it has events."""
    if step.item.kind == "scenario":
        return max(event.at for event in events if event.attempt == 1)
    first: dict[str, datetime] = {}
    for event in events:
        if event.kind in {"answered", "wrote"}:
            asked = event.data.get("question") or event.data.get("situation") or ""
            first.setdefault(str(asked), event.at)
    return max(first.values())


def onward(course: Sequence[LessonProgress], events: Iterable[Event]) -> Onward | None:
    """Return where a learner continues; None if the whole course is done.

    It is the step of their last event, if something waits there. Otherwise it is the next step of that lesson, or of
    the first unfinished lesson after it, or else before it.
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
    """Return the step of the last event that belongs to one, and the index of its lesson in the course."""
    steps = {
        (progress.lesson.name, name): (place, step)
        for place, progress in enumerate(course)
        for step in progress.steps
        for name in names_of(step.item)
    }
    touched = [steps[event.lesson, event.item] for event in events if (event.lesson, event.item) in steps]
    return touched[-1] if touched else None
