"""Finds answers that belong to another learner, by comparing all submissions of a lesson."""

from __future__ import annotations

import functools
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from misread_grading.course import Course
from misread_grading.submissions.submission import Submission, read_submission
from misread_records.seat import ALONE
from misread_records.submission_answers import ANSWERS

_OTHER = "The answers are those of another learner. Hand in the file from your own folder."
_TWICE = "The same answers were handed in before by somebody else. Hand in the file from your own folder."
_TOGETHER = (
    "The same answers came from somebody else as well, and nothing says who was first. Ask those who grade the course."
)


def refusals(submissions: Iterable[Submission]) -> dict[str, str]:
    """Return why the answers of some students cannot count, by student.

    The submission that came first counts: an event belongs to one learner, because its id is made on that learner's
    side. A submission without a time never counts as the first, and of two that came at the same time, neither counts.
    """
    reasons: dict[str, str] = {}
    owners: set[str] = set()
    for _, simultaneous in itertools.groupby(sorted(submissions, key=_arrival), key=_arrival):
        own: dict[str, set[str]] = {}
        for submission in simultaneous:
            ids, learners = _marks(submission.answers)
            if learners - {ALONE, submission.student}:
                reasons[submission.student] = _OTHER
            elif ids & owners:
                reasons[submission.student] = _TWICE
            else:
                own[submission.student] = ids
        holders = Counter(itertools.chain.from_iterable(own.values()))
        reasons |= {student: _TOGETHER for student, ids in own.items() if any(holders[id_] > 1 for id_ in ids)}
        owners.update(holders)
    return reasons


def _arrival(submission: Submission) -> tuple[bool, str]:
    """Return the sort key of submissions: those without a timestamp come last."""
    at = submission.arrived or submission.timestamp
    return not at, at


def refusals_in(course: Course, lesson: str) -> Mapping[str, str]:
    """Return the refusals among all submissions of a lesson; they are read again only if a file has changed."""
    files = [course.path("submitted", student, lesson) / ANSWERS for student in course.students("submitted", lesson)]
    stats = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file())
    return _refusals_in(course, lesson, stats)


@functools.lru_cache(maxsize=4)
def _refusals_in(course: Course, lesson: str, stats: tuple[tuple[str, int, int], ...]) -> Mapping[str, str]:
    students = [Path(path).parent.parent.name for path, _, _ in stats]
    return refusals(read_submission(course, student, lesson) for student in students)


def _marks(answers: bytes | None) -> tuple[set[str], set[str]]:
    """Return the ids and the learners in an answers file; lines that cannot be read are left out."""
    ids, learners = set(), set()
    for event in _lines(answers or b""):
        match event:
            case {"id": str(id_), "learner": str(learner)}:
                ids.add(id_.casefold())
                learners.add(learner)
    return ids, learners


def _lines(answers: bytes) -> Iterator[object]:
    for line in answers.split(b"\n"):
        try:
            yield json.loads(line)
        except (ValueError, RecursionError):
            continue
