"""Submissions taken from archives that learners hand in, each with the notebook and the answers beside it.

An archive is one learner's, called after their id, or a whole group's: "Download all submissions" of Moodle, or one
with a folder for each learner that is called after them.
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
from misread_grading.submissions.collection import handed_in_at, last_deed
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
    """What came of taking archives: the students whose submission is new or the same as before, and what went wrong.

    `problems` are by archive, and by the folder in an archive of several learners.
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
    """Make a submission of each learner's work in some archives.

    An archive of one learner is called after their id, as in `ada@example.org.zip`. In an archive of several, a folder
    for each is called after them, by id, e-mail address or name. Where somebody handed in the answers alone, the
    notebook is the released one. The last answer inside says when it was handed in; where there is none, the time at
    which the notebook was saved does. What cannot be taken stops nothing else.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        archives: their files.
        counts: which of several submissions of one learner counts.
        cohorts: where the names in an archive of several learners are looked up, beside the gradebook.

    Raises:
        NoLesson: if the course has none of that name.
        filelock.Timeout: where another command is changing the course.
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
    """What taking needs to know of where it is at work."""

    course: Course
    assignment: Assignment
    counts: Counts
    cohorts: Cohorts | None

    @property
    def notebook(self) -> str:
        return f"{self.assignment.lesson}.ipynb"


def _take_archive(taking: _Taking, path: Path, files: tuple[Packed, ...], report: Taken) -> None:
    arrived = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    parts = parts_of(files, taking.assignment.lesson, lambda one: _ids(taking, one))
    if not parts:
        called = re.sub(r" ?\(\d+\)$", "", path.stem)
        _take_one(taking, known_as(taking.course, taking.assignment.lesson, called), files, arrived, report)
        return
    students = _enter_students(taking, path, parts, report)
    for part, student in students.items():
        # A group's archive is made when it is downloaded, and says of each file when it was handed in.
        saved = [one.saved for one in part.files if one.saved]
        try:
            _take_one(taking, student, part.files, min([*saved, arrived]), report)
        except (BadArchive, BadStudent, OSError) as error:
            report.problems[path / part.folder] = str(error)


def _enter_students(taking: _Taking, path: Path, parts: Iterable[ArchivePart], report: Taken) -> dict[ArchivePart, str]:
    """Return the learner of each part, entered into the gradebook; a part without one of its own is a problem."""
    found: dict[ArchivePart, str] = {}
    for part in parts:
        try:
            found[part] = _enter_student(taking, part.name)
        except BadStudent as error:
            report.problems[path / part.folder] = str(error)
    several = {student for student, number in Counter(found.values()).items() if number > 1}
    for part, student in found.items():
        if student in several:
            report.problems[path / part.folder] = _SEVERAL.format(student=student)
    return {part: student for part, student in found.items() if student not in several}


def _enter_student(taking: _Taking, name: str) -> str:
    """Return the id of the learner whom a group's archive names; a member of a cohort is entered into the gradebook.

    Raises:
        BadStudent: if nobody has this name, or several have.
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
    """Return what a learner handed in, wherever among their files it lies; None if nothing of it is there.

    Of several notebooks of the lesson, the one nearest to the top counts, and of several files of answers the one
    beside it; of those equally near, the one with the last answer, and then the one that was saved last.

    Raises:
        BadArchive: if a file cannot be read.
    """
    home = PurePosixPath(taking.assignment.lesson)
    notebooks = _nearest([one for one in files if is_called(one.path, taking.notebook)], home)
    sheets = [one for one in files if holds_answers(one.path)]
    found = [(one, _answers(taking, sheets, one.path.parent)) for one in notebooks]
    notebook, answers = max(found, key=_lateness, default=(None, _answers(taking, sheets, home)))
    if notebook is None and answers is None:
        return None
    saved = [one.saved for one in (notebook, answers and answers.file) if one and one.saved]
    at = answers.at if answers and answers.at else min(max(saved, default=arrived), arrived)
    content = notebook.read() if notebook else nbformat.writes(taking.assignment.release).encode()
    return SubmittedFiles(content, answers.content if answers else None, at, arrived)


@dataclasses.dataclass(frozen=True)
class _Answers:
    """A file of answers and its bytes.

    `last` is when the last of its answers was given, and `at` since when they are worth what they are; None if it
    has none that counts.
    """

    file: Packed
    content: bytes
    last: datetime | None
    at: datetime | None


def _answers(taking: _Taking, sheets: Iterable[Packed], folder: PurePosixPath) -> _Answers | None:
    """Return the answers that lie in a folder, or else nearest to the top; of several files, that with the last one."""
    contents = ((one, one.read()) for one in _nearest(sheets, folder))
    found = (_Answers(one, content, *_times(taking, content)) for one, content in contents)
    return max(found, key=lambda one: (one.last or _NEVER, one.file.saved or _NEVER), default=None)


def _nearest(files: Iterable[Packed], folder: PurePosixPath) -> list[Packed]:
    """Return those files that lie in a folder, or else those nearest to the top.

    Raises:
        BadArchive: if they are too many.
    """
    ways = [((one.path.parent != folder, len(one.path.parts)), one) for one in files]
    shortest = min((way for way, _ in ways), default=None)
    found = [one for way, one in ways if way == shortest]
    if len(found) > MOST_COPIES:
        raise BadArchive(
            f"it has {len(found):,} files such as {found[0].path}; put one notebook and its answers into it"
        )
    return found


def _lateness(found: tuple[Packed, _Answers | None]) -> tuple[datetime, datetime]:
    notebook, answers = found
    return (answers and answers.last) or _NEVER, notebook.saved or _NEVER


def _times(taking: _Taking, content: bytes) -> tuple[datetime | None, datetime | None]:
    """Return when the last answer of the lesson was given, and since when all are worth what they are."""
    try:
        events = HandedIn(content).events(taking.assignment.lesson)
    except NotCounted:
        return None, None
    handed_in = [_as_handed_in(event) for event in events]
    return last_deed(handed_in, taking.assignment), handed_in_at(handed_in, taking.assignment)


def _as_handed_in(event: Event) -> Event:
    """Return a draft as the text that it is: who hands in the notebook hands in what stands in the box."""
    return event.model_copy(update={"data": {**event.data, "done": True}}) if event.kind == "wrote" else event


def _ids(taking: _Taking, answers: Packed) -> frozenset[UUID]:
    try:
        return frozenset(event.id for event in events_of(answers.read()) if event.lesson == taking.assignment.lesson)
    except (NotCounted, BadArchive):
        return frozenset()


def _nothing(taking: _Taking, files: Iterable[Packed]) -> str:
    """Say that an archive has nothing of the lesson, and what it has that could be meant."""
    like = [str(one.path) for one in files if one.path.suffix.casefold() in {".ipynb", ".jsonl", ".zip"}]
    more = "" if len(like) <= SHOWN else f" and {len(like) - SHOWN} more"
    there = f" (it has {', '.join(like[:SHOWN])}{more})" if like else ""
    return f"it has neither {taking.notebook} nor {ANSWERS}{there}; put both into the archive, one learner's in each"


SHOWN = 3
"""Files that a message names."""
MOST_COPIES = 50
"""Copies of one file in a folder: `answers.jsonl`, `answers (1).jsonl`, …"""
_NEVER = datetime.min.replace(tzinfo=UTC)
_NOBODY = (
    "nobody called '{name}' is in the gradebook or in an open cohort; pack their files alone, and call the archive "
    "after their id"
)
_SEVERAL = (
    "the archive has several folders of the learner {student}; pack what counts alone, and call the archive after "
    "that id"
)
