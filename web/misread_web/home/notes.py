"""What a learner wrote, each text as it stands, with its question, its place and its day."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime

from misread_records import Event, Version, Written, every_text
from misread_scenarios.cards import load_recall
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.format import load_mirrors
from misread_web.home.item_summaries import ItemSummary
from misread_web.home.progress import LessonProgress
from misread_widgets.views import Telling, typeset

Key = tuple[str, str, str]
"""A lesson, an item and a question."""


@dataclasses.dataclass(frozen=True)
class WrittenNote:
    """One text. `question` is empty, and `place` and `lesson` are plain ids, where the course no longer asks it.

    Where several texts to a question stand beside each other, each is a note; `beside` says so of all but the first.
    """

    lesson: str
    place: str
    question: str
    text: str
    at: datetime
    path: str = ""
    beside: bool = False


def notes(course: Sequence[LessonProgress], events: Iterable[Event]) -> tuple[WrittenNote, ...]:
    """Return the notes, in the course's order; what the course no longer asks stands at the end, as it was begun.

    A text that was emptied is no note any more.
    """
    texts = {key: _standing(found) for key, found in every_text(events).items()}
    asked = {key: note for found in course for key, note in _asked(found)}
    known = [_dated(note, one, number) for key, note in asked.items() for number, one in enumerate(texts.get(key, ()))]
    others = [(key, each) for key, each in texts.items() if key not in asked]
    return (*known, *(_dated(_unasked(key), one, number) for key, each in others for number, one in enumerate(each)))


def _standing(found: Written) -> list[Version]:
    return [version for version in found.standing if version.text.strip()]


def _asked(found: LessonProgress) -> Iterable[tuple[Key, WrittenNote]]:
    """Yield every question of a lesson that is answered in writing, as a note without its text."""
    for step in found.steps:
        for id_, question in _questions(step):
            path = f"lessons/{found.lesson.name}#{step.item.cell}"
            blank = WrittenNote(typeset(found.lesson.title), step.title, question, "", datetime.min, path)  # noqa: DTZ901
            yield (found.lesson.name, step.item.id, id_), blank


def _questions(step: ItemSummary) -> list[tuple[str, str]]:
    if step.item.kind == "recall":
        return [(question.id, typeset(question.text)) for question in load_recall(step.item.id).questions]
    if step.item.kind == "mirrors":
        talk = load_mirrors(step.item.id)
        return [(one.id, Telling(talk, talk.names).text(one.text)) for one in talk.writings]
    exercise = load_exercise(step.item.id) if step.item.kind == "exercise" else None
    if isinstance(exercise, Reflection):
        return [(exercise.id, typeset(exercise.prompt))]
    return []


def _dated(note: WrittenNote, version: Version, number: int) -> WrittenNote:
    return dataclasses.replace(note, text=version.text, at=version.at, beside=number > 0)


def _unasked(key: Key) -> WrittenNote:
    lesson, item, _ = key
    return WrittenNote(lesson, item, "", "", datetime.min)  # noqa: DTZ901 - a note without its text
