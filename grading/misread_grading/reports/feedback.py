"""What a learner is to get back of a lesson as the gradebook has it now: its parts, points, and what was said of them.

Learners read it once it is released (`released`), and as it was then.
"""

from __future__ import annotations

import dataclasses
import html
from pathlib import Path
from typing import TYPE_CHECKING

import nbgrader
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from misread_grading import lazy_imports
from misread_grading.course import silent
from misread_grading.gradebook import scorebook
from misread_grading.reports.items_met import met
from misread_records.scoring import Met
from misread_scenarios.competencies import competencies
from misread_scenarios.exercises import exercises
from misread_scenarios.library import library, load
from misread_scenarios.names import default_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from misread_grading.course import Course
    from misread_grading.gradebook import LearnerScores, Scorebook
    from misread_records.scoring import HowFar


TEMPLATE = "own_feedback"
"""What feedback pages are made with: nbgrader's template, which loads MathJax from a public address, without that."""
TEMPLATES = (
    Path(__file__).parent / "templates",
    Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates",
)
OWNER_ALONE = 600
"""The rights of a page, as nbgrader writes them: the octal digits, read as a decimal number."""


@dataclasses.dataclass(frozen=True)
class ItemFeedback:
    """One item of a lesson.

    Attributes:
        title: its title.
        lines: what was looked at, the points, how many at most, a comment.
        late: how many days of the calendar its answer came after the date; 0 if it came in time. What it costs is
            told by the points, so that a part with another figure here alone is no other feedback.
    """

    title: str
    lines: tuple[CellFeedback, ...]
    late: float = dataclasses.field(default=0.0, compare=False)

    @property
    def far(self) -> str:
        """How far the learner got, where that is why no line of it gives points; else empty."""
        said = {line.far for line in self.lines}
        return said.pop() if len(said) == 1 else ""

    @property
    def most(self) -> float:
        """The points that one can get for it."""
        return sum(line.most for line in self.lines)


@dataclasses.dataclass(frozen=True)
class CellFeedback:
    """One graded cell.

    Attributes:
        cell, item: its `grade_id`, and the item that it gives points for.
        about: what it looks at.
        points: none before a first reader; a text that was handed in anew keeps those of the one before.
        most: the most points that it gives.
        comment: what was said of it.
        waits: whether a reader is waited for.
        by_reader: whether somebody gave the points by hand.
        far: that it was not tried or not finished, where that is why there are no points; empty if it was done.
    """

    cell: str
    item: str
    about: str
    points: float | None
    most: float
    comment: str
    waits: bool
    by_reader: bool = False
    far: str = ""


@dataclasses.dataclass(frozen=True)
class Feedback:
    """A lesson as it is returned to one learner."""

    lesson: str
    parts: tuple[ItemFeedback, ...]
    total: float
    most: float
    penalty: float
    waits: bool


def feedback(course: Course, lesson: str) -> dict[str, Feedback]:
    """Return what each learner who has handed in a lesson would get back now."""
    book = scorebook(course, lesson)
    far = met(course, book)
    return {one.student: _feedback(book, one, far[one.student]) for one in book.learners if one.scores}


def generate(course: Course, lesson: str, students: Collection[str]) -> list[str]:
    """Let nbgrader make its feedback page of the graded submissions of some students.

    It is nbgrader's own, save that it loads no script from another site; a course may name a template of its own.

    Returns:
        The students for whom no page could be made, since what was graded cannot be read any more.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: where the gradebook cannot be used.
    """
    there = course.students("autograded", lesson)
    wanted = sorted({*students} & {*there})
    if not wanted:
        return sorted(students)
    config = Config(course.config)
    config.CourseDirectory.assignment_id = lesson
    config.CourseDirectory.student_id_exclude = ",".join(
        sorted({*course.directory.student_id_exclude.split(","), *there} - {*wanted, ""})
    )
    if "template_name" not in config.HTMLExporter:
        config.HTMLExporter.template_name = TEMPLATE
        config.HTMLExporter.extra_template_basedirs = [str(folder) for folder in TEMPLATES]
    directory = CourseDirectory(config=config)
    step = lazy_imports.GenerateFeedback(coursedir=directory, config=config, force=True, log=silent())
    if not step.coursedir.groupshared:
        step.permissions = OWNER_ALONE
    try:
        step.start()
    except lazy_imports.NbGraderException as error:
        if isinstance(error.__context__, SQLAlchemyError):
            raise error.__context__ from error
    return sorted(student for student in students if not page(course, student, lesson).is_file())


def page(course: Course, student: str, lesson: str) -> Path:
    """Return where nbgrader's feedback page of a learner's lesson lies, once it is made."""
    return course.notebook("feedback", student, lesson).with_suffix(".html")


def _feedback(book: Scorebook, one: LearnerScores, far: Mapping[str, HowFar]) -> Feedback:
    items = dict.fromkeys(cell.item for cell in book.cells)
    late = {answer.item: answer.days for answer in one.late_answers}
    parts = tuple(ItemFeedback(title_of(item), _lines(book, one, item, far), late.get(item, 0.0)) for item in items)
    return Feedback(book.lesson, parts, one.total, book.most, one.penalty, one.waits)


def _lines(book: Scorebook, one: LearnerScores, item: str, far: Mapping[str, HowFar]) -> tuple[CellFeedback, ...]:
    known = competencies()
    found = []
    for cell in book.cells:
        scored = one.scores.get(cell.name)
        if cell.item == item and scored is not None:
            about = known[cell.competency].name if cell.competency in known else cell.name
            how = "" if scored.points or far[cell.name].met is Met.DONE else str(far[cell.name])
            said, by_reader = html.unescape(scored.comment), scored.by_grader
            found.append(
                CellFeedback(cell.name, item, about, scored.points, cell.most, said, scored.waits, by_reader, how)
            )
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
