"""Released versions of scenarios and exercises: their ids are kept, because learners' answers use them.

A learner's answer names a scene, a choice or a line by its id. If that id is gone from the content, the answer cannot
be scored any more. Therefore each release of an item keeps the ids of that version, and the checker compares them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from misread_scenarios.exercises import Scored, exercises
from misread_scenarios.exercises import path_of as exercise_path
from misread_scenarios.library import library, load
from misread_scenarios.library import path_of as scenario_path
from misread_scenarios.problems import Problem, listed

RELEASED_CODES: dict[str, str] = {
    "RE001": "A scene, choice or line that learners could answer when it was released is gone, or has another id.",
    "RE002": "A file of kept ids cannot be read.",
}


@dataclasses.dataclass(frozen=True)
class ReleasedIds:
    """The ids of an item as it was released: `N2/ask-first` of a scenario, `X4.2.9` of an exercise."""

    item: str
    version: str
    ids: tuple[str, ...]


def kept_now(item: str) -> ReleasedIds | None:
    """Return the ids of an item of the library as it is now; None if it has none that answers could name.

    Raises:
        InvalidScenario, InvalidExercise: if its file has problems.
    """
    if item in library():
        scenario = load(item)
        ids = tuple(f"{scene.id}/{choice.id}" for scene in scenario.scenes for choice in scene.choices)
        return ReleasedIds(item, scenario.version, ids)
    exercise = exercises().get(item)
    if not isinstance(exercise, Scored):
        return None
    return ReleasedIds(item, exercise.version, tuple(line.id for line in exercise.lines))


def file_of(folder: Path, kept: ReleasedIds) -> Path:
    """Return the file in a folder in which the ids of a version are kept."""
    return folder / kept.item / f"{kept.version}.json"


def content_of(kept: ReleasedIds) -> bytes:
    """Return the content of a file of kept ids."""
    return json.dumps(dataclasses.asdict(kept), indent=1).encode()


def check_released(folder: Path, files: Iterable[Path]) -> tuple[Problem, ...]:
    """Return a problem for each id that an earlier release of a library item had and that is gone now.

    Args:
        folder: where the ids of released versions are kept.
        files: the files that are checked; other items are not looked at.
    """
    checked = {file.resolve() for file in files}
    return tuple(sorted({problem for path in sorted(folder.glob("*/*.json")) for problem in _problems(path, checked)}))


def _problems(path: Path, checked: set[Path]) -> Iterator[Problem]:
    try:
        stored = json.loads(path.read_text("utf-8"))
        kept = ReleasedIds(str(stored["item"]), str(stored["version"]), tuple(map(str, stored["ids"])))
    except (ValueError, LookupError, TypeError, OSError):
        yield Problem(str(path), 1, "RE002", "this file no longer lists released ids; delete it, or restore it")
        return
    file = _file(kept.item)
    now = kept_now(kept.item) if file is not None and file.resolve() in checked else None
    if file is None or now is None:
        return
    for place, gone in _by_scene(set(kept.ids) - set(now.ids)).items():
        where = f"the scene {place} of " if place else ""
        message = (
            f"{where}'{kept.item}' had {listed(sorted(gone))} when it was released ({kept.version}); answers that name "
            f"it cannot be scored. Give it its id again; if nobody's have to be, take {path} away"
        )
        yield Problem(str(file), _line(kept.item, place), "RE001", message)


def _by_scene(ids: Iterable[str]) -> dict[str, list[str]]:
    ids_by_scene: dict[str, list[str]] = {}
    for id_ in sorted(ids):
        scene, _, own = id_.rpartition("/")
        ids_by_scene.setdefault(scene, []).append(own)
    return ids_by_scene


def _file(item: str) -> Path | None:
    if item in library():
        return scenario_path(item)
    return exercise_path(item) if item in exercises() else None


def _line(item: str, scene: str) -> int:
    """Return the line of a scene's heading; the first line if the scene is gone or the item is an exercise."""
    scenes = load(item).scenes if scene else ()
    return next((candidate.line for candidate in scenes if candidate.id == scene), 1)
