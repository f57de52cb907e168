"""Submissions from archives that learners hand in, with the notebook and the answers.

An archive belongs to one learner and is named after their id, or it belongs to a whole group: Moodle's "Download all
submissions", or any archive with a folder for each learner that is named after them.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import nbformat

from misread_grading.assignment import Assignment, release
from misread_grading.students import enter_member, known_as, member_in_open_cohort, named
from misread_grading.submissions.archive_reader import BadArchive, Packed, holds_answers, is_called, opened, unwrapped
from misread_grading.submissions.collection import handed_in_at, last_action
from misread_grading.submissions.group_archive import ArchivePart, parts_of
from misread_grading.submissions.store import BadStudent, Counts, SubmittedFiles, submit
from misread_records.submission_answers import ANSWERS, HandedIn, NotCounted, events_of

if TYPE_CHECKING:
    from uuid import UUID

    from misread_grading.course import Course
    from misread_records import Event
    from misread_records.people import Cohorts


@dataclasses.dataclass
class Taken:
    """Result of taking archives: the students whose submission is new or unchanged, and what went wrong.

    `problems` are by archive; for an archive of several learners, by the folder in it.
    """

    new: list[str] = dataclasses.field(default_factory=list)
    unchanged: list[str] = dataclasses.field(default_factory=list)
    problems: dict[Path, str] = dataclasses.field(default_factory=dict)


def take(
    course: Course,
    lesson: str,
    archives: Iterable[Path],
    counts: Counts = "latest",
    cohorts: Cohorts | None = None,
) -> Taken:
    """Make a submission from each learner's work in some archives.

    An archive of one learner is named after their id, as in `ada@example.org.zip`. In an archive of several, each
    learner has a folder that is named after their id, e-mail address or name. If a learner handed in only the answers,
    the notebook is the released one. The time of the submission is the time of the last answer; without answers, it is
    the time at which the notebook was saved. An archive that cannot be taken does not stop the others.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        archives: the files.
        counts: which of several submissions of one learner counts.
        cohorts: the cohorts in which names from an archive of several learners are looked up, after the gradebook.

    Raises:
        NoLesson: if the course has no lesson of this name.
        filelock.Timeout: if another command is changing the course.
    """
    report = Taken()
    with course.lock():
        taking = _Taking(course, release(course, lesson), counts, cohorts)
        for path in archives:
            try:
                with opened(path) as files:
                    _take_archive(taking, path, files, report)
            except (BadArchive, BadStudent, OSError) as error:
                report.problems[path] = str(error)
    return report


@dataclasses.dataclass(frozen=True)
class _Taking:
    """The course and the options with which archives are taken."""

    course: Course
    assignment: Assignment
    counts: Counts
    cohorts: Cohorts | None

    @property
    def notebook(self) -> str:
        return f"{self.assignment.lesson}.ipynb"


def _take_archive(taking: _Taking, path: Path, files: tuple[Packed, ...], report: Taken) -> None:
    arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    parts = parts_of(files, taking.assignment.lesson, lambda file: _ids(taking, file))
    if not parts:
        name = re.sub(r" ?\(\d+\)$", "", path.stem)
        _take_one(taking, known_as(taking.course, taking.assignment.lesson, name), files, arrived, report)
        return
    students = _enter_students(taking, path, parts, report)
    for part, student in students.items():
        # A group's archive is made at its download, so the times of the files in it are the times of handing in.
        saved = [file.saved for file in part.files if file.saved]
        try:
            _take_one(taking, student, part.files, min([*saved, arrived]), report)
        except (BadArchive, BadStudent, OSError) as error:
            report.problems[path / part.folder] = str(error)


def _enter_students(taking: _Taking, path: Path, parts: Iterable[ArchivePart], report: Taken) -> dict[ArchivePart, str]:
    """Return the learner of each part, entered into the gradebook; report parts without a learner of their own."""
    students: dict[ArchivePart, str] = {}
    for part in parts:
        try:
            students[part] = _enter_student(taking, part.name)
        except BadStudent as error:
            report.problems[path / part.folder] = str(error)
    several = {student for student, number in Counter(students.values()).items() if number > 1}
    for part, student in students.items():
        if student in several:
            report.problems[path / part.folder] = _SEVERAL.format(student=student)
    return {part: student for part, student in students.items() if student not in several}


def _enter_student(taking: _Taking, name: str) -> str:
    """Return the id of a learner named in a group's archive; enter a member of a cohort into the gradebook.

    Raises:
        BadStudent: if nobody has this name, or several people have it.
    """
    student = named(taking.course, name)
    if student is not None:
        return student
    member = member_in_open_cohort(taking.cohorts, name) if taking.cohorts is not None else None
    if member is None:
        raise BadStudent(_NOBODY.format(name=name[:100]))
    return enter_member(taking.course, member)


def _take_one(taking: _Taking, student: str, files: tuple[Packed, ...], arrived: datetime, report: Taken) -> None:
    work = _work(taking, files, arrived) or _work(taking, unwrapped(files), arrived)
    if work is None:
        raise BadArchive(_nothing(taking, files))
    is_new = submit(taking.course, student, taking.assignment.lesson, work, taking.counts)
    (report.new if is_new else report.unchanged).append(student)


def _work(taking: _Taking, files: tuple[Packed, ...], arrived: datetime) -> SubmittedFiles | None:
    """Return a learner's submission, in whatever folder of the archive it is; None if the archive has none.

    The notebook of the lesson that is nearest to the top counts, with the answers beside it. If several are equally
    near, the one with the latest answer counts, and then the one that was saved last.

    Raises:
        BadArchive: if a file cannot be read.
    """
    home = PurePosixPath(taking.assignment.lesson)
    notebooks = _nearest([file for file in files if is_called(file.path, taking.notebook)], home)
    sheets = [file for file in files if holds_answers(file.path)]
    pairs = [(file, _answers(taking, sheets, file.path.parent)) for file in notebooks]
    notebook, answers = max(pairs, key=_lateness, default=(None, _answers(taking, sheets, home)))
    if notebook is None and answers is None:
        return None
    saved = [file.saved for file in (notebook, answers and answers.file) if file and file.saved]
    at = answers.at if answers and answers.at else min(max(saved, default=arrived), arrived)
    content = notebook.read() if notebook else nbformat.writes(taking.assignment.release).encode()
    return SubmittedFiles(content, answers.content if answers else None, at, arrived)


@dataclasses.dataclass(frozen=True)
class _Answers:
    """A file of answers and its bytes.

    `last` is the time of its last answer, and `at` the time since when its answers earn their score; both are None if
    no answer counts.
    """

    file: Packed
    content: bytes
    last: datetime | None
    at: datetime | None


def _answers(taking: _Taking, sheets: Iterable[Packed], folder: PurePosixPath) -> _Answers | None:
    """Return the answers in a folder, or else nearest to the top; of several files, that with the latest answer."""
    contents = ((file, file.read()) for file in _nearest(sheets, folder))
    candidates = (_Answers(file, content, *_times(taking, content)) for file, content in contents)
    return max(candidates, key=lambda answers: (answers.last or _NEVER, answers.file.saved or _NEVER), default=None)


def _nearest(files: Iterable[Packed], folder: PurePosixPath) -> list[Packed]:
    """Return the files in a folder, or else those nearest to the top.

    Raises:
        BadArchive: if there are too many of them.
    """
    ranked = [((file.path.parent != folder, len(file.path.parts)), file) for file in files]
    best = min((rank for rank, _ in ranked), default=None)
    nearest = [file for rank, file in ranked if rank == best]
    if len(nearest) > MOST_COPIES:
        raise BadArchive(
            f"it has {len(nearest):,} files like {nearest[0].path}; put one notebook and its answers into it"
        )
    return nearest


def _lateness(pair: tuple[Packed, _Answers | None]) -> tuple[datetime, datetime]:
    notebook, answers = pair
    return (answers and answers.last) or _NEVER, notebook.saved or _NEVER


def _times(taking: _Taking, content: bytes) -> tuple[datetime | None, datetime | None]:
    """Return the time of the last answer of the lesson, and the time since when all of them earn their score."""
    try:
        events = HandedIn(content).events(taking.assignment.lesson)
    except NotCounted:
        return None, None
    handed_in = [_as_handed_in(event) for event in events]
    return last_action(handed_in, taking.assignment), handed_in_at(handed_in, taking.assignment)


def _as_handed_in(event: Event) -> Event:
    """Return a draft as a text that was handed in: a learner who hands in the notebook hands in the text in the box."""
    return event.model_copy(update={"data": {**event.data, "done": True}}) if event.kind == "wrote" else event


def _ids(taking: _Taking, answers: Packed) -> frozenset[UUID]:
    try:
        return frozenset(event.id for event in events_of(answers.read()) if event.lesson == taking.assignment.lesson)
    except (NotCounted, BadArchive):
        return frozenset()


def _nothing(taking: _Taking, files: Iterable[Packed]) -> str:
    """Return a message that an archive has nothing of the lesson, with the files in it that come closest."""
    similar = [str(file.path) for file in files if file.path.suffix.casefold() in {".ipynb", ".jsonl", ".zip"}]
    more = "" if len(similar) <= SHOWN else f" and {len(similar) - SHOWN} more"
    shown = f" (it has {', '.join(similar[:SHOWN])}{more})" if similar else ""
    return f"it has neither {taking.notebook} nor {ANSWERS}{shown}; put both into one archive for each learner"


SHOWN = 3
"""Most files that a message names."""
MOST_COPIES = 50
"""Most copies of one file in a folder: `answers.jsonl`, `answers (1).jsonl`, …"""
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOBODY = (
    "nobody called '{name}' is in the gradebook or in an open cohort; pack their files alone, and name the archive "
    "after their id"
)
_SEVERAL = (
    "the archive has several folders of the learner {student}; pack only the one that counts, and name the archive "
    "after that id"
)
