"""The results of a learner's tries at the exercises."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from misread_records import Event
from misread_records.progress import tried
from misread_records.values import current_values, value_rounds
from misread_scenarios.exercises import Scored, Values, load_exercise
from misread_web.home.item_summaries import ItemSummary
from misread_web.home.progress import LessonProgress
from misread_web.site import home_text
from misread_widgets.views import values_text


@dataclasses.dataclass(frozen=True)
class Result:
    """An exercise that was answered or handed in: its title, and the result as a sentence."""

    title: str
    said: str


def results(course: Iterable[LessonProgress], events: Iterable[Event]) -> tuple[Result, ...]:
    """Return the exercises that were answered or handed in, in the course's order."""
    all_events = tuple(events)
    return tuple(
        Result(step.title, _said(step, lesson_events))
        for progress in course
        if (lesson_events := [event for event in all_events if event.lesson == progress.lesson.name])
        for step in progress.steps
        if step.item.kind in {"exercise", "judgement"} and step.state == "done"
    )


def _said(step: ItemSummary, events: Iterable[Event]) -> str:
    """Return what the tries earned; for values, their order; for anything else, that it was done."""
    if step.item.kind == "judgement":
        return step.detail
    exercise = load_exercise(step.item.id)
    if isinstance(exercise, Values):
        done = current_values(value_rounds(events, step.item.id, exercise))
        return values_text.summary(exercise, done) if done else step.detail
    if not isinstance(exercise, Scored):
        return step.detail
    return home_text.tried_with([each.share for each in tried(events, step.item.id, exercise)])
