"""A cohort whose texts are handed in and graded, for those who read them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import JsonValue

from misread_grading.autograde import autograde
from misread_grading.collect import Learner, collect
from misread_grading.course import Course, open_course
from misread_records import Event, Kind, new_id

M4 = "m4-sam-and-priya"
ITEM = "X4.6"


def did(learner: str, item: str, kind: Kind, data: dict[str, JsonValue], slot: str | None = None) -> Event:
    """Do something in the lesson, now and for the first time."""
    shared = {"cohort": "Autumn", "lesson": M4, "attempt": 1, "content": "c0de", "at": datetime.now(UTC)}
    return Event(id=new_id(), learner=learner, item=item, kind=kind, data=data, slot=slot, **shared)  # type: ignore[arg-type]


def wrote(learner: str, text: str, *, done: bool = True) -> Event:
    """Write a text, and hand it in."""
    return did(learner, ITEM, "wrote", {"question": ITEM, "text": text, "done": done})


def graded(folder: Path, texts: dict[str, str]) -> Course:
    """Collect and grade these texts, by their learners."""
    course = open_course(folder)
    collect(course, M4, [Learner(learner, learner, None, [wrote(learner, text)]) for learner, text in texts.items()])
    autograde(course, M4)
    return course
