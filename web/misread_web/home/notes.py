"""What a learner wrote, each text in its latest version, with its question, its place and its day."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime

from misread_records import Event
from misread_scenarios.cards import load_recall
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.mirrors import load_mirrors
from misread_web.home.progress import Progress
from misread_web.home.steps import Step
from misread_widgets.telling import Telling
from misread_widgets.typesetting import typeset

Key = tuple[str, str, str]
"""A lesson, an item and a question."""


@dataclasses.dataclass(frozen=True)
class Note:
    """One text. `question` is empty, and `place` and `lesson` are plain ids, where the course no longer asks it."""

    lesson: str
    place: str
    question: str
    text: str
    at: datetime
    path: str = ""


def notes(course: Sequence[Progress], events: Iterable[Event]) -> tuple[Note, ...]:
    """Return the notes, in the course's order; what the course no longer asks stands at the end, in the order written.

    A text that was emptied is no note any more.
    """
    latest: dict[Key, Event] = {}
    for event in events:
        if event.kind == "wrote":
            latest[event.lesson, event.item, str(event.data.get("question", ""))] = event
    written = {key: event for key, event in latest.items() if _text(event).strip()}
    asked = {key: note for found in course for key, note in _asked(found)}
    known = [_dated(note, written[key]) for key, note in asked.items() if key in written]
    return (*known, *(_unasked(key, event) for key, event in written.items() if key not in asked))


def _asked(found: Progress) -> Iterable[tuple[Key, Note]]:
    """Yield every question of a lesson that is answered in writing, as a note without its text."""
    for step in found.steps:
        for id_, question in _questions(step):
            path = f"lessons/{found.lesson.name}#{step.item.cell}"
            blank = Note(typeset(found.lesson.title), step.title, question, "", datetime.min, path)  # noqa: DTZ901
            yield (found.lesson.name, step.item.id, id_), blank


def _questions(step: Step) -> list[tuple[str, str]]:
    if step.item.kind == "recall":
        return [(question.id, typeset(question.text)) for question in load_recall(step.item.id).questions]
    if step.item.kind == "mirrors":
        talk = load_mirrors(step.item.id)
        return [(one.id, Telling(talk, talk.names).text(one.text)) for one in talk.writings]
    exercise = load_exercise(step.item.id) if step.item.kind == "exercise" else None
    if isinstance(exercise, Reflection):
        return [(exercise.id, typeset(exercise.prompt))]
    return []


def _dated(note: Note, event: Event) -> Note:
    return dataclasses.replace(note, text=_text(event), at=event.at)


def _unasked(key: Key, event: Event) -> Note:
    lesson, item, _ = key
    return Note(lesson, item, "", _text(event), event.at)


def _text(event: Event) -> str:
    return str(event.data.get("text", ""))
