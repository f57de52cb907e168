"""Learners who play a lesson at random, and the work that they hand in."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from misread_course.catalogue import lessons
from misread_course.items import items
from misread_grading.submissions.collection import CollectedLearner
from misread_records import Event, Kind, new_id, pick_slot, start_slot
from misread_records.answers import try_slot
from misread_scenarios.exercises import Reflection, Scored, load_exercise
from misread_scenarios.library import load
from misread_scenarios.play.engine import opening

if TYPE_CHECKING:
    from pydantic import JsonValue

M4, M2 = "m4-sam-and-priya", "m2-being-understood"
EXTRA = frozenset({"D12", "D13"})
"""Exercises that score themselves and give no points: a lesson calls them extra."""


def ids(kind: str, *, by_hand: bool = False) -> dict[str, tuple[str, ...]]:
    """Return the ids of each lesson's items of a kind; of exercises, those that score themselves or those to mark."""
    return {
        lesson.name: tuple(
            item.id
            for item in items(lesson)
            if item.kind == kind
            and item.id not in EXTRA
            and (kind != "exercise" or isinstance(load_exercise(item.id), Reflection if by_hand else Scored))
        )
        for lesson in lessons()
    }


SCENARIOS, EXERCISES, REFLECTIONS = ids("scenario"), ids("exercise"), ids("exercise", by_hand=True)
GRADED = {
    lesson.name: tuple(
        item.id
        for item in items(lesson)
        if item.id in {*SCENARIOS[lesson.name], *EXERCISES[lesson.name], *REFLECTIONS[lesson.name]}
    )
    for lesson in lessons()
}
"""The scenarios and exercises of each lesson, in its order."""
MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Pen:
    """Makes the events of one learner in one lesson, one a minute."""

    def __init__(self, learner: str, lesson: str = M4, start: datetime = MORNING) -> None:
        self.learner, self.lesson = learner, lesson
        self.events: list[Event] = []
        self._minutes = (start + timedelta(minutes=number) for number in itertools.count())

    def write(self, item: str, kind: Kind, data: dict[str, JsonValue], content: str, slot: str | None = None) -> None:
        event = Event(
            id=new_id(),
            learner=self.learner,
            cohort="Spring",
            at=next(self._minutes),
            lesson=self.lesson,
            item=item,
            kind=kind,
            attempt=1,
            data=data,
            content=content,
            slot=slot,
        )
        self.events.append(event)

    def play(self, scenario: str, dice: random.Random, most: int | None = None) -> None:
        """Play a scenario, to its end or for some decisions."""
        read = load(scenario)
        seed = dice.randrange(1000)
        stand = opening(read, seed)
        self.write(scenario, "opened", {"seed": seed}, read.version, start_slot(scenario, 1))
        for number in itertools.count(1):
            if stand.scene is None:
                self.write(scenario, "finished", {"ending": stand.ending.id if stand.ending else ""}, read.version)
                return
            if most is not None and number > most:
                return
            pick = dice.choice(stand.moves).pick
            data: dict[str, JsonValue] = {"scene": stand.scene.id, "pick": pick}
            self.write(scenario, "picked", data, read.version, pick_slot(scenario, 1, number))
            stand = stand.after(pick)

    def answer(self, exercise: str, answer: JsonValue, number: int = 1) -> None:
        version = load_exercise(exercise).version
        self.write(exercise, "answered", {"answer": answer, "try": number}, version, try_slot(exercise, number))

    def hand_in(self, reflection: str, text: str) -> None:
        version = load_exercise(reflection).version
        self.write(reflection, "wrote", {"question": reflection, "text": text, "done": True}, version)

    def lines(self) -> bytes:
        return "".join(f"{event.to_line()}\n" for event in self.events).encode()

    def learner_of(self) -> CollectedLearner:
        return CollectedLearner(
            self.learner, f"{self.learner.title()} Example", f"{self.learner}@example.org", self.events
        )


def everything(
    learner: str, dice: random.Random, lesson: str = M4, text: str = "On Monday I ask.\n\nBy Friday."
) -> Pen:
    """Do a whole lesson: make random choices, give the model answers or typical mistakes, and hand in texts."""
    pen = Pen(learner, lesson)
    for scenario in SCENARIOS[lesson]:
        pen.play(scenario, dice)
    for exercise in EXERCISES[lesson]:
        pen.answer(exercise, dice.choice(list(answers_of(exercise))))
    for reflection in REFLECTIONS[lesson]:
        pen.hand_in(reflection, text)
    return pen


def answers_of(exercise: str) -> Iterator[JsonValue]:
    asked = load_exercise(exercise)
    assert isinstance(asked, Scored)
    yield asked.model
    yield from (mistake.answer for mistake in asked.mistakes)
