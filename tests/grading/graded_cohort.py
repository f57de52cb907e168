"""A cohort whose texts are handed in and graded, so that graders can mark them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from misread_grading.autograding.batch import autograde
from misread_grading.course import Course, open_course
from misread_grading.gradebook.lesson_scores import Scorebook, scorebook
from misread_grading.marking.pile import Pile, Task
from misread_grading.marking.workflow import LearnerText
from misread_grading.reports.items_met import MetBy, met
from misread_grading.submissions.collection import CollectedLearner, collect
from misread_records import Event, Kind, new_id
from misread_records.marking import Marking
from misread_scenarios.exercises import Rubric, load_rubric

M4 = "m4-sam-and-priya"
ITEM = "X4.6"
FULL = {"R-C.1": 2, "R-C.2": 1, "R-C.3": 2, "R-C.4": 1}


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
    collect(
        course,
        M4,
        [CollectedLearner(learner, learner, None, [wrote(learner, text)]) for learner, text in texts.items()],
    )
    autograde(course, M4)
    return course


def looked_at(course: Course) -> tuple[Scorebook, MetBy]:
    """Return the data of the tables: the scores, and each learner's state with each item."""
    book = scorebook(course, M4)
    return book, met(course, book)


def text_of(pile: Pile, learner: str) -> LearnerText:
    """Find what a learner has written."""
    return next(text for text in pile.words if text.learner == learner)


def marks(task: Task, read: LearnerText, marker: str = "grace", **changes: Any) -> Marking:  # noqa: ANN401 - any field
    """Let a grader mark a text, finally by default."""
    fields = {
        "id": new_id(),
        "at": datetime.now(UTC),
        "marker": marker,
        "cohort": read.cohort,
        "lesson": task.lesson,
        "item": task.item,
        "learner": read.learner,
        "text": read.version,
        "rubric": task.rubric.version,
        "rows": FULL,
        "final": True,
    }
    return Marking(**{**fields, **changes})


def with_another_row(id_: str) -> Rubric:
    """Return the rubric with another last row."""
    rubric = load_rubric(id_)
    row = rubric.rows[-1].model_copy(update={"id": "R-C.5", "name": "The day is named"})
    return rubric.model_copy(update={"rows": (*rubric.rows[:-1], row)})


def in_gradebook(course: Course, task: Task, student: str) -> tuple[float | None, bool, str | None]:
    """Return the gradebook's points for a learner's text, whether it waits for a grader, and the comment."""
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade(task.cell, M4, M4, student)
        comment = gradebook.find_comment(task.cell, M4, M4, student)
        return grade.manual_score, grade.needs_manual_grade, comment.manual_comment
