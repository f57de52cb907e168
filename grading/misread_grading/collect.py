"""Submissions made from what learners did in the web course."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from misread_grading.course import Course
from misread_grading.release import Assignment, release
from misread_grading.restoring import restored
from misread_grading.students import enter
from misread_grading.submission import sealed
from misread_grading.submitting import Counts, Files, submit
from misread_records import Event, written
from misread_records.marks import texts


@dataclasses.dataclass(frozen=True)
class Learner:
    """Somebody whose work is collected: their id in nbgrader, their name, and what they did."""

    student: str
    name: str
    email: str | None
    events: Sequence[Event]


@dataclasses.dataclass
class Collected:
    """What came of collecting: whose submission is new, whose is the same as before, and who has done nothing.

    `drafts` are those who have begun a text and never handed it in, among all of them: it stays with them.
    """

    new: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    nothing: list[str] = dataclasses.field(default_factory=list)
    drafts: list[str] = dataclasses.field(default_factory=list)


def collect(course: Course, lesson: str, learners: Iterable[Learner], counts: Counts = "latest") -> Collected:
    """Make a submission of each learner's work in a lesson, as if they had handed in the notebook themselves.

    One that is there already and has changed since is replaced, and kept in `earlier/`; where the first counts, it
    stays as it is. Those who have done nothing get none; the gradebook knows them all the same.

    Raises:
        NoLesson: where the course has none of that name.
        filelock.Timeout: where another command is changing the course.
    """
    report = Collected()
    with course.lock():
        assignment = release(course, lesson)
        with course.gradebook() as gradebook:
            for learner in learners:
                enter(gradebook, learner.student, learner.name, learner.email)
                if has_draft(learner.events, assignment):
                    report.drafts.append(learner.student)
                handed_in = last_deed(learner.events, assignment)
                if handed_in is None:
                    report.nothing.append(learner.student)
                    continue
                is_new = submit(
                    course, learner.student, lesson, files_of(assignment, learner.events, handed_in), counts
                )
                (report.new if is_new else report.unchanged).append(learner.student)
            gradebook.db.commit()
    return report


def last_deed(events: Iterable[Event], assignment: Assignment) -> datetime | None:
    """Return when somebody last did what is graded in a lesson; None where they did nothing of it."""
    return max((event.at for event in events if _goes_along(event, assignment) and _counts(event)), default=None)


def has_draft(events: Iterable[Event], assignment: Assignment) -> bool:
    """Tell whether somebody has begun a text that a reader would score, and never handed it in."""
    known = tuple(events)
    found = (written(known, item) for item in assignment.answers)
    return any(one is not None and one.handed_in is None and bool(one.text.strip()) for one in found)


def files_of(assignment: Assignment, events: Iterable[Event], at: datetime) -> Files:
    """Return what a learner who did this would have handed in: the notebook with their texts, and their answers."""
    here = [event for event in events if _goes_along(event, assignment)]
    answers = "".join(f"{event.to_line()}\n" for event in here).encode()
    notebook = restored(assignment.release, None, texts(here, assignment.answers))
    notebook.metadata.misread.answers = sealed(answers)
    return Files(json.dumps(notebook, ensure_ascii=False).encode(), answers, at)


def _goes_along(event: Event, assignment: Assignment) -> bool:
    """Tell whether an event is a part of the submission: drafts and notes are nobody's but their writer's."""
    is_draft = event.kind == "wrote" and event.data.get("done") is not True
    return event.lesson == assignment.lesson and event.item in {*assignment.items, *assignment.answers} and not is_draft


def _counts(event: Event) -> bool:
    """Tell whether an event can change a score: of a scenario, only those of the first attempt can."""
    return event.kind in {"answered", "wrote"} or (event.kind in {"picked", "finished"} and event.attempt == 1)
