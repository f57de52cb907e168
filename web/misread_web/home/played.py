"""The stories that a learner has played: each run, with its date, its choices and its ending."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from misread_records import Event, Run
from misread_records.play_state import PlayState, fitting
from misread_scenarios.decisions import decisions
from misread_web.home.item_summaries import ItemSummary, outcome
from misread_web.home.progress import LessonProgress
from misread_widgets.views import Scenes, Telling, typeset


@dataclasses.dataclass(frozen=True)
class Chosen:
    """The text of a choice, and the title of its decision."""

    title: str
    text: str


@dataclasses.dataclass(frozen=True)
class PlayedRun:
    """One run of a story.

    Attributes:
        attempt: the number of the run; 1 is the one that counts.
        at: when it was last played.
        outcome: how it ended, or how far it is.
        choices: the choices, by scene and how often the run had met that scene before.
    """

    attempt: int
    at: datetime
    outcome: str
    choices: Mapping[tuple[str, int], Chosen]


@dataclasses.dataclass(frozen=True)
class DecisionRow:
    """One decision: its title, and the choices in the first run and in the latest."""

    title: str
    first: str
    latest: str


@dataclasses.dataclass(frozen=True)
class Played:
    """A story with its runs; `lang` is its language as a BCP 47 tag."""

    lesson: str
    title: str
    tries: tuple[PlayedRun, ...]
    lang: str

    @property
    def latest(self) -> PlayedRun | None:
        """The run that was begun last; None if there is only the first."""
        return self.tries[-1] if len(self.tries) > 1 else None

    @property
    def rows(self) -> tuple[DecisionRow, ...]:
        """The decisions, with the choices in the first run and in the latest."""
        first, latest = self.tries[0].choices, self.latest.choices if self.latest else {}
        return tuple(_row(first.get(key), latest.get(key)) for key in dict.fromkeys((*first, *latest)))


def _row(first: Chosen | None, latest: Chosen | None) -> DecisionRow:
    title = next(choice.title for choice in (first, latest) if choice)
    return DecisionRow(title, first.text if first else "", latest.text if latest else "")


def played(course: Iterable[LessonProgress], events: Iterable[Event]) -> tuple[Played, ...]:
    """Return the stories that were begun, in the course's order."""
    all_events = tuple(events)
    return tuple(
        Played(typeset(progress.lesson.title), step.title, _tries(progress, step, step.story, all_events), step.lang)
        for progress in course
        for step in progress.steps
        if step.story is not None and step.story.first is not None
    )


def _tries(
    progress: LessonProgress, step: ItemSummary, sitting: PlayState, events: tuple[Event, ...]
) -> tuple[PlayedRun, ...]:
    lesson, item = progress.lesson.name, step.item.id
    last = {event.attempt: event.at for event in events if event.lesson == lesson and event.item == item}
    return tuple(
        PlayedRun(run.attempt, last[run.attempt], outcome(sitting, run), _choices(sitting, run)) for run in sitting.runs
    )


def _choices(sitting: PlayState, run: Run) -> dict[tuple[str, int], Chosen]:
    """Return the choices of a run, with the names of people in that run."""
    stand = fitting(sitting.scenario, run)
    scenes = Scenes(stand, Telling(sitting.scenario, sitting.names_in(run)), "practice")
    choices: dict[tuple[str, int], Chosen] = {}
    met: Counter[str] = Counter()
    for decision in decisions(stand):
        scene = decision.scene
        choices[scene.id, met[scene.id]] = Chosen(
            scenes.telling.text(scene.title), " ".join(scenes.chosen_lines(decision))
        )
        met[scene.id] += 1
    return choices
