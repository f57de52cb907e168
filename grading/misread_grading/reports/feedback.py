"""The present feedback of each learner on a lesson: its items, points and comments.

Learners read it once it is released, as it was then (`released_feedback`).
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
    from misread_records.scoring import Reached


TEMPLATE = "own_feedback"
"""The template of feedback pages: nbgrader's, but without MathJax, which it loads from a public address."""
TEMPLATES = (
    Path(__file__).parent / "templates",
    Path(nbgrader.__file__).parent / "server_extensions" / "formgrader" / "templates",
)
OWNER_ALONE = 600
"""The mode of a page, as nbgrader writes it: the octal digits, read as a decimal number."""


@dataclasses.dataclass(frozen=True)
class ItemFeedback:
    """The feedback on one item of a lesson.

    Attributes:
        title: the item's title.
        lines: the feedback on each of its cells.
        late: the number of calendar days by which its answer was late; 0 if it was on time. The points include the
            penalty, so items that differ only in this number are equal.
    """

    title: str
    lines: tuple[CellFeedback, ...]
    late: float = dataclasses.field(default=0.0, compare=False)

    @property
    def far(self) -> str:
        """How far the learner got, if that is why no cell gives points; otherwise empty."""
        said = {line.far for line in self.lines}
        return said.pop() if len(said) == 1 else ""

    @property
    def most(self) -> float:
        """The most points for the item."""
        return sum(line.most for line in self.lines)


@dataclasses.dataclass(frozen=True)
class CellFeedback:
    """The feedback on one graded cell.

    Attributes:
        cell, item: its `grade_id`, and the item that it gives points for.
        about: the competency or the name of the cell.
        points: the points; None before the first grader. A text that was handed in again keeps the earlier points.
        most: the most points of the cell.
        comment: the grader's comment.
        waits: whether it waits for a grader.
        by_reader: whether the points were given by hand.
        far: how far the learner got, if that is why there are no points; empty if it was done.
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
    """A learner's feedback on a lesson."""

    lesson: str
    parts: tuple[ItemFeedback, ...]
    total: float
    most: float
    penalty: float
    waits: bool


def feedback(course: Course, lesson: str) -> dict[str, Feedback]:
    """Return the present feedback of each learner who has handed in a lesson."""
    book = scorebook(course, lesson)
    far = met(course, book)
    return {
        learner.student: _feedback(book, learner, far[learner.student]) for learner in book.learners if learner.scores
    }


def generate(course: Course, lesson: str, students: Collection[str]) -> list[str]:
    """Let nbgrader make its feedback pages of some students' graded submissions.

    They are nbgrader's own pages, but load no script from another site; a course can name its own template.

    Returns:
        The students whose page could not be made, because their graded notebook cannot be read any more.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: if the gradebook cannot be used.
    """
    graded = course.students("autograded", lesson)
    wanted = sorted({*students} & {*graded})
    if not wanted:
        return sorted(students)
    config = Config(course.config)
    config.CourseDirectory.assignment_id = lesson
    config.CourseDirectory.student_id_exclude = ",".join(
        sorted({*course.directory.student_id_exclude.split(","), *graded} - {*wanted, ""})
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
    """Return the path of a learner's feedback page by nbgrader."""
    return course.notebook("feedback", student, lesson).with_suffix(".html")


def _feedback(book: Scorebook, learner: LearnerScores, far: Mapping[str, Reached]) -> Feedback:
    items = dict.fromkeys(cell.item for cell in book.cells)
    late = {answer.item: answer.days for answer in learner.late_answers}
    parts = tuple(ItemFeedback(title_of(item), _lines(book, learner, item, far), late.get(item, 0.0)) for item in items)
    return Feedback(book.lesson, parts, learner.total, book.most, learner.penalty, learner.waits)


def _lines(book: Scorebook, learner: LearnerScores, item: str, far: Mapping[str, Reached]) -> tuple[CellFeedback, ...]:
    names = competencies()
    lines = []
    for cell in book.cells:
        scored = learner.scores.get(cell.name)
        if cell.item == item and scored is not None:
            about = names[cell.competency].name if cell.competency in names else cell.name
            how = "" if scored.points or far[cell.name].met is Met.DONE else str(far[cell.name])
            said, by_reader = html.unescape(scored.comment), scored.by_grader
            lines.append(
                CellFeedback(cell.name, item, about, scored.points, cell.most, said, scored.waits, by_reader, how)
            )
    return tuple(lines)


def title_of(item: str) -> str:
    """Return the title of an exercise or scenario; the id itself if the library has none of that id."""
    written = exercises()
    if item in written:
        return written[item].title
    if item not in library():
        return item
    scenario = load(item)
    return default_names(scenario).fill(scenario.title)
