"""What a learner's tries at the exercises have come to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from misread_records import Event
from misread_records.progress import tried
from misread_scenarios.exercises import Scored, load_exercise
from misread_web.home.item_summaries import ItemSummary
from misread_web.home.progress import LessonProgress
from misread_web.site import text


@dataclasses.dataclass(frozen=True)
class Result:
    """An exercise that was answered or handed in: its title, and what came of it in words."""

    title: str
    said: str


def results(course: Iterable[LessonProgress], events: Iterable[Event]) -> tuple[Result, ...]:
    """Return the exercises that were answered or handed in, in the course's order."""
    known = tuple(events)
    return tuple(
        Result(step.title, _said(step, own))
        for found in course
        if (own := [event for event in known if event.lesson == found.lesson.name])
        for step in found.steps
        if step.item.kind == "exercise" and step.state == "done"
    )


def _said(step: ItemSummary, events: Iterable[Event]) -> str:
    """Say what the tries earned; a text that a reader marks has been handed in, and no more is known here."""
    exercise = load_exercise(step.item.id)
    if not isinstance(exercise, Scored):
        return step.detail
    return text.tried_with([one.share for one in tried(events, step.item.id, exercise)])
