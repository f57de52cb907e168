"""The stories that a learner has played: each run, when it was begun, what was chosen in it, and how it ended."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from misread_records import Event, Run
from misread_records.play_state import Sitting, fitting
from misread_scenarios.decisions import decisions
from misread_web.home.item_summaries import ItemSummary, outcome
from misread_web.home.progress import LessonProgress
from misread_widgets.views import Scenes, Telling, typeset


@dataclasses.dataclass(frozen=True)
class Chosen:
    """What was chosen at one decision, and the decision's title."""

    title: str
    text: str


@dataclasses.dataclass(frozen=True)
class PlayedRun:
    """One run: which (1 is the one that counts), the day it was last played on, and how it ended or how far it is.

    `choices` are what was chosen, by the scene and how often it had been met before.
    """

    attempt: int
    at: datetime
    outcome: str
    choices: Mapping[tuple[str, int], Chosen]


@dataclasses.dataclass(frozen=True)
class DecisionRow:
    """One decision: its title, and what was chosen in the first run and in the latest."""

    title: str
    first: str
    latest: str


@dataclasses.dataclass(frozen=True)
class Played:
    """A story with its runs, and its language as a tag of BCP 47."""

    lesson: str
    title: str
    tries: tuple[PlayedRun, ...]
    lang: str

    @property
    def latest(self) -> PlayedRun | None:
        """The run that was begun last, where there is more than the first."""
        return self.tries[-1] if len(self.tries) > 1 else None

    @property
    def rows(self) -> tuple[DecisionRow, ...]:
        """What was chosen in the first run, and beside it in the latest."""
        first, latest = self.tries[0].choices, self.latest.choices if self.latest else {}
        return tuple(_row(first.get(key), latest.get(key)) for key in dict.fromkeys((*first, *latest)))


def _row(first: Chosen | None, latest: Chosen | None) -> DecisionRow:
    title = next(one.title for one in (first, latest) if one)
    return DecisionRow(title, first.text if first else "", latest.text if latest else "")


def played(course: Iterable[LessonProgress], events: Iterable[Event]) -> tuple[Played, ...]:
    """Return the stories that were begun, in the course's order."""
    known = tuple(events)
    return tuple(
        Played(typeset(found.lesson.title), step.title, _tries(found, step, step.story, known), step.lang)
        for found in course
        for step in found.steps
        if step.story is not None and step.story.first is not None
    )


def _tries(found: LessonProgress, step: ItemSummary, now: Sitting, events: tuple[Event, ...]) -> tuple[PlayedRun, ...]:
    last = {
        event.attempt: event.at for event in events if event.lesson == found.lesson.name and event.item == step.item.id
    }
    return tuple(PlayedRun(run.attempt, last[run.attempt], outcome(now, run), _choices(now, run)) for run in now.runs)


def _choices(now: Sitting, run: Run) -> dict[tuple[str, int], Chosen]:
    """Return what was chosen in a run, with the names of that run."""
    stand = fitting(now.scenario, run)
    scenes = Scenes(stand, Telling(now.scenario, now.names_in(run)), "practice")
    found: dict[tuple[str, int], Chosen] = {}
    met: Counter[str] = Counter()
    for one in decisions(stand):
        title = scenes.telling.text(one.scene.title)
        found[one.scene.id, met[one.scene.id]] = Chosen(title, " ".join(scenes.told(one)))
        met[one.scene.id] += 1
    return found
