"""Feedback as it was released: learners read this, and what changes in the gradebook waits for the next release.

Each release of a lesson has a number. It keeps, in `released/LESSON/STUDENT/`, what it said to whom and what of that
had changed, beside nbgrader's page as it was then. So the two pages that a learner opens show the same figures.
"""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from misread_grading.gradebook import BadRecord, settle, versions
from misread_grading.released_cells import NotGraded
from misread_grading.reports.feedback import Feedback, feedback, generate, page
from misread_grading.submissions import placed
from misread_grading.withdrawn import withdrawn
from misread_records import private_files
from misread_records.submission_answers import ANSWERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from misread_grading.course import Course
    from misread_grading.reports.feedback import CellFeedback

FOLDER = "released"

FIRST = "a reader has marked the text"
AGAIN = "a reader has read the text again"
REOPENED = "a reader is to read the text again"
ANEW = "other work was handed in since"
CONTENT = "what is asked there has changed, and everybody was scored again"
SCORED = "it was scored again"
LATENESS = "the due date, the time that was given, or what late work costs has changed"
ADDED, DROPPED = "the lesson asks this now", "the lesson asks this no more"


@dataclasses.dataclass(frozen=True)
class FeedbackChange:
    """One figure or comment that is another than in the release before.

    Attributes:
        part, about: the title of the part of the lesson, and what was looked at.
        before, after: the points; None if there were or are none. They are the same where only the comment, or
            whether a reader is waited for, is another.
        why: the reason, to follow the word "since".
    """

    part: str
    about: str
    before: float | None
    after: float | None
    why: str


@dataclasses.dataclass(frozen=True)
class Released:
    """What one learner reads of a lesson.

    Attributes:
        number: of the release that it came with.
        at: when that was, in UTC.
        feedback: what it said.
        before: the points in all of the release before; None in the first that reached this learner.
        changes: what is another than there.
        note: what the person who released it said of it, to everybody with changes; may be empty.
        versions: of each item that gave points: the version of its content.
        work: hashes of what was handed in: of each text, by its cell, and of the answers, under `ANSWERS`.
    """

    number: int
    at: datetime
    feedback: Feedback
    before: float | None
    changes: tuple[FeedbackChange, ...]
    note: str
    versions: dict[str, str]
    work: dict[str, str]


@dataclasses.dataclass(frozen=True)
class Release:
    """What a release did, or would do.

    Attributes:
        number: its number; that of the release before where nothing is new.
        sent: what is new, by the learner.
        same: how many have read already what there is.
        failed: the learners for whom no page could be made; they read on what they read before.
    """

    number: int
    sent: Mapping[str, Released]
    same: int
    failed: tuple[str, ...] = ()


_released = TypeAdapter(Released)


def released(course: Course, student: str, lesson: str) -> Released | None:
    """Return what a learner reads of a lesson; None if nothing was released to them, or they have left.

    Raises:
        BadRecord: if the file was changed and cannot be read any more.
    """
    number = _last(course, student, lesson)
    if not number or student in withdrawn(course.folder):
        return None
    path = _file(course, student, lesson, number, "json")
    try:
        return _released.validate_json(path.read_bytes())
    except ValueError as error:
        raise BadRecord(f"{path} is no released feedback any more: {error}") from error


def page_of(course: Course, student: str, lesson: str) -> Path | None:
    """Return nbgrader's page of a learner's lesson as it was released; None if `released` gives nothing."""
    number = _last(course, student, lesson)
    if not number or student in withdrawn(course.folder):
        return None
    return _file(course, student, lesson, number, "html")


def to_be_released(course: Course, lesson: str, students: Collection[str] | None = None, note: str = "") -> Release:
    """Return what a release would do now; it is not done.

    Args:
        course: the folder of the course.
        lesson: which lesson.
        students: to whom it would go; to everybody if it is not said.
        note: what is to be said to those for whom something changes.

    Raises:
        NotGraded: if there is no graded submission.
        BadRecord: if an earlier release cannot be read any more.
        sqlalchemy.exc.SQLAlchemyError: where the gradebook cannot be used.
    """
    if not course.students("autograded", lesson):
        raise NotGraded(lesson)
    settle(course, lesson)
    now = feedback(course, lesson)
    wanted = [student for student in now if students is None or student in students]
    number, at = _latest(course, lesson) + 1, datetime.now(UTC)
    items = versions({line.item for found in now.values() for part in found.parts for line in part.lines})
    sent = {}
    for student in wanted:
        known, work = released(course, student, lesson), _work(course, student, lesson)
        if known is None:
            sent[student] = Released(number, at, now[student], None, (), "", items, work)
        elif (known.feedback, known.work) != (now[student], work):
            new = Released(number, at, now[student], known.feedback.total, (), note, items, work)
            changes = tuple(_changes(known, new))
            sent[student] = dataclasses.replace(new, changes=changes, note=note if changes else "")
    return Release(number if sent else number - 1, sent, len(wanted) - len(sent))


