"""Splits an archive of several learners' work into the files of each learner."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from misread_grading.submissions.archive_reader import Packed, holds_answers, is_called

if TYPE_CHECKING:
    from uuid import UUID

_MOODLE = re.compile(r"(?P<name>.+)_(?P<number>\d+)_assignsubmission_[a-z]+_(?P<file>.*)")
"""A learner's folder, or the beginning of a file's name, in Moodle's "Download all submissions"."""


@dataclasses.dataclass(frozen=True)
class ArchivePart:
    """The work of one learner in an archive of several.

    Attributes:
        folder: the learner's folder in the archive; in Moodle's flat archives, the beginning of the files' names.
        name: the learner's name in the archive.
        files: the learner's files, with paths below that folder.
    """

    folder: str
    name: str
    files: tuple[Packed, ...]


def parts_of(files: Iterable[Packed], lesson: str, ids: Callable[[Packed], frozenset[UUID]]) -> tuple[ArchivePart, ...]:
    """Return the parts of an archive, one for each learner; none if it holds the work of one learner.

    Args:
        files: all files of the archive.
        lesson: the lesson whose work is needed.
        ids: returns the ids of an answers file's events in that lesson.
    """
    files = tuple(files)
    return _of_moodle(files) or _by_folder(files, lesson, ids)


def _of_moodle(files: tuple[Packed, ...]) -> tuple[ArchivePart, ...]:
    by_learner: dict[tuple[str, str], tuple[str, list[Packed]]] = {}
    for file in files:
        for place, part in enumerate(file.path.parts):
            if match := _MOODLE.fullmatch(part):
                first = part.removesuffix(match["file"])
                _, theirs = by_learner.setdefault((match["name"], match["number"]), (first, []))
                theirs.append(file.under(PurePosixPath(match["file"], *file.path.parts[place + 1 :])))
                break
    return tuple(ArchivePart(folder, name, tuple(theirs)) for (name, _), (folder, theirs) in by_learner.items())


def _by_folder(
    files: tuple[Packed, ...], lesson: str, ids: Callable[[Packed], frozenset[UUID]]
) -> tuple[ArchivePart, ...]:
    """Split an archive in which several folders at the same depth, the nearest to its top, have work of the lesson.

    Folders that share an answer are copies, so they belong to one learner.
    """
    done: dict[PurePosixPath, set[UUID]] = {}
    for file in files:
        event_ids = ids(file) if holds_answers(file.path) else frozenset()
        if event_ids or is_called(file.path, f"{lesson}.ipynb"):
            done.setdefault(file.path.parent, set()).update(event_ids)
    nearest = min((len(folder.parts) for folder in done), default=0)
    folders = [folder for folder in done if len(folder.parts) == nearest]
    if PurePosixPath(lesson) in done or len(folders) < 2 or any(done[a] & done[b] for a, b in combinations(folders, 2)):  # noqa: PLR2004 - one folder belongs to one learner
        return ()
    place = next(level for level in range(nearest) if len({folder.parts[level] for folder in folders}) > 1)
    by_folder: dict[str, list[Packed]] = {folder.parts[place]: [] for folder in folders}
    for file in files:
        if len(file.path.parts) > place + 1 and file.path.parts[place] in by_folder:
            by_folder[file.path.parts[place]].append(file.under(PurePosixPath(*file.path.parts[place + 1 :])))
    return tuple(ArchivePart(name, name, tuple(theirs)) for name, theirs in by_folder.items())
