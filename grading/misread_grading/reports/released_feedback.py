"""Feedback as it was released: learners read it, and changes in the gradebook wait for the next release.

Each release of a lesson has a number. It keeps, in `released/LESSON/STUDENT/`, each learner's feedback and what changed
in it, beside nbgrader's page as it was then. So the two pages that a learner opens show the same figures.
"""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from misread_grading.gradebook import BadRecord, update_penalties, versions
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

FIRST = "a grader has marked the text"
AGAIN = "a grader has marked the text again"
REOPENED = "a grader is to mark the text again"
ANEW = "other work was handed in since"
CONTENT = "what is asked there has changed, and everybody was scored again"
SCORED = "it was scored again"
LATENESS = "the due date, your extra time or the cost of late work has changed"
ADDED, DROPPED = "the lesson asks this now", "the lesson asks this no more"


@dataclasses.dataclass(frozen=True)
class FeedbackChange:
    """One figure or comment that changed since the release before.

    Attributes:
        part, about: the title of the part of the lesson, and of what was graded.
        before, after: the points; None if there are none. They are equal if only the comment changed, or whether the
            text waits for a grader.
        why: the reason, to follow the word "since".
    """

    part: str
    about: str
    before: float | None
    after: float | None
    why: str


@dataclasses.dataclass(frozen=True)
class Released:
    """The feedback on a lesson that one learner reads.

    Attributes:
        number: the number of its release.
        at: the time of that release, in UTC.
        feedback: the feedback.
        before: the total points in the release before; None in this learner's first release.
        changes: the changes since the release before.
        note: a note to everybody with changes, by the person who released them; may be empty.
        versions: the version of the content of each item that gave points.
        work: hashes of the submission: of each text, by its cell, and of the answers, under `ANSWERS`.
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
    """The effect of a release that was made, or that would be made.

    Attributes:
        number: its number; if nothing is new, that of the release before.
        sent: the new feedback, by learner.
        same: the number of learners whose feedback has not changed.
        failed: the learners whose page could not be made; they keep the feedback that they had.
    """

    number: int
    sent: Mapping[str, Released]
    same: int
    failed: tuple[str, ...] = ()


_released = TypeAdapter(Released)


def released(course: Course, student: str, lesson: str) -> Released | None:
    """Return a learner's feedback on a lesson; None if nothing was released to them, or they have left.

    Raises:
        BadRecord: if the file cannot be read any more.
    """
    number = _last(course, student, lesson)
    if not number or student in withdrawn(course.folder):
        return None
    path = _file(course, student, lesson, number, "json")
    try:
        return _released.validate_json(path.read_bytes())
    except ValueError as error:
        raise BadRecord(f"{path} cannot be read as released feedback: {error}") from error


def page_of(course: Course, student: str, lesson: str) -> Path | None:
    """Return nbgrader's page of a learner's lesson as it was released; None if `released` returns None."""
    number = _last(course, student, lesson)
    if not number or student in withdrawn(course.folder):
        return None
    return _file(course, student, lesson, number, "html")


def to_be_released(course: Course, lesson: str, students: Collection[str] | None = None, note: str = "") -> Release:
    """Return the effect that a release would have now; nothing is released.

    Args:
        course: the folder of the course.
        lesson: the lesson's name.
        students: the learners to release to; None: everybody.
        note: a note to everybody whose feedback changes.

    Raises:
        NotGraded: if there is no graded submission.
        BadRecord: if an earlier release cannot be read any more.
        sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be used.
    """
    if not course.students("autograded", lesson):
        raise NotGraded(lesson)
    update_penalties(course, lesson)
    current = feedback(course, lesson)
    wanted = [student for student in current if students is None or student in students]
    number, at = _latest(course, lesson) + 1, datetime.now(UTC)
    items = versions({line.item for learner in current.values() for part in learner.parts for line in part.lines})
    sent = {}
    for student in wanted:
        before, work = released(course, student, lesson), _work(course, student, lesson)
        if before is None:
            sent[student] = Released(number, at, current[student], None, (), "", items, work)
        elif (before.feedback, before.work) != (current[student], work):
            new = Released(number, at, current[student], before.feedback.total, (), note, items, work)
            changes = tuple(_changes(before, new))
            sent[student] = dataclasses.replace(new, changes=changes, note=note if changes else "")
    return Release(number if sent else number - 1, sent, len(wanted) - len(sent))


def release_feedback(course: Course, lesson: str, students: Collection[str] | None = None, note: str = "") -> Release:
    """Release the feedback in the gradebook, with nbgrader's page of it, to each learner with something new.

    The arguments are those of `to_be_released`.

    Raises:
        NotGraded, BadRecord, sqlalchemy.exc.SQLAlchemyError: as `to_be_released` does.
        filelock.Timeout: if another command is changing the course.
    """
    with course.lock():
        planned = to_be_released(course, lesson, students, note)
        failed = generate(course, lesson, planned.sent) if planned.sent else []
        sent = {student: new for student, new in planned.sent.items() if student not in failed}
        for student, new in sent.items():
            _keep(course, student, lesson, new)
        return Release(
            planned.number if sent else planned.number - bool(planned.sent), sent, planned.same, tuple(failed)
        )


def everybody(course: Course, lesson: str) -> tuple[str, ...]:
    """Return the ids of learners who can read feedback on a lesson, in order, without those who have left."""
    folders = (course.folder / FOLDER / lesson).glob("*/")
    learners = {folder.name for folder in folders if _last(course, folder.name, lesson)}
    return tuple(sorted(learners - withdrawn(course.folder)))


def discard(course: Course, student: str) -> None:
    """Delete all feedback that was released to a learner."""
    for lesson in (course.folder / FOLDER).glob("*/"):
        if (lesson / student).exists():
            shutil.rmtree(lesson / student)


def said(change: FeedbackChange) -> str:
    """Return a change in words: "6 to 5 points"."""
    if change.before == change.after:
        return "the same points" if change.after is not None else "no points yet"
    before, after = (f"{points:g}" if points is not None else "none" for points in (change.before, change.after))
    return f"{before} to {after} points"


def _changes(old: Released, new: Released) -> Iterator[FeedbackChange]:
    before, after = _lines(old.feedback), _lines(new.feedback)
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
            yield FeedbackChange(now[0], now[1].about, was[1].points, now[1].points, _why(was[1], now[1], old, new))
    if old.feedback.penalty != new.feedback.penalty:
        yield FeedbackChange(
            "Handing in late", "points taken off", old.feedback.penalty, new.feedback.penalty, LATENESS
        )


def _lines(feedback: Feedback) -> dict[str, tuple[str, CellFeedback]]:
    return {line.cell: (part.title, line) for part in feedback.parts for line in part.lines}


def _figures(line: CellFeedback) -> tuple[object, ...]:
    return line.points, line.most, line.comment, line.waits, line.far


def _why(was: CellFeedback, now: CellFeedback, old: Released, new: Released) -> str:
    """Return why a line changed."""
    work = now.cell if now.by_reader or now.waits else ANSWERS
    is_anew = old.work.get(work) != new.work.get(work)
    if now.waits:
        return ANEW if is_anew else REOPENED
    if now.by_reader:
        return FIRST if was.points is None else ANEW if is_anew else AGAIN
    if old.versions.get(now.item) != new.versions.get(now.item):
        return CONTENT
    return ANEW if is_anew else SCORED


def _work(course: Course, student: str, lesson: str) -> dict[str, str]:
    """Return hashes of the work that a learner was scored for: their answers, and each of their texts."""
    answers = course.path("autograded", student, lesson) / ANSWERS
    notebook = placed(course, student, lesson)
    texts = {cell: text.encode("utf-8", "replace") for cell, text in (notebook.texts if notebook else {}).items()}
    handed_in = {ANSWERS: answers.read_bytes() if answers.is_file() else b"", **texts}
    return {name: hashlib.sha256(content).hexdigest()[:16] for name, content in handed_in.items()}


def _keep(course: Course, student: str, lesson: str, new: Released) -> None:
    """Write a learner's released files: the page first, because only the data file makes both count."""
    html, data = (_file(course, student, lesson, new.number, kind) for kind in ("html", "json"))
    private_files.make_folder(html.parent)
    private_files.write(html, page(course, student, lesson).read_bytes())
    complete = data.with_suffix(".new")
    private_files.write(complete, _released.dump_json(new, indent=1))
    complete.replace(data)


def _file(course: Course, student: str, lesson: str, number: int, kind: str) -> Path:
    return course.folder / FOLDER / lesson / student / f"{number}.{kind}"


def _last(course: Course, student: str, lesson: str) -> int:
    """Return the number of a learner's latest release; 0 if they have none."""
    files = (course.folder / FOLDER / lesson / student).glob("*.json")
    return max((int(file.stem) for file in files if file.stem.isdecimal()), default=0)


def _latest(course: Course, lesson: str) -> int:
    folders = (course.folder / FOLDER / lesson).glob("*/")
    return max((_last(course, folder.name, lesson) for folder in folders), default=0)
