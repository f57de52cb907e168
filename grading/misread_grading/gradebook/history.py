"""Earlier scores of a lesson: a record for each grading, beside the gradebook, which has only the present scores."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from misread_grading.errors import GradingError
from misread_grading.gradebook.lesson_scores import scorebook
from misread_records import private_files
from misread_scenarios.exercises import exercises
from misread_scenarios.library import library, load

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from misread_grading.course import Course

FOLDER = "history"


class BadRecord(GradingError):
    """A record of scores was changed by hand and cannot be read any more; the text names the file."""


@dataclasses.dataclass(frozen=True)
class Record:
    """The scores of a lesson at one moment.

    Attributes:
        at: the moment, in UTC.
        lesson: the lesson's name.
        versions: the version of the content, key included, of each item that gave points.
        scores: the points by learner and cell; None while a text waits for a grader.
        comments: the graders' comments by learner and cell, where there are any.
    """

    at: datetime
    lesson: str
    versions: dict[str, str]
    scores: dict[str, dict[str, float | None]]
    comments: dict[str, dict[str, str]]


_record = TypeAdapter(Record)


def record(course: Course, lesson: str, latest: Record | None = None) -> Record:
    """Return the present scores in the gradebook.

    With the latest record, cells of items that have changed since keep its points for the learners in it, even if
    autograde has scored them with the new content. So the next scoring of everybody can say whose score changes.
    """
    book = scorebook(course, lesson)
    now = versions({cell.item for cell in book.cells})
    present = Record(
        datetime.now(UTC),
        lesson,
        now | latest.versions if latest else now,
        {
            learner.student: {name: cell.points for name, cell in learner.scores.items()}
            for learner in book.learners
            if learner.scores
        },
        {
            learner.student: said
            for learner in book.learners
            if (said := {name: cell.comment for name, cell in learner.scores.items() if cell.comment})
        },
    )
    if latest is None:
        return present
    changed = changed_since(latest, now)
    return _unmoved(present, latest, {cell.name for cell in book.cells if cell.item in changed and not cell.by_hand})


def changed_since(earlier: Record, now: Mapping[str, str]) -> set[str]:
    """Return the items whose version in a record is not the present one."""
    return {item for item, version in now.items() if earlier.versions.get(item, version) != version}


def keep(course: Course, kept: Record) -> Path:
    """Write a record into the course's folder, under a name that sorts by time, and return the file."""
    folder = course.folder / FOLDER / kept.lesson
    private_files.make_folder(folder)
    path = folder / f"{kept.at:%Y-%m-%dT%H-%M-%S.%fZ}.json"
    private_files.write(path, _record.dump_json(kept, indent=1))
    return path


def keep_graded(course: Course, lesson: str) -> list[str]:
    """Store the scores after a grading, and return the items that have changed since some learners were scored.

    Raises:
        BadRecord: if the latest record was changed by hand and cannot be read any more.
    """
    present = record(course, lesson, last(course, lesson))
    keep(course, present)
    return sorted(changed_since(present, versions(set(present.versions))))


def last(course: Course, lesson: str) -> Record | None:
    """Return the latest record; None if there is none.

    Raises:
        BadRecord: if the file was changed by hand and cannot be read any more.
    """
    files = sorted((course.folder / FOLDER / lesson).glob("*.json"))
    return _read(files[-1]) if files else None


def forget(course: Course, student: str) -> None:
    """Remove a learner from every record.

    Raises:
        BadRecord: if a file was changed by hand and cannot be read any more.
    """
    for path in (course.folder / FOLDER).glob("*/*.json"):
        stored = _read(path)
        for kept in (stored.scores, stored.comments):
            kept.pop(student, None)
        whole = path.with_suffix(".new")
        private_files.write(whole, _record.dump_json(stored, indent=1))
        whole.replace(path)


def _read(path: Path) -> Record:
    try:
        return _record.validate_python(json.loads(path.read_bytes()))
    except ValueError as error:
        raise BadRecord(f"{path} cannot be read as a record of scores: {error}") from error


def versions(items: set[str]) -> dict[str, str]:
    """Return the version of each item's present content in the library."""
    written, played = exercises(), set(library())
    versions_of_exercises = {item: written[item].version for item in items if item in written}
    return versions_of_exercises | {item: load(item).version for item in items if item in played}


def _unmoved(present: Record, earlier: Record, cells: set[str]) -> Record:
    """Return a record with the points of an earlier one in some cells, for the learners in it."""
    scores = {student: dict(own) for student, own in present.scores.items()}
    for student, own in scores.items():
        were = earlier.scores.get(student, {})
        own.update({name: were[name] for name in cells & set(own) & set(were)})
    return dataclasses.replace(present, scores=scores)
