"""What the course offers: its lessons, in the order in which they are best taken."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources
from pathlib import Path

from misread_course.notebook import content

COURSE = Path(str(resources.files("misread_course")))
LESSONS = COURSE / "lessons"
"""The folder of the lessons: one folder each, with the notebook of the same name in it and nothing else beside."""
SHORT = COURSE / "short" / "next-cycle" / "next-cycle.ipynb"
"""A case for people who have ten minutes. It is not a lesson, so it is not an assignment and not graded."""


class UnknownLesson(LookupError):
    """There is no lesson of that name; the message lists those there are."""


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson as the course home shows it: what it is about, how long it takes and what one can do afterwards.

    `teaser` is a sentence that makes one want to play a case that stands alone.
    """

    name: str
    module: str
    title: str
    minutes: int
    objectives: tuple[str, ...]
    lang: str
    notebook: Path
    teaser: str = ""

    @property
    def is_elective(self) -> bool:
        """Whether the lesson may be taken at any time, or not at all: its module is one of EL1, EL2 and so on."""
        return self.module.startswith("EL")


@functools.cache
def lessons() -> tuple[Lesson, ...]:
    """Return every lesson of the course, in the order of the modules; electives come last."""
    found = [_read(path) for path in LESSONS.glob("*/*.ipynb") if path.stem == path.parent.name]
    return tuple(sorted(found, key=lambda lesson: (lesson.is_elective, lesson.module)))


@functools.cache
def short() -> Lesson:
    """Return what can be played right from the home, in ten minutes, without choosing a lesson."""
    return _read(SHORT)


def page(name: str) -> Lesson:
    """Return what has a page of that name: a lesson, or the short case.

    Raises:
        UnknownLesson: if the course has none.
    """
    return short() if name == short().name else lesson(name)


def lesson(name: str) -> Lesson:
    """Return the lesson of that name.

    Raises:
        UnknownLesson: if the course has none of that name.
    """
    for found in lessons():
        if found.name == name:
            return found
    message = f"there is no lesson '{name[:60]}'; the course has: {', '.join(found.name for found in lessons())}"
    raise UnknownLesson(message)


def _read(path: Path) -> Lesson:
    """Read what a notebook says of itself, in `metadata.misread`."""
    about = content(path)["metadata"]["misread"]
    return Lesson(
        name=path.stem,
        module=about["module"],
        title=about["title"],
        minutes=about["minutes"],
        objectives=tuple(about["objectives"]),
        lang=about.get("lang", "en"),
        notebook=path,
        teaser=about.get("teaser", ""),
    )
