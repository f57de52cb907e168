"""The catalogue of the course: its lessons, in the recommended order."""

from __future__ import annotations

import dataclasses
import functools
from importlib import resources
from pathlib import Path

from misread_course.notebook import content
from misread_course.translation import described, lesson_texts
from misread_scenarios.language import LANGUAGES, SOURCE, spoken

COURSE = Path(str(resources.files("misread_course")))
LESSONS = COURSE / "lessons"
"""The folder of the lessons. Each lesson has a folder of its own, which holds only the notebook of the same name."""
SHORT = COURSE / "short" / "next-cycle" / "next-cycle.ipynb"
"""A case for people who have ten minutes. It is not a lesson, so it is not an assignment and not graded."""
BEFORE, LATER = (COURSE / "short" / name / f"{name}.ipynb" for name in ("before-you-begin", "three-months-later"))
"""The pages of the situations to rate before the course and three months after it. They are not lessons either."""


class UnknownLesson(LookupError):
    """There is no lesson of that name; the message lists the names of all lessons."""


@dataclasses.dataclass(frozen=True)
class Lesson:
    """A lesson as the course home shows it: its subject, its length in minutes, its learning objectives, its language.

    `teaser` is a sentence that invites people to a page that is not part of a lesson.
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


def lessons() -> tuple[Lesson, ...]:
    """Return every lesson of the course, in the order of the modules; electives come last.

    Each is in the spoken language if it is translated.
    """
    return _lessons(spoken())


@functools.cache
def _lessons(lang: str) -> tuple[Lesson, ...]:
    unsorted = [_read(path, lang) for path in LESSONS.glob("*/*.ipynb") if path.stem == path.parent.name]
    return tuple(sorted(unsorted, key=lambda lesson: (lesson.is_elective, lesson.module)))


def short() -> Lesson:
    """Return the short case, which people can play from the home page in ten minutes without choosing a lesson."""
    return _apart(SHORT, spoken())


@functools.cache
def _apart(path: Path, lang: str) -> Lesson:
    return _read(path, lang)


def before() -> Lesson:
    """Return the page with the situations to rate before the course."""
    return _apart(BEFORE, spoken())


def later() -> Lesson:
    """Return the page with the situations to rate three months after the course."""
    return _apart(LATER, spoken())


def apart() -> tuple[Lesson, ...]:
    """Return the pages that belong to no lesson: the short case, and the situations to rate before and after."""
    return short(), before(), later()


def page(name: str) -> Lesson:
    """Return the lesson, or the page apart from the lessons, that has that name.

    Raises:
        UnknownLesson: if the course has no page of that name.
    """
    return next((each for each in apart() if each.name == name), None) or lesson(name)


def lesson(name: str) -> Lesson:
    """Return the lesson of that name.

    Raises:
        UnknownLesson: if the course has no lesson of that name.
    """
    for candidate in lessons():
        if candidate.name == name:
            return candidate
    message = f"there is no lesson '{name[:60]}'; the course has: {', '.join(other.name for other in lessons())}"
    raise UnknownLesson(message)


def languages(lesson: Lesson) -> tuple[Lesson, ...]:
    """Return a lesson in every language that it can be read in, as it is given first."""
    others = [_read(lesson.notebook, lang) for lang in LANGUAGES]
    return (lesson, *(other for other in others if other.lang != lesson.lang))


def _read(path: Path, lang: str) -> Lesson:
    """Read the description of a lesson in the `metadata.misread` of its notebook."""
    texts = lesson_texts(path, lang)
    about = described(content(path)["metadata"]["misread"], texts)
    return Lesson(
        name=path.stem,
        module=about["module"],
        title=about["title"],
        minutes=about["minutes"],
        objectives=tuple(about["objectives"]),
        lang=lang if texts else about.get("lang", SOURCE),
        notebook=path,
        teaser=about.get("teaser", ""),
    )
