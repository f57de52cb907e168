"""Answers that are somebody else's: seen only by looking at all submissions of a lesson together."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from misread_grading.course import Course
from misread_grading.submission import Submission, read_submission
from misread_records.handed_in import ANSWERS

ALONE = "me"
"""Who a learner is to a notebook that runs on their own machine."""
_OTHER = "The answers are those of another learner. Hand in the file from your own folder."
_TWICE = "The same answers were handed in before by somebody else. Hand in the file from your own folder."


def refusals(submissions: Iterable[Submission]) -> dict[str, str]:
    """Return why the answers of some students cannot count.

    What was handed in first counts: an event stands in one learner's file alone, since its id is made where they sit.
    One of which nobody knows when it came is not taken for the first.
    """
    found: dict[str, str] = {}
    owners: dict[str, str] = {}
    for submission in sorted(submissions, key=lambda one: (not one.timestamp, one.timestamp, one.student)):
        ids, learners = _marks(submission.answers)
        if learners - {ALONE, submission.student}:
            found[submission.student] = _OTHER
        elif any(owners.get(id_, submission.student) != submission.student for id_ in ids):
            found[submission.student] = _TWICE
        else:
            owners.update(dict.fromkeys(ids, submission.student))
    return found


def refusals_in(course: Course, lesson: str) -> Mapping[str, str]:
    """Return the refusals among all submissions of a lesson; they are looked through again once a file has changed."""
    files = [course.path("submitted", student, lesson) / ANSWERS for student in course.students("submitted", lesson)]
    stats = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files if path.is_file())
    return _refusals_in(course, lesson, stats)


@functools.lru_cache(maxsize=4)
def _refusals_in(course: Course, lesson: str, stats: tuple[tuple[str, int, int], ...]) -> Mapping[str, str]:
    students = [Path(path).parent.parent.name for path, _, _ in stats]
    return refusals(read_submission(course, student, lesson) for student in students)


def _marks(answers: bytes | None) -> tuple[set[str], set[str]]:
    """Return the ids and the learners that a file names; lines that cannot be read name nobody."""
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
