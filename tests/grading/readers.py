"""A cohort whose texts are handed in and graded, for those who read them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from misread_grading.autograde import autograde
from misread_grading.collect import Learner, collect
from misread_grading.course import Course, open_course
from misread_records import Event, new_id

M4 = "m4-sam-and-priya"
ITEM = "X4.6"


def wrote(learner: str, text: str) -> Event:
    """Hand in a text."""
    return Event(
        id=new_id(),
        learner=learner,
        cohort="Autumn",
        at=datetime.now(UTC),
        lesson=M4,
        item=ITEM,
        kind="wrote",
        attempt=1,
        data={"question": ITEM, "text": text, "done": True},
        content="c0de",
    )


def graded(folder: Path, texts: dict[str, str]) -> Course:
    """Collect and grade these texts, by their learners."""
    course = open_course(folder)
    collect(course, M4, [Learner(learner, learner, None, [wrote(learner, text)]) for learner, text in texts.items()])
    autograde(course, M4)
    return course
