"""A learner's notes: the current version of each text, with its question, its place and its date."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from datetime import datetime

from misread_records import Event, Version, Written, every_text
from misread_records.values import QUESTIONS, value_question
from misread_scenarios.cards import load_recall
from misread_scenarios.exercises import Form, Reflection, Values, filled, forms, load_exercise
from misread_scenarios.format import load_mirrors
from misread_web.home.item_summaries import ItemSummary
from misread_web.home.progress import LessonProgress
from misread_widgets.views import Telling, typeset

Key = tuple[str, str, str]
"""The names of a lesson, an item and a question."""


@dataclasses.dataclass(frozen=True)
class WrittenNote:
    """One text of a learner.

    If the course no longer asks the question, `question` is empty, and `place` and `lesson` are plain ids. If a
    question has several current texts, each is a note; `beside` is true for all but the first.
    """

    lesson: str
    place: str
    question: str
    text: str
    at: datetime
    path: str = ""
    beside: bool = False


def notes(course: Sequence[LessonProgress], events: Iterable[Event]) -> tuple[WrittenNote, ...]:
    """Return the notes in the course's order, then those whose question the course no longer asks, oldest first.

    A text that was emptied is not a note, and a form that was filled in has a place of its own.
    """
    all_forms = forms()
    texts = every_text(events).items()
    versions = {key: _standing(text) for key, text in texts if not _is_filled(all_forms.get(key[1]), text)}
    asked = {key: note for progress in course for key, note in _asked(progress)}
    blanks = {**asked, **{key: _unasked(key) for key in versions if key not in asked}}
    return tuple(
        _dated(blank, version, number)
        for key, blank in blanks.items()
        for number, version in enumerate(versions.get(key, ()))
    )


def _is_filled(form: Form | None, text: Written) -> bool:
    return form is not None and bool(filled(form, text.text).values)


def _standing(text: Written) -> list[Version]:
    return [version for version in text.standing if version.text.strip()]


def _asked(progress: LessonProgress) -> Iterable[tuple[Key, WrittenNote]]:
    """Yield every question of a lesson that is answered in writing, as a note without its text."""
    lesson = progress.lesson
    for step in progress.steps:
        for id_, question in _questions(step):
            path = f"lessons/{lesson.name}#{step.item.cell}"
            blank = WrittenNote(typeset(lesson.title), step.title, question, "", datetime.min, path)  # noqa: DTZ901
            yield (lesson.name, step.item.id, id_), blank


def _questions(step: ItemSummary) -> list[tuple[str, str]]:
    if step.item.kind == "recall":
        return [(question.id, typeset(question.text)) for question in load_recall(step.item.id).questions]
    if step.item.kind == "mirrors":
        talk = load_mirrors(step.item.id)
        return [(writing.id, Telling(talk, talk.names).text(writing.text)) for writing in talk.writings]
    exercise = load_exercise(step.item.id) if step.item.kind == "exercise" else None
    if isinstance(exercise, Reflection):
        return [(exercise.id, typeset(exercise.prompt))]
    if isinstance(exercise, Values):
        return [
            (value_question(card.id, question), typeset(getattr(exercise, question).replace("{name}", card.name)))
            for card in exercise.items
            for question in QUESTIONS
        ]
    return []


def _dated(note: WrittenNote, version: Version, number: int) -> WrittenNote:
    return dataclasses.replace(note, text=version.text, at=version.at, beside=number > 0)


def _unasked(key: Key) -> WrittenNote:
    lesson, item, _ = key
    return WrittenNote(lesson, item, "", "", datetime.min)  # noqa: DTZ901 - a note without its text
