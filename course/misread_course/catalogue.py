"""What the course offers: its lessons, in the order in which they are best taken."""

from __future__ import annotations

import dataclasses
import functools
import json
from importlib import resources
from pathlib import Path

LESSONS = Path(str(resources.files("misread_course"))) / "lessons"
"""The folder of the lessons: one folder each, with the notebook of the same name in it and nothing else beside."""


class UnknownLesson(LookupError):
    """There is no lesson of that name; the message lists those there are."""


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson as the course home shows it: what it is about, how long it takes and what one can do afterwards."""

    name: str
    module: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    lang: str

    @property
    def notebook(self) -> Path:
        """The file of the lesson."""
        return LESSONS / self.name / f"{self.name}.ipynb"


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return every lesson of the course, in the order of the modules."""
    found = [_read(path) for path in LESSONS.glob("*/*.ipynb") if path.stem == path.parent.name]
    return tuple(sorted(found, key=lambda lesson: (not lesson.module.startswith("M"), lesson.module)))


def lesson(name: str) -> Lesson:
    """Return the lesson of that name.

    Raises:
        UnknownLesson: where the course has none of that name.
    """
    for found in lessons():
        if found.name == name:
            return found
    message = f"there is no lesson '{name[:60]}'; the course has: {', '.join(found.name for found in lessons())}"
    raise UnknownLesson(message)


def _read(path: Path) -> Lesson:
    """Read what a notebook says of itself, in `metadata.misread`."""
    about = json.loads(path.read_text("utf-8"))["metadata"]["misread"]
    return Lesson(
        name=path.stem,
        module=about["module"],
        title=about["title"],
        minutes=about["minutes"],
        objectives=tuple(about["objectives"]),
        lang=about.get("lang", "en"),
    )
