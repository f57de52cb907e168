"""What a learner's tries at the exercises have come to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from fractions import Fraction

from pydantic import JsonValue

from misread_records import Event, tries
from misread_scenarios.exercises import BadAnswer, Scored, load_exercise, score, understood
from misread_web.home import words
from misread_web.home.progress import Progress
from misread_web.home.steps import Step


@dataclasses.dataclass(frozen=True)
class Result:
    """An exercise that was answered or handed in: its title, and what came of it in words."""

    title: str
    said: str


def results(course: Iterable[Progress], events: Iterable[Event]) -> tuple[Result, ...]:
    """Return the exercises that were answered or handed in, in the course's order."""
    known = tuple(events)
    return tuple(
        Result(step.title, _said(step, own))
        for found in course
        if (own := [event for event in known if event.lesson == found.lesson.name])
        for step in found.steps
        if step.item.kind == "exercise" and step.state == "done"
    )


def _said(step: Step, events: Iterable[Event]) -> str:
    """Say what the tries earned; a text that a reader marks has been handed in, and no more is known here."""
    exercise = load_exercise(step.item.id)
    if not isinstance(exercise, Scored):
        return step.detail
    made = tries(events, step.item.id)[: exercise.tries]
    return words.tried_with([_share(exercise, one.answer) for one in made])


def _share(exercise: Scored, answer: JsonValue) -> Fraction:
    """Return what a try earned; an answer that no longer fits the exercise earns nothing."""
    try:
        return score(exercise, understood(exercise, answer))
    except BadAnswer:
        return Fraction(0)
