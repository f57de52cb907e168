"""The stories that a learner has played: each run, when it was begun and how it ended."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime

from misread_records import Event, Run
from misread_web.home import words
from misread_web.home.progress import Progress
from misread_web.home.steps import Step, ended, how_far, is_through
from misread_widgets.sitting import Sitting
from misread_widgets.typesetting import typeset


@dataclasses.dataclass(frozen=True)
class Try:
    """One run: which (1 is the one that counts), the day it was last played on, and how it ended or how far it is."""

    attempt: int
    at: datetime
    outcome: str


@dataclasses.dataclass(frozen=True)
class Played:
    """A story with its runs."""

    lesson: str
    title: str
    tries: tuple[Try, ...]


def played(course: Iterable[Progress], events: Iterable[Event]) -> tuple[Played, ...]:
    """Return the stories that were begun, in the course's order."""
    known = tuple(events)
    return tuple(
        Played(typeset(found.lesson.title), step.title, _tries(found, step, step.story, known))
        for found in course
        for step in found.steps
        if step.story is not None and step.story.first is not None
    )


def _tries(found: Progress, step: Step, now: Sitting, events: tuple[Event, ...]) -> tuple[Try, ...]:
    last = {
        event.attempt: event.at for event in events if event.lesson == found.lesson.name and event.item == step.item.id
    }
    return tuple(Try(run.attempt, last[run.attempt], _outcome(now, run)) for run in now.runs)


def _outcome(now: Sitting, run: Run) -> str:
    return ended(now, run) if is_through(now, run) else words.left_at(how_far(now, run))
