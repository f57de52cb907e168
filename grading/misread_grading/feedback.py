"""What a learner gets back: each part of a lesson with its points and what was said of it."""

from __future__ import annotations

import dataclasses
import html
from pathlib import Path
from typing import TYPE_CHECKING

import nbgrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from misread_grading.cells import NotGraded
from misread_grading.course import silent
from misread_grading.lateness import settle
from misread_grading.scorebook import scorebook
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import exercises
from misread_scenarios.library import library, load
from misread_scenarios.names import default_names

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_grading.scorebook import Learner, Scorebook


TEMPLATE = "own_feedback"
"""What feedback pages are made with: nbgrader's template, which loads MathJax from a public address, without that."""
TEMPLATES = (
    Path(__file__).parent / "templates",
    Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates",
)
OWNER_ALONE = 600
"""The rights of a page, as nbgrader writes them: the octal digits, read as a decimal number."""


@dataclasses.dataclass(frozen=True)
class Part:
    """One item of a lesson: its title, and its lines: what was looked at, the points, how many at most, a comment."""

    title: str
    lines: tuple[Line, ...]


@dataclasses.dataclass(frozen=True)
class Line:
    """One graded cell: what it is about, the points, how many at most, what was said, and whether a reader is awaited.

    There are no points before a first reader; a text that was handed in anew keeps those of the one before.
    """

    about: str
    points: float | None
    most: float
    comment: str
    waits: bool


@dataclasses.dataclass(frozen=True)
class Feedback:
    """A lesson as it is returned to one learner."""

    lesson: str
    parts: tuple[Part, ...]
    total: float
    most: float
    penalty: float
    waits: bool


def generate(course: Course, lesson: str) -> list[str]:
    """Let nbgrader make its feedback page of every graded submission of a lesson: with that, feedback is returned.

    It is nbgrader's own, save that it loads no script from another site; a course may name a template of its own.

    Returns:
        The students of whom no page could be made, since what was graded cannot be read any more.

    Raises:
        NotGraded: where there is no graded submission.
        sqlalchemy.exc.SQLAlchemyError: where the gradebook cannot be used.
    """
    if not course.students("autograded", lesson):
        raise NotGraded(lesson)
    from nbgrader.converters import GenerateFeedback, NbGraderException  # noqa: PLC0415 - slow to load, and asked for by few commands

    settle(course, lesson)
    config = Config(course.config)
    config.CourseDirectory.assignment_id = lesson
    if "template_name" not in config.HTMLExporter:
        config.HTMLExporter.template_name = TEMPLATE
        config.HTMLExporter.extra_template_basedirs = [str(folder) for folder in TEMPLATES]
    step = GenerateFeedback(coursedir=CourseDirectory(config=config), config=config, force=True, log=silent())
    if not step.coursedir.groupshared:
        step.permissions = OWNER_ALONE
    try:
        step.start()
    except NbGraderException as error:
        if isinstance(error.__context__, SQLAlchemyError):
            raise error.__context__ from error
    return sorted({*course.students("autograded", lesson)} - {*course.students("feedback", lesson)})


def page_of(course: Course, student: str, lesson: str) -> Path | None:
    """Return nbgrader's feedback page of a learner's lesson; None where feedback was not returned."""
    path = course.notebook("feedback", student, lesson).with_suffix(".html")
    return path if path.is_file() else None


def feedback(course: Course, student: str, lesson: str) -> Feedback | None:
    """Return a learner's feedback; None where it was not returned."""
    if page_of(course, student, lesson) is None:
        return None
    book = scorebook(course, lesson, student)
    return next((_feedback(book, one) for one in book.learners if one.scores), None)


def _feedback(book: Scorebook, one: Learner) -> Feedback:
    items = dict.fromkeys(cell.item for cell in book.cells)
    parts = tuple(Part(title_of(item), _lines(book, one, item)) for item in items)
    return Feedback(book.lesson, parts, one.total, book.most, one.penalty, one.waits)


def _lines(book: Scorebook, one: Learner, item: str) -> tuple[Line, ...]:
    known = competencies()
    found = []
    for cell in book.cells:
        scored = one.scores.get(cell.name)
        if cell.item == item and scored is not None:
            about = known[cell.competency].name if cell.competency in known else cell.name
            found.append(Line(about, scored.points, cell.most, html.unescape(scored.comment), scored.waits))
    return tuple(found)


def title_of(item: str) -> str:
    """Return the title of an exercise or a scenario; its id where the library has none of that id."""
    written = exercises()
    if item in written:
        return written[item].title
    if item not in library():
        return item
    scenario = load(item)
    return default_names(scenario).fill(scenario.title)
