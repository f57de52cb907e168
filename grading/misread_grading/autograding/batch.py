"""A lesson's submissions graded all at once: workers compute, and one writer keeps what they return."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from misread_grading.assignment import Assignment, as_released, release
from misread_grading.autograding import worker
from misread_grading.autograding.gradebook_writer import GradebookEntry, Ledger
from misread_grading.autograding.worker import GradedSubmission
from misread_grading.course import Course
from misread_grading.gradebook import Lateness, count_days, settle
from misread_grading.running import SECONDS
from misread_grading.submissions import GradedNotebook, Submission, clear, place, placed, read_submission, refusals

AT_ONCE = 50
"""Submissions that a worker is handed at a time, at most."""
FEWEST = 8
"""Submissions that a worker is handed at a time towards the end, so that all workers end at about the same time."""
AHEAD = 3
"""Portions for each worker that are handed out before the first of them has to come back."""

Progress = Callable[[int, int], None]
"""Is told how many submissions of how many are done."""


@dataclasses.dataclass
class Report:
    """What came of grading a lesson.

    Attributes:
        graded: the students whose submissions were graded now.
        unchanged: those whose submissions were graded before, and have not changed since.
        notes: why the answers of some do not count, or not all of them; they are graded, with nothing for what cannot.
        failures: why some submissions could not be graded.
    """

    graded: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    notes: dict[str, str] = dataclasses.field(default_factory=dict)
    failures: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Workers:
    """Where submissions are graded: an executor and how many it grades at a time; without one, in this process.

    An executor of processes or of a cluster takes as many portions as it has workers. `seconds` is how long a cell may
    take.
    """

    executor: Executor | None = None
    number: int = 1
    seconds: float = SECONDS


def autograde(
    course: Course,
    lesson: str,
    workers: Workers | None = None,
    *,
    force: bool = False,
    progress: Progress = lambda _done, _of: None,
) -> Report:
    """Grade every submission of a lesson that was not graded before, or has changed since.

    One that cannot be graded is named in the report and stops no other. If the run is broken off, the next one goes on
    from where it was.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        workers: where to grade; in this process if it is not said.
        force: grade also what was graded before and has not changed.
        progress: is told how far it is.

    Raises:
        NoLesson: if the course has none of that name.
        BadPolicy: if the configuration names no late policy that can be used.
        filelock.Timeout: where another command is changing the course.
    """
    workers = workers or Workers()
    with course.lock(), course.gradebook() as gradebook:
        assignment = release(course, lesson)
        count_days(gradebook, course, lesson)
        Lateness(course.config)
        ledger = Ledger(gradebook, lesson)
        report = Report()
        todo, total = _due(course, _Marks(assignment, ledger, force=force), report, workers)
        progress(total - len(todo), total)
        for portion in _graded(assignment, todo, workers):
            _keep(course, lesson, ledger, portion, report)
            progress(total - len(todo) + len(report.graded) + len(report.failures), total)
        if todo:
            ledger.count()
        settle(course, lesson)
        return report


def waiting(course: Course, lesson: str) -> list[str]:
    """Return the students whose submission was not graded yet, or has changed since, so that scores lack it.

    Raises:
        NotGraded: if the lesson was never released.
    """
    with course.gradebook() as gradebook:
        marks = _Marks(as_released(course, lesson), Ledger(gradebook, lesson), force=False)
        tasks, _ = _due(course, marks, Report(), Workers())
        return [task.submission.student for task in tasks]


def previewed(
    course: Course, lesson: str, workers: Workers | None = None, *, progress: Progress = lambda _done, _of: None
) -> Iterator[GradedSubmission]:
    """Yield what grading every submission of a lesson would give now; nothing of it is kept.

    Raises:
        NotGraded: if the lesson was never released.
    """
    workers = workers or Workers()
    assignment = as_released(course, lesson)
    with course.gradebook() as gradebook:
        todo, total = _due(course, _Marks(assignment, Ledger(gradebook, lesson), force=True), Report(), workers)
    done = 0
    progress(done, total)
    for portion in _graded(assignment, todo, workers):
        yield from (graded for _, graded in portion)
        done += len(portion)
        progress(done, total)


@dataclasses.dataclass(frozen=True)
class _Task:
    submission: Submission
    mark: str
    before: GradedNotebook | None


class _Marks:
    """Says by what mark the result of a submission is known again: by the release, the whole of it and its deadline."""

    def __init__(self, assignment: Assignment, ledger: Ledger, *, force: bool) -> None:
        self.assignment, self._force = assignment, force
        self._deadlines, self._deadline = ledger.deadlines(), ledger.deadline()

    def task(self, submission: Submission, before: GradedNotebook | None) -> _Task:
        deadline = self._deadlines.get(submission.student, self._deadline)
        marked = f"{self.assignment.version} {submission.digest} {deadline}"
        return _Task(submission, hashlib.sha256(marked.encode()).hexdigest()[:32], before)

    def is_due(self, task: _Task) -> bool:
        return self._force or task.before is None or task.before.mark != task.mark


def _due(course: Course, marks: _Marks, report: Report, workers: Workers) -> tuple[list[_Task], int]:
    """Return what has to be graded, and how many submissions there are; the others go into the report."""
    found = _read(course, marks, workers)
    refused = refusals(task.submission for task in found)
    tasks = []
    for one in found:
        refusal = refused.get(one.submission.student, "")
        task = marks.task(dataclasses.replace(one.submission, refusal=refusal), one.before) if refusal else one
        if marks.is_due(task):
            tasks.append(task)
        else:
            report.unchanged.append(task.submission.student)
    return tasks, len(found)


def _read(course: Course, marks: _Marks, workers: Workers) -> list[_Task]:
    """Read what was handed in; workers load what they need meanwhile, from the first submission on that seems due.

    One whose answers cannot count seems due each time, since that is known only once all are read.
    """
    found, are_warm, lesson = [], False, marks.assignment.lesson
    for student in course.students("submitted", lesson):
        task = marks.task(read_submission(course, student, lesson), placed(course, student, lesson))
        found.append(task)
        if not are_warm and marks.is_due(task):
            _warm(marks.assignment, task.submission, workers)
            are_warm = True
    return found


def _warm(assignment: Assignment, submission: Submission, workers: Workers) -> None:
    """Let each worker load what the cells of a lesson need.

    It grades one submission for nothing, which takes as long as ten once all is loaded.
    """
    if workers.executor is not None:
        for _ in range(workers.number):
            workers.executor.submit(worker.grade, assignment, submission, seconds=workers.seconds)


def _graded(
    assignment: Assignment, tasks: Sequence[_Task], workers: Workers
) -> Iterator[list[tuple[_Task, GradedSubmission]]]:
    """Yield what came of the tasks, portion by portion, as it comes."""
    if workers.executor is None:
        for portion in _portions(tasks, 1, AT_ONCE):
            yield _paired(portion, worker.grade_all(assignment, _handed(portion), workers.seconds))
        return
    portions = _portions(tasks, workers.number, FEWEST)
    running: dict[Future[list[GradedSubmission]], Sequence[_Task]] = {}
    try:
        while True:
            for portion in itertools.islice(portions, workers.number * AHEAD - len(running)):
                job = workers.executor.submit(worker.grade_all, assignment, _handed(portion), workers.seconds)
                running[job] = portion
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield _paired(running.pop(done), done.result())
    finally:
        for job in running:
            job.cancel()


def _portions(tasks: Sequence[_Task], workers: int, fewest: int) -> Iterator[Sequence[_Task]]:
    """Yield portions that shrink towards the end, each half of what a worker would get of all that is left."""
    left = tasks
    while left:
        size = min(AT_ONCE, max(fewest, math.ceil(len(left) / workers / 2)))
        yield left[:size]
        left = left[size:]


def _handed(portion: Sequence[_Task]) -> list[tuple[Submission, str]]:
    return [(task.submission, task.mark) for task in portion]


def _paired(portion: Sequence[_Task], results: Sequence[GradedSubmission]) -> list[tuple[_Task, GradedSubmission]]:
    return list(zip(portion, results, strict=True))


def _keep(
    course: Course, lesson: str, ledger: Ledger, portion: Sequence[tuple[_Task, GradedSubmission]], report: Report
) -> None:
    """Write a portion into the gradebook and, once it is safe there, onto the disk."""
    ledger.write(
        GradebookEntry(task.submission, graded, task.before.texts if task.before else None)
        for task, graded in portion
        if task.submission.notebook is not None
    )
    for task, graded in portion:
        student = task.submission.student
        if graded.failure:
            report.failures[student] = graded.failure
            clear(course, student, lesson)
            continue
        place(course, task.submission, lesson, graded.notebook)
        report.graded.append(student)
        if graded.note:
            report.notes[student] = graded.note
