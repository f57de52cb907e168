"""The events of a learner who has done the whole course."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from pydantic import JsonValue

from misread_course.catalogue import lessons
from misread_course.items import LessonItem, items
from misread_records import Event, Kind, new_id, pick_slot, start_slot, try_slot
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Reflection, Scored, load_exercise
from misread_scenarios.library import load
from misread_scenarios.paths import played_best
from misread_scenarios.play import opening, play

SEED = 7

Done = tuple[Kind, dict[str, JsonValue], str | None]
"""The kind, the data and the slot of an event."""


def finished_course(learner: str, cohort: str) -> Iterator[Event]:
    """Yield a learner's events: every case played to its end, every exercise solved, every card answered."""
    for lesson in lessons():
        for item in items(lesson):
            for kind, data, slot in _done(item):
                yield Event(
                    id=new_id(),
                    learner=learner,
                    cohort=cohort,
                    at=datetime.now(UTC),
                    lesson=lesson.name,
                    item=item.id,
                    kind=kind,
                    attempt=1,
                    data=data,
                    content="benchmark",
                    slot=slot,
                )


def _done(item: LessonItem) -> Iterator[Done]:
    if item.kind == "scenario":
        yield from _played(item.id)
    elif item.kind == "guess":
        yield "answered", {"choice": next(iter(load_guess(item.id).choices))}, None
    elif item.kind == "recall":
        for question in load_recall(item.id).questions:
            yield "wrote", {"question": question.id, "text": "In my own words", "done": True}, None
    elif item.kind == "exercise":
        exercise = load_exercise(item.id)
        if isinstance(exercise, Scored):
            yield "answered", {"answer": exercise.model, "try": 1}, try_slot(item.id, 1)
        elif isinstance(exercise, Reflection):
            yield "wrote", {"question": item.id, "text": exercise.sample, "done": True}, None


def _played(id_: str) -> Iterator[Done]:
    scenario = load(id_)
    picks = played_best(opening(scenario, SEED)).picks
    yield "opened", {"seed": SEED}, start_slot(id_, 1)
    for number, pick in enumerate(picks, 1):
        yield "picked", {"scene": "N", "pick": pick}, pick_slot(id_, 1, number)
    ending = play(scenario, picks, SEED).ending
    yield "finished", {"ending": ending.id if ending else None}, f"{id_}/1/finish"
