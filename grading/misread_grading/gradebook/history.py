"""What a lesson's scores were at each grading: kept beside the gradebook, which knows only what they are now."""

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
    """A record of scores was changed and cannot be read any more; the text names the file."""


@dataclasses.dataclass(frozen=True)
class Record:
    """The scores of a lesson at one moment.

    Attributes:
        at: when, in UTC.
        lesson: which lesson.
        versions: of each item that gave points: the version of its content, key included.
        scores: by learner and cell; None if a reader is waited for.
        comments: what readers had written, by learner and cell, where there was anything.
    """

    at: datetime
    lesson: str
    versions: dict[str, str]
    scores: dict[str, dict[str, float | None]]
    comments: dict[str, dict[str, str]]


_record = TypeAdapter(Record)


def record(course: Course, lesson: str, known: Record | None = None) -> Record:
    """Return the scores as they stand in the gradebook now, by the content as it is.

    Where an earlier record is given, by the content as it was then: where an item has changed since, who was scored has
    the points of then, also where an autograde has scored them by the new content. So the next scoring of everybody can
    say who moves.
    """
    book = scorebook(course, lesson)
    now = versions({cell.item for cell in book.cells})
    found = Record(
        datetime.now(UTC),
        lesson,
        now | known.versions if known else now,
        {one.student: {name: cell.points for name, cell in one.scores.items()} for one in book.learners if one.scores},
        {
            one.student: said
            for one in book.learners
            if (said := {name: cell.comment for name, cell in one.scores.items() if cell.comment})
        },
    )
    if known is None:
        return found
    changed = changed_since(known, now)
    return _unmoved(found, known, {cell.name for cell in book.cells if cell.item in changed and not cell.by_hand})


def changed_since(known: Record, now: Mapping[str, str]) -> set[str]:
    """Return the items whose version in a record is not the present one."""
    return {item for item, version in now.items() if known.versions.get(item, version) != version}


def keep(course: Course, found: Record) -> Path:
    """Write a record into the course's folder, under a name that sorts by time, and return the file."""
    folder = course.folder / FOLDER / found.lesson
    private_files.make_folder(folder)
    path = folder / f"{found.at:%Y-%m-%dT%H-%M-%S.%fZ}.json"
    private_files.write(path, _record.dump_json(found, indent=1))
    return path


def keep_graded(course: Course, lesson: str) -> list[str]:
    """Keep what the scores are after a grading, and return the items that have changed since others were scored.

    Raises:
        BadRecord: if what was kept last was changed and is no record any more.
    """
    found = record(course, lesson, last(course, lesson))
    keep(course, found)
    return sorted(changed_since(found, versions(set(found.versions))))


def last(course: Course, lesson: str) -> Record | None:
    """Return what was kept last; None if nothing was.

    Raises:
        BadRecord: if the file was changed and is no record any more.
    """
    files = sorted((course.folder / FOLDER / lesson).glob("*.json"))
    return _read(files[-1]) if files else None


def forget(course: Course, student: str) -> None:
    """Take a learner out of every record.

    Raises:
        BadRecord: if a file was changed and is no record any more.
    """
    for path in (course.folder / FOLDER).glob("*/*.json"):
        found = _read(path)
        for kept in (found.scores, found.comments):
            kept.pop(student, None)
        whole = path.with_suffix(".new")
        private_files.write(whole, _record.dump_json(found, indent=1))
        whole.replace(path)


def _read(path: Path) -> Record:
    try:
        return _record.validate_python(json.loads(path.read_bytes()))
    except ValueError as error:
        raise BadRecord(f"{path} is no record of scores any more: {error}") from error


def versions(items: set[str]) -> dict[str, str]:
    """Return the version of each item's content, as the library has it now."""
    written, played = exercises(), set(library())
    found = {item: written[item].version for item in items if item in written}
    return found | {item: load(item).version for item in items if item in played}


def _unmoved(found: Record, known: Record, cells: set[str]) -> Record:
    """Return a record with what an earlier one has for some cells, of those whom it has."""
    scores = {student: dict(own) for student, own in found.scores.items()}
    for student, own in scores.items():
        were = known.scores.get(student, {})
        own.update({name: were[name] for name in cells & set(own) & set(were)})
    return dataclasses.replace(found, scores=scores)
