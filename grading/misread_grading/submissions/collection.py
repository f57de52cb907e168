"""Submissions made from what learners did in the web course."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from misread_grading.assignment import Assignment, release
from misread_grading.calendar import DAY, days_between
from misread_grading.course import Course
from misread_grading.errors import GradingError
from misread_grading.gradebook import Lateness, deadlines_in
from misread_grading.reports import progress
from misread_grading.students import enter
from misread_grading.submissions.normalise import restored
from misread_grading.submissions.store import Counts, SubmittedFiles, submit
from misread_grading.submissions.submission import sealed
from misread_records import Event, written
from misread_records.earned_since import earned_since
from misread_records.scoring import texts


@dataclasses.dataclass(frozen=True)
class CollectedLearner:
    """Somebody whose work is collected: their id in nbgrader, their name, and what they did.

    `family` is the part of the name by which they are sorted; without it, what the name tells.
    """

    student: str
    name: str
    email: str | None
    events: Sequence[Event]
    family: str | None = None


@dataclasses.dataclass
class Collected:
    """What came of collecting: whose submission is new, whose is the same as before, and who has done nothing.

    `drafts` are those who have begun a text and never handed it in, among all of them: it stays with them. `late` are
    those with an answer that came after their date; where something is collected as of a moment,
    `later` are those who had done nothing by then, and have done something since: what there is of them stays.
    `not_begun` are those who have done nothing that gives points and begun no text, and `unfinished` says of everybody
    else what they have not done yet, as in "Sam and Priya: not finished (8 of 9 decisions)".
    """

    new: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    nothing: list[str] = dataclasses.field(default_factory=list)
    drafts: list[str] = dataclasses.field(default_factory=list)
    late: list[str] = dataclasses.field(default_factory=list)
    later: list[str] = dataclasses.field(default_factory=list)
    not_begun: list[str] = dataclasses.field(default_factory=list)
    unfinished: dict[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


class NoDueDate(GradingError):
    """What was there at the due date is asked for, and the lesson has none; the text says how it gets one."""


AsOf = datetime | Literal["due"] | None
"""The moment whose state of the work is collected; `due`: each learner's own date; None: as it is now."""


def collect(
    course: Course, lesson: str, learners: Iterable[CollectedLearner], counts: Counts = "latest", as_of: AsOf = None
) -> Collected:
    """Make a submission of each learner's work in a lesson, as if they had handed in the notebook themselves.

    One that is there already and has changed since is replaced, and kept in `earlier/`; where the first counts, it
    stays as it is. Those who have done nothing get none; the gradebook knows them all the same. What is collected as of
    a moment also takes the place of what came after it.

    Raises:
        NoLesson: if the course has none of that name.
        NoDueDate: if it has no due date, and that is the moment.
        filelock.Timeout: where another command is changing the course.
    """
    with course.lock():
        assignment = release(course, lesson)
        with course.gradebook() as gradebook:
            due, longer = deadlines_in(gradebook, course, lesson)
            if as_of == "due" and due is None:
                raise NoDueDate(f"{lesson} has no due date; set it first", ("grade", "due", lesson, "WHEN"))
            collecting = _Collecting(course, assignment, Lateness(course.config), counts)
            for learner in learners:
                enter(gradebook, learner.student, learner.name, learner.email, learner.family)
                own = longer[learner.student].due if learner.student in longer else due
                collecting.take(learner, own, own if as_of == "due" else as_of)
            gradebook.db.commit()
    return collecting.report


