"""Grading of all submissions of a lesson: workers compute the scores, and one writer keeps them."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from misread_grading.assignment import Assignment, as_released, release
from misread_grading.autograding import worker
from misread_grading.autograding.gradebook_writer import GradebookEntry, GradebookWriter
from misread_grading.autograding.worker import GradedSubmission
from misread_grading.course import Course
from misread_grading.gradebook import Lateness, count_days, update_penalties
from misread_grading.running import SECONDS
from misread_grading.submissions import GradedNotebook, Submission, clear, place, placed, read_submission, refusals

AT_ONCE = 50
"""Most submissions that a worker gets at a time."""
FEWEST = 8
"""Submissions that a worker gets at a time towards the end, so that all workers end at about the same time."""
AHEAD = 3
"""Portions per worker that are handed out before the first result comes back."""

Progress = Callable[[int, int], None]
"""Callback that gets the number of submissions that are done, and the number of all."""


@dataclasses.dataclass
class Report:
    """Result of grading a lesson.

    Attributes:
        graded: the students whose submissions were graded now.
        unchanged: the students whose submissions were graded before and have not changed since.
        notes: why some students' answers do not count, or not all of them; the submission is graded, with no points
            for these answers.
        failures: why some submissions could not be graded.
    """

    graded: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    notes: dict[str, str] = dataclasses.field(default_factory=dict)
    failures: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Workers:
    """Workers that grade submissions: an executor and its number of workers; without an executor, this process.

    Each worker of the executor takes one portion at a time. `seconds` is the time limit of a cell.
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

    A submission that cannot be graded is named in the report and does not stop the others. If the run is interrupted,
    the next one continues from there.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        workers: the workers that grade; None: this process.
        force: also grade submissions that have not changed since they were graded.
        progress: the callback for progress.

    Raises:
        NoLesson: if the course has no lesson of this name.
        BadPolicy: if the course's policy for late work cannot be used.
        filelock.Timeout: if another command is changing the course.
    """
    workers = workers or Workers()
    with course.lock(), course.gradebook() as gradebook:
        assignment = release(course, lesson)
        count_days(gradebook, course, lesson)
        Lateness(course.config)
        writer = GradebookWriter(gradebook, lesson)
        report = Report()
        todo, total = _due(course, _Marks(assignment, writer, force=force), report, workers)
        progress(total - len(todo), total)
        for portion in _graded(assignment, todo, workers):
            _keep(course, lesson, writer, portion, report)
            progress(total - len(todo) + len(report.graded) + len(report.failures), total)
        if todo:
            writer.count()
        update_penalties(course, lesson)
        return report


def waiting(course: Course, lesson: str) -> list[str]:
    """Return the students whose submission has not been graded, or has changed since, so that scores lack it.

    Raises:
        NotGraded: if the lesson was never released.
    """
    with course.gradebook() as gradebook:
        marks = _Marks(as_released(course, lesson), GradebookWriter(gradebook, lesson), force=False)
        tasks, _ = _due(course, marks, Report(), Workers())
        return [task.submission.student for task in tasks]


def previewed(
    course: Course, lesson: str, workers: Workers | None = None, *, progress: Progress = lambda _done, _of: None
) -> Iterator[GradedSubmission]:
    """Yield the scores that every submission of a lesson would get now; nothing is written.

    Raises:
        NotGraded: if the lesson was never released.
    """
    workers = workers or Workers()
    assignment = as_released(course, lesson)
    with course.gradebook() as gradebook:
        todo, total = _due(
            course, _Marks(assignment, GradebookWriter(gradebook, lesson), force=True), Report(), workers
        )
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
    """Fingerprints by which an unchanged submission is recognised: hashes of release, submission and deadline."""

    def __init__(self, assignment: Assignment, writer: GradebookWriter, *, force: bool) -> None:
        self.assignment, self._force = assignment, force
        self._deadlines, self._deadline = writer.deadlines(), writer.deadline()

    def task(self, submission: Submission, before: GradedNotebook | None) -> _Task:
        deadline = self._deadlines.get(submission.student, self._deadline)
        content = f"{self.assignment.version} {submission.digest} {deadline}"
        return _Task(submission, hashlib.sha256(content.encode()).hexdigest()[:32], before)

    def is_due(self, task: _Task) -> bool:
        return self._force or task.before is None or task.before.mark != task.mark


def _due(course: Course, marks: _Marks, report: Report, workers: Workers) -> tuple[list[_Task], int]:
    """Return the submissions to grade, and the number of all; report the others as unchanged."""
    read = _read(course, marks, workers)
    refused = refusals(task.submission for task in read)
    tasks = []
    for first in read:
        refusal = refused.get(first.submission.student, "")
        task = marks.task(dataclasses.replace(first.submission, refusal=refusal), first.before) if refusal else first
        if marks.is_due(task):
            tasks.append(task)
        else:
            report.unchanged.append(task.submission.student)
    return tasks, len(read)


def _read(course: Course, marks: _Marks, workers: Workers) -> list[_Task]:
    """Read all submissions; meanwhile, from the first one that seems due, workers load what they need.

    A submission whose answers do not count always seems due, because that shows only when all have been read.
    """
    tasks, are_warm, lesson = [], False, marks.assignment.lesson
    for student in course.students("submitted", lesson):
        task = marks.task(read_submission(course, student, lesson), placed(course, student, lesson))
        tasks.append(task)
        if not are_warm and marks.is_due(task):
            _warm(marks.assignment, task.submission, workers)
            are_warm = True
    return tasks


def _warm(assignment: Assignment, submission: Submission, workers: Workers) -> None:
    """Make each worker load the modules that a lesson's cells need.

    It grades one submission and drops the result; this takes as long as ten submissions once all is loaded.
    """
    if workers.executor is not None:
        for _ in range(workers.number):
            workers.executor.submit(worker.grade, assignment, submission, seconds=workers.seconds)


def _graded(
    assignment: Assignment, tasks: Sequence[_Task], workers: Workers
) -> Iterator[list[tuple[_Task, GradedSubmission]]]:
    """Yield the results of the tasks as they come, portion by portion."""
    if workers.executor is None:
        for portion in _portions(tasks, 1, AT_ONCE):
            yield _paired(portion, worker.grade_all(assignment, _arguments(portion), workers.seconds))
        return
    portions = _portions(tasks, workers.number, FEWEST)
    running: dict[Future[list[GradedSubmission]], Sequence[_Task]] = {}
    try:
        while True:
            for portion in itertools.islice(portions, workers.number * AHEAD - len(running)):
                job = workers.executor.submit(worker.grade_all, assignment, _arguments(portion), workers.seconds)
                running[job] = portion
            if not running:
                return
            for done in wait(running, return_when=FIRST_COMPLETED).done:
                yield _paired(running.pop(done), done.result())
    finally:
        for job in running:
            job.cancel()


def _portions(tasks: Sequence[_Task], workers: int, fewest: int) -> Iterator[Sequence[_Task]]:
    """Yield portions that shrink towards the end: each is half of one worker's share of the rest."""
    left = tasks
    while left:
        size = min(AT_ONCE, max(fewest, math.ceil(len(left) / workers / 2)))
        yield left[:size]
        left = left[size:]


def _arguments(portion: Sequence[_Task]) -> list[tuple[Submission, str]]:
    return [(task.submission, task.mark) for task in portion]


def _paired(portion: Sequence[_Task], results: Sequence[GradedSubmission]) -> list[tuple[_Task, GradedSubmission]]:
    return list(zip(portion, results, strict=True))


def _keep(
    course: Course,
    lesson: str,
    writer: GradebookWriter,
    portion: Sequence[tuple[_Task, GradedSubmission]],
    report: Report,
) -> None:
    """Write a portion into the gradebook, and then the graded notebooks to the disk."""
    writer.write(
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
