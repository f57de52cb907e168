"""What a lesson's scores were at each grading: kept beside the gradebook, which knows only what they are now."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pydantic import TypeAdapter

from misread_grading.cells import graded_cells
from misread_grading.scorebook import scorebook
from misread_scenarios.exercises import exercises
from misread_scenarios.library import library, load

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from misread_grading.cells import GradedCell
    from misread_grading.course import Course

FOLDER = "history"


class BadRecord(ValueError):
    """A record of scores was changed, and is none any more; the text names the file."""


@dataclasses.dataclass(frozen=True)
class Record:
    """The scores of a lesson at one moment.

    Attributes:
        at: when, in UTC.
        lesson: which lesson.
        versions: of each item that gave points: the version of its content, key included.
        scores: by learner and cell; None where a reader is waited for.
        comments: what readers had written, by learner and cell, where there was anything.
    """

    at: datetime
    lesson: str
    versions: dict[str, str]
    scores: dict[str, dict[str, float | None]]
    comments: dict[str, dict[str, str]]


_record = TypeAdapter(Record)


def record(course: Course, lesson: str, known: Record | None = None) -> Record:
    """Return the scores as they stand in the gradebook now, worked out by the content as it is or, if given, was."""
    book = scorebook(course, lesson)
    now = versions({cell.item for cell in book.cells})
    return Record(
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


def keep(course: Course, found: Record) -> Path:
    """Write a record into the course's folder, under a name that sorts by time, and return the file."""
    folder = course.folder / FOLDER / found.lesson
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{found.at:%Y-%m-%dT%H-%M-%S.%fZ}.json"
    path.write_bytes(_record.dump_json(found, indent=1))
    return path


def keep_graded(course: Course, lesson: str) -> list[str]:
    """Keep what the scores are after a grading, and return the items that have changed since others were scored.

    Until everybody is scored again, the record has the points of those items as they were by the content as it was, so
    that the next scoring can say who moves; those of who was scored by the new content alone are as they are.

    Raises:
        BadRecord: where what was kept last was changed and is no record any more.
    """
    known = last(course, lesson)
    found = record(course, lesson, known)
    now = versions(set(found.versions))
    changed = sorted(item for item, version in found.versions.items() if now.get(item, version) != version)
    keep(course, unmoved(found, known, self_scored(graded_cells(course, lesson), changed)) if known else found)
    return changed


def self_scored(cells: Iterable[GradedCell], items: Collection[str]) -> set[str]:
    """Return the names of the cells of some items that no reader gives points for."""
    return {cell.name for cell in cells if cell.item in items and not cell.by_hand}


def unmoved(found: Record, known: Record, cells: Collection[str]) -> Record:
    """Return a record with what an earlier one has for some cells, of those whom it has."""
    scores = {student: dict(own) for student, own in found.scores.items()}
    for student, own in scores.items():
        were = known.scores.get(student, {})
        own.update({name: were[name] for name in cells if name in own and name in were})
    return dataclasses.replace(found, scores=scores)


def last(course: Course, lesson: str) -> Record | None:
    """Return what was kept last; None where nothing was.

    Raises:
        BadRecord: where the file was changed and is no record any more.
    """
    files = sorted((course.folder / FOLDER / lesson).glob("*.json"))
    return _read(files[-1]) if files else None


def forget(course: Course, student: str) -> None:
    """Take a learner out of every record.

    Raises:
        BadRecord: where a file was changed and is no record any more.
    """
    for path in (course.folder / FOLDER).glob("*/*.json"):
        found = _read(path)
        for kept in (found.scores, found.comments):
            kept.pop(student, None)
        whole = path.with_suffix(".new")
        whole.write_bytes(_record.dump_json(found, indent=1))
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
