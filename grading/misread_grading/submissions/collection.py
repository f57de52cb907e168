"""Makes submissions from what learners did in the web course."""

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
    """A learner whose work is collected: their id in nbgrader, their name, and their events.

    `family` is the family name, by which they are sorted; None: it is read from the name.
    """

    student: str
    name: str
    email: str | None
    events: Sequence[Event]
    family: str | None = None


@dataclasses.dataclass
class Collected:
    """The result of collecting: the ids of learners, by what happened to their submissions.

    Attributes:
        new: those with a new submission.
        unchanged: those with the same submission as before.
        nothing: those who did nothing that is graded.
        drafts: those with a text that they began and never handed in, among all of them; drafts are not collected.
        late: those with an answer after their due date.
        later: those who did something, but only after the moment for which work is collected; an earlier submission
            of theirs stays.
        not_begun: those who did nothing that gives points, and began no text.
        unfinished: of everybody else, by id, what they have not done yet: "Sam and Priya: not finished (8 of 9
            decisions)".
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
    """Work is to be collected as of the due date, but the lesson has none; the text says how to set it."""


AsOf = datetime | Literal["due"] | None
"""The moment whose state of the work is collected. `due`: each learner's own due date; None: now."""


def collect(
    course: Course, lesson: str, learners: Iterable[CollectedLearner], counts: Counts = "latest", as_of: AsOf = None
) -> Collected:
    """Make a submission of each learner's work in a lesson, as if they had handed in the notebook themselves.

    An earlier submission that differs is moved to `earlier/` and replaced; with `first`, it stays. Learners who did
    nothing get no submission, but are entered in the gradebook. Work as of a moment also replaces submissions with
    later work.

    Raises:
        NoLesson: if the course has no lesson of this name.
        NoDueDate: if work is to be collected as of the due date, and the lesson has none.
        filelock.Timeout: if another command is changing the course.
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
        """Collect a learner's work, as of a moment if one is given; `due` is their due date, if there is one."""
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
            is_later = last_action(learner.events, self.assignment) is not None
            (report.later if is_later else report.nothing).append(student)
            return
        if due is not None and handed_in > due:
            report.late.append(student)
        files = files_of(self.assignment, events, handed_in)
        is_new = submit(self.course, student, self.assignment.lesson, files, self.counts, as_of=as_of)
        (report.new if is_new else report.unchanged).append(student)

    def _without_lost(self, student: str, events: list[Event], due: datetime) -> list[Event]:
        """Leave out a late version of a text that would earn nothing, if another version was handed in on time.

        Graders see only one version. For other exercises, the better of the timely and the late tries counts anyway.
        """
        lost = set[str]()
        for item in self.assignment.answers:
            at = earned_since([event for event in events if _is_submitted(event, self.assignment)], item)
            if at is not None and at > due and earned_since([event for event in events if event.at <= due], item):
                seconds = days_between(due, at, self.course.zone) * DAY.total_seconds()
                if (self.policy.penalty(student, WHOLE, seconds) or 0.0) >= WHOLE:
                    lost.add(item)
        return [event for event in events if event.item not in lost or event.at <= due]


WHOLE = 8.0
"""The points on which a policy is tried, to see whether it leaves any."""


def handed_in_at(events: Iterable[Event], assignment: Assignment) -> datetime | None:
    """Return the time since which somebody's work in a lesson has its present score; None if nothing of it is graded.

    Actions that change no score do not change it: another try that is not better, a later run, the same text again. For
    work without points, it is the time at which it was begun.
    """
    here = [event for event in events if _is_submitted(event, assignment)]
    moments = (earned_since(here, item) for item in (*assignment.items, *assignment.answers))
    begun = min((event.at for event in here if _counts(event)), default=None)
    return max((at for at in moments if at), default=begun)


def last_action(events: Iterable[Event], assignment: Assignment) -> datetime | None:
    """Return the time of somebody's last graded action in a lesson; None if there is none."""
    return max((event.at for event in events if _is_submitted(event, assignment) and _counts(event)), default=None)


def has_draft(events: Iterable[Event], assignment: Assignment) -> bool:
    """Return whether somebody has begun a text that a grader would mark, and never handed it in."""
    all_events = tuple(events)
    texts_written = (written(all_events, item) for item in assignment.answers)
    return any(text is not None and text.handed_in is None and bool(text.text.strip()) for text in texts_written)


def files_of(assignment: Assignment, events: Iterable[Event], at: datetime) -> SubmittedFiles:
    """Return what a learner with these events would have handed in: the notebook with texts, and the answers."""
    here = [event for event in events if _is_submitted(event, assignment)]
    answers = "".join(f"{event.to_line()}\n" for event in here).encode()
    notebook = restored(assignment.release, None, texts(here, assignment.answers))
    notebook.metadata.misread.answers = sealed(answers)
    return SubmittedFiles(json.dumps(notebook, ensure_ascii=False).encode(), answers, at)


def _is_submitted(event: Event, assignment: Assignment) -> bool:
    """Return whether an event is part of the submission; drafts and notes stay with their writer."""
    is_draft = event.kind == "wrote" and event.data.get("done") is not True
    return event.lesson == assignment.lesson and event.item in {*assignment.items, *assignment.answers} and not is_draft


def _counts(event: Event) -> bool:
    """Return whether an event can change a score; for a scenario, only events of the first run can."""
    return event.kind in {"answered", "wrote"} or (event.kind in {"picked", "finished"} and event.attempt == 1)
