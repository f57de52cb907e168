"""An archive of several learners' work, split into the files of each."""

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
"""The folder of a learner, or the beginning of a file's name, in Moodle's "Download all submissions"."""


@dataclasses.dataclass(frozen=True)
class ArchivePart:
    """What one learner handed in, in an archive of several.

    Attributes:
        folder: the folder of theirs in the archive, or of Moodle's flat archives the beginning of the files' names.
        name: how the archive calls the learner.
        files: theirs, with paths below that folder.
    """

    folder: str
    name: str
    files: tuple[Packed, ...]


def parts_of(files: Iterable[Packed], lesson: str, ids: Callable[[Packed], frozenset[UUID]]) -> tuple[ArchivePart, ...]:
    """Return the learners of an archive; none where it is one learner's.

    Args:
        files: all files of the archive.
        lesson: whose work is looked for.
        ids: gives the ids of what was done in that lesson by a file of answers.
    """
    files = tuple(files)
    return _of_moodle(files) or _by_folder(files, lesson, ids)


def _of_moodle(files: tuple[Packed, ...]) -> tuple[ArchivePart, ...]:
    found: dict[tuple[str, str], tuple[str, list[Packed]]] = {}
    for one in files:
        for place, part in enumerate(one.path.parts):
            if match := _MOODLE.fullmatch(part):
                first = part.removesuffix(match["file"])
                _, theirs = found.setdefault((match["name"], match["number"]), (first, []))
                theirs.append(one.under(PurePosixPath(match["file"], *one.path.parts[place + 1 :])))
                break
    return tuple(ArchivePart(folder, name, tuple(theirs)) for (name, _), (folder, theirs) in found.items())


def _by_folder(
    files: tuple[Packed, ...], lesson: str, ids: Callable[[Packed], frozenset[UUID]]
) -> tuple[ArchivePart, ...]:
    """Split an archive where several folders, equally near to its top, each have work of the lesson.

    Folders that share an answer are copies, and so one learner's.
    """
    done: dict[PurePosixPath, set[UUID]] = {}
    for one in files:
        known = ids(one) if holds_answers(one.path) else frozenset()
        if known or is_called(one.path, f"{lesson}.ipynb"):
            done.setdefault(one.path.parent, set()).update(known)
    nearest = min((len(folder.parts) for folder in done), default=0)
    folders = [folder for folder in done if len(folder.parts) == nearest]
    if PurePosixPath(lesson) in done or len(folders) < 2 or any(done[a] & done[b] for a, b in combinations(folders, 2)):  # noqa: PLR2004 - one folder is one learner's
        return ()
    place = next(level for level in range(nearest) if len({folder.parts[level] for folder in folders}) > 1)
    found: dict[str, list[Packed]] = {folder.parts[place]: [] for folder in folders}
    for one in files:
        if len(one.path.parts) > place + 1 and one.path.parts[place] in found:
            found[one.path.parts[place]].append(one.under(PurePosixPath(*one.path.parts[place + 1 :])))
    return tuple(ArchivePart(name, name, tuple(theirs)) for name, theirs in found.items())