@dataclasses.dataclass(frozen=True)
class _Collecting:
    course: Course
    assignment: Assignment
    policy: Lateness
    counts: Counts
    report: Collected = dataclasses.field(default_factory=Collected)

    def take(self, learner: CollectedLearner, due: datetime | None, as_of: datetime | None) -> None:
        """Collect what one learner has done, by a moment if there is one; `due` is their date, if there is one."""
        student, report = learner.student, self.report
        if has_draft(learner.events, self.assignment):
            report.drafts.append(student)
        events = [event for event in learner.events if as_of is None or event.at <= as_of]
        far = progress(events, self.assignment)
        if not far.begun:
            report.not_begun.append(student)
        elif far.missing:
            report.unfinished[student] = far.missing
        if due is not None:
            events = self._without_lost(student, events, due)
        handed_in = handed_in_at(events, self.assignment)
        if handed_in is None:
            is_later = last_deed(learner.events, self.assignment) is not None
            (report.later if is_later else report.nothing).append(student)
            return
        if due is not None and handed_in > due:
            report.late.append(student)
        files = files_of(self.assignment, events, handed_in)
        is_new = submit(self.course, student, self.assignment.lesson, files, self.counts, as_of=as_of)
        (report.new if is_new else report.unchanged).append(student)

    def _without_lost(self, student: str, events: list[Event], due: datetime) -> list[Event]:
        """Leave out a late version of a text that would earn nothing, where one was handed in in time.

        A reader sees one version. Of an exercise, the better of the tries in time and late counts anyhow.
        """
        lost = set[str]()
        for item in self.assignment.answers:
            at = earned_since([event for event in events if _goes_along(event, self.assignment)], item)
            if at is not None and at > due and earned_since([event for event in events if event.at <= due], item):
                seconds = days_between(due, at, self.course.zone) * DAY.total_seconds()
                if (self.policy.penalty(student, WHOLE, seconds) or 0.0) >= WHOLE:
                    lost.add(item)
        return [event for event in events if event.item not in lost or event.at <= due]


WHOLE = 8.0
"""The points of a text that a policy is tried on, to see whether it leaves any."""


def handed_in_at(events: Iterable[Event], assignment: Assignment) -> datetime | None:
    """Return since when somebody's work in a lesson is worth what it is; None if they did nothing that is graded.

    What changes no score moves it not: another try that is no better, a later run, the same text once more. Of work
    that is worth nothing yet, it is when it was begun.
    """
    here = [event for event in events if _goes_along(event, assignment)]
    moments = (earned_since(here, item) for item in (*assignment.items, *assignment.answers))
    begun = min((event.at for event in here if _counts(event)), default=None)
    return max((at for at in moments if at), default=begun)


def last_deed(events: Iterable[Event], assignment: Assignment) -> datetime | None:
    """Return when somebody last did what is graded in a lesson; None if they did nothing of it."""
    return max((event.at for event in events if _goes_along(event, assignment) and _counts(event)), default=None)


def has_draft(events: Iterable[Event], assignment: Assignment) -> bool:
    """Tell whether somebody has begun a text that a reader would score, and never handed it in."""
    known = tuple(events)
    found = (written(known, item) for item in assignment.answers)
    return any(one is not None and one.handed_in is None and bool(one.text.strip()) for one in found)


def files_of(assignment: Assignment, events: Iterable[Event], at: datetime) -> SubmittedFiles:
    """Return what a learner who did this would have handed in: the notebook with their texts, and their answers."""
    here = [event for event in events if _goes_along(event, assignment)]
    answers = "".join(f"{event.to_line()}\n" for event in here).encode()
    notebook = restored(assignment.release, None, texts(here, assignment.answers))
    notebook.metadata.misread.answers = sealed(answers)
    return SubmittedFiles(json.dumps(notebook, ensure_ascii=False).encode(), answers, at)


def _goes_along(event: Event, assignment: Assignment) -> bool:
    """Tell whether an event is a part of the submission: drafts and notes are nobody's but their writer's."""
    is_draft = event.kind == "wrote" and event.data.get("done") is not True
    return event.lesson == assignment.lesson and event.item in {*assignment.items, *assignment.answers} and not is_draft


def _counts(event: Event) -> bool:
    """Tell whether an event can change a score: of a scenario, only those of the first attempt can."""
    return event.kind in {"answered", "wrote"} or (event.kind in {"picked", "finished"} and event.attempt == 1)