def release_feedback(course: Course, lesson: str, students: Collection[str] | None = None, note: str = "") -> Release:
    """Release feedback: to each learner with something new, what the gradebook has now, with nbgrader's page of it.

    The arguments and what is raised are those of `to_be_released`.

    Raises:
        filelock.Timeout: where another command is changing the course.
    """
    with course.lock():
        found = to_be_released(course, lesson, students, note)
        failed = generate(course, lesson, found.sent) if found.sent else []
        sent = {student: new for student, new in found.sent.items() if student not in failed}
        for student, new in sent.items():
            _keep(course, student, lesson, new)
        return Release(found.number if sent else found.number - bool(found.sent), sent, found.same, tuple(failed))


def everybody(course: Course, lesson: str) -> tuple[str, ...]:
    """Return the learners who can read feedback on a lesson, in order; those who have left are passed over."""
    folders = (course.folder / FOLDER / lesson).glob("*/")
    there = {folder.name for folder in folders if _last(course, folder.name, lesson)}
    return tuple(sorted(there - withdrawn(course.folder)))


def discard(course: Course, student: str) -> None:
    """Delete all that was ever released to a learner."""
    for lesson in (course.folder / FOLDER).glob("*/"):
        if (lesson / student).exists():
            shutil.rmtree(lesson / student)


def said(change: FeedbackChange) -> str:
    """Say what a change is, in points: "6 to 5 points"."""
    if change.before == change.after:
        return "the same points" if change.after is not None else "no points yet"
    before, after = (f"{points:g}" if points is not None else "none" for points in (change.before, change.after))
    return f"{before} to {after} points"


def _changes(known: Released, new: Released) -> Iterator[FeedbackChange]:
    before, after = _lines(known.feedback), _lines(new.feedback)
    for cell in dict.fromkeys([*before, *after]):
        was, now = before.get(cell), after.get(cell)
        if was is None or now is None:
            part, line = was or now or ("", None)
            yield FeedbackChange(
                part,
                line.about if line else cell,
                was and was[1].points,
                now and now[1].points,
                ADDED if now else DROPPED,
            )
        elif _figures(was[1]) != _figures(now[1]):
            yield FeedbackChange(now[0], now[1].about, was[1].points, now[1].points, _why(was[1], now[1], known, new))
    if known.feedback.penalty != new.feedback.penalty:
        yield FeedbackChange(
            "Handing in late", "points taken off", known.feedback.penalty, new.feedback.penalty, LATENESS
        )


def _lines(found: Feedback) -> dict[str, tuple[str, CellFeedback]]:
    return {line.cell: (part.title, line) for part in found.parts for line in part.lines}


def _figures(line: CellFeedback) -> tuple[object, ...]:
    return line.points, line.most, line.comment, line.waits, line.far


def _why(was: CellFeedback, now: CellFeedback, known: Released, new: Released) -> str:
    """Say why a line is another."""
    work = now.cell if now.by_reader or now.waits else ANSWERS
    is_anew = known.work.get(work) != new.work.get(work)
    if now.waits:
        return ANEW if is_anew else REOPENED
    if now.by_reader:
        return FIRST if was.points is None else ANEW if is_anew else AGAIN
    if known.versions.get(now.item) != new.versions.get(now.item):
        return CONTENT
    return ANEW if is_anew else SCORED


def _work(course: Course, student: str, lesson: str) -> dict[str, str]:
    """Return hashes of what a learner's scores are of: their answers, and each of their texts."""
    answers = course.path("autograded", student, lesson) / ANSWERS
    found = placed(course, student, lesson)
    texts = {cell: text.encode("utf-8", "replace") for cell, text in (found.texts if found else {}).items()}
    handed_in = {ANSWERS: answers.read_bytes() if answers.is_file() else b"", **texts}
    return {name: hashlib.sha256(content).hexdigest()[:16] for name, content in handed_in.items()}


def _keep(course: Course, student: str, lesson: str, new: Released) -> None:
    """Keep what is released: the page first, as the other file makes both count."""
    html, data = (_file(course, student, lesson, new.number, kind) for kind in ("html", "json"))
    private_files.make_folder(html.parent)
    private_files.write(html, page(course, student, lesson).read_bytes())
    whole = data.with_suffix(".new")
    private_files.write(whole, _released.dump_json(new, indent=1))
    whole.replace(data)


def _file(course: Course, student: str, lesson: str, number: int, kind: str) -> Path:
    return course.folder / FOLDER / lesson / student / f"{number}.{kind}"


def _last(course: Course, student: str, lesson: str) -> int:
    """Return the number of the latest release that reached a learner; 0 if none did."""
    files = (course.folder / FOLDER / lesson / student).glob("*.json")
    return max((int(file.stem) for file in files if file.stem.isdecimal()), default=0)


def _latest(course: Course, lesson: str) -> int:
    folders = (course.folder / FOLDER / lesson).glob("*/")
    return max((_last(course, folder.name, lesson) for folder in folders), default=0)
