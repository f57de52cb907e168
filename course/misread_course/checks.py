"""The checker's rules for lessons."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from misread_course import text_checks
from misread_course.catalogue import Lesson
from misread_course.coverage import coverage, uses
from misread_course.giveaways import above, giveaways
from misread_course.graded_cells import asked_of, is_graded, problems
from misread_course.items import LessonSection, items, sections
from misread_course.notebook import Cell, cells
from misread_course.steps import CASE
from misread_scenarios.checks import Documented, Finding
from misread_scenarios.ideas import ideas
from misread_scenarios.library import FOLDER, load
from misread_scenarios.problems import Problem, Severity, listed, offer

FRAME = "frame"
"""The tag of a cell whose section frames the lesson and treats none of its ideas."""
IDEAS = "ideas.yaml"
"""The file of the course's ideas, beside the scenarios."""


@dataclasses.dataclass(frozen=True)
class LessonRule(Documented):
    """Something that must hold for one lesson. The docstring of `find` is the rule's documentation page."""

    code: str
    severity: Severity
    find: Callable[[Lesson], Iterable[Finding]]

    def problems(self, lesson: Lesson) -> list[Problem]:
        """Return the problems that the rule finds in a lesson."""
        findings = dict.fromkeys(self.find(lesson))
        return [Problem(lesson.notebook.name, line, self.code, message, self.severity) for line, message in findings]


@dataclasses.dataclass(frozen=True)
class CourseRule(Documented):
    """Something that must hold for all lessons together. The docstring of `find` is the rule's documentation page."""

    code: str
    severity: Severity
    find: Callable[[Iterable[Lesson]], Iterable[Finding]]
    """Takes the lessons and yields lines of `ideas.yaml`."""

    def problems(self, lessons: Iterable[Lesson]) -> list[Problem]:
        """Return the problems that the rule finds."""
        return [Problem(IDEAS, line, self.code, message, self.severity) for line, message in self.find(lessons)]


def told_above(lesson: Lesson) -> Iterator[Finding]:
    """LE001: no text above a case gives away its best options.

    The rule reads all text that a learner meets above a case, including headings and first guesses. If two neighbouring
    sentences share at least three word stems with a best option, and fewer with every other option, they give that
    option away before the learner plays the case. Say it below the case, or in other words.
    """
    for item in items(lesson):
        for giveaway in giveaways(load(item.id), above(lesson, item)) if item.kind == CASE else ():
            message = f"the text above the case gives away '{giveaway.option}' of '{item.id}': '{giveaway.passage}'"
            yield (
                _line(lesson, item.cell),
                f"{message} ({listed(sorted(giveaway.shared))}); say it below the case, or in other words",
            )


def unknown_ideas(lesson: Lesson) -> Iterator[Finding]:
    """LE002: every idea that a lesson names belongs to the course.

    The cells and items of a lesson name the ideas that they teach and practise, by the ids in `ideas.yaml` beside the
    scenarios. `misread coverage` counts them. An id that is missing from that file is a slip, and the idea that the
    author meant is not counted. Correct the id, or add the idea to the file.
    """
    for use in uses(lesson):
        if use.idea not in ideas():
            message = f"'{use.place}' names the idea '{use.idea}', which the course does not have"
            yield _line(lesson, use.cell), f"{message}; {offer(use.idea, ideas())}"


def unclear_points(lesson: Lesson) -> Iterator[Finding]:
    """LE003: the points of each graded cell belong to one item that the lesson holds.

    A graded code cell asks once for the points of an item, and names the item in the call, as in
    `lesson.points("sam-priya", "C1", out_of=4)`. If the cell asks for several items, names no item, or names an item
    that is not in the lesson, the gradebook shows the points in the wrong place, or no learner can earn them.
    """
    held = {item.id for item in items(lesson)}
    unclear = list(problems(cells(lesson)))
    yield from ((_line(lesson, cell["id"]), message) for cell, message in unclear)
    for cell in cells(lesson):
        if is_graded(cell) and all(cell is not other for other, _ in unclear):
            asked = asked_of(cell)
            if asked is None or asked.item not in held:
                what = f"'{asked.item}', which the lesson does not hold" if asked else "no item"
                name = cell["metadata"]["nbgrader"]["grade_id"]
                yield _line(lesson, cell["id"]), f"the cell '{name}' gives points for {what}; name one of its items"


def untagged_blocks(lesson: Lesson) -> Iterator[Finding]:
    """LE011: every section of a lesson and every item in it names an idea.

    What names no idea is in no table of `misread coverage`: nobody sees what it is for, or that an idea has lost its
    only place. A section names an idea in `covers` of its text, or by an item that names one. A section that frames
    the lesson, such as its sources, has a cell with the tag `frame`; the lesson's title needs none.
    """
    named = {use.place for use in uses(lesson)} | {use.cell for use in uses(lesson)}
    for item in items(lesson):
        if item.id not in named:
            yield _line(lesson, item.cell), f"'{item.id}' names no idea; list the ideas that it practises in `covers`"
    section, blocks = None, defaultdict[LessonSection, list[Cell]](list)
    heads = {head.cell: head for head in sections(lesson)}
    for cell in cells(lesson):
        section = heads.get(cell["id"], section)
        if section is not None and section.level > 1:
            blocks[section].append(cell)
    for head, block in blocks.items():
        is_frame = any(FRAME in cell["metadata"].get("tags", ()) for cell in block)
        if not is_frame and not any(cell["id"] in named for cell in block):
            message = f"the section '{head.title}' names no idea; list those that it teaches in `covers` of its cell"
            yield (
                _line(lesson, head.cell),
                f"{message}, or give the cell the tag `{FRAME}` if it only frames the lesson",
            )


def missing_ideas(lessons: Iterable[Lesson]) -> Iterator[Finding]:
    """LE010: the course teaches and practises each of its ideas, and assesses the core ones.

    An idea is taught in a text or a first guess, and practised in a case, an exercise, a tool or a question from
    memory. A core idea, `core: true` in `ideas.yaml`, is also assessed, by an exercise that scores itself. Texts and
    items name their ideas in `covers`, and `misread coverage --gaps` lists what is missing. Name the idea where it is
    already treated; otherwise write the text or the exercise that lacks, or take the idea out of the course.
    """
    lines = (FOLDER / IDEAS).read_text("utf-8").splitlines()
    for row in coverage(lessons):
        if row.gaps:
            line = next((number for number, text in enumerate(lines, 1) if text.startswith(f"{row.idea}:")), 1)
            lacks = " or ".join(row.gaps)
            yield line, f"the idea '{row.idea}' is not {lacks} in any lesson; see misread coverage --gaps"


def _placed(find: Callable[[Lesson], Iterable[tuple[str, str]]]) -> Callable[[Lesson], Iterable[Finding]]:
    """Turn a rule that names cells into one that names the lines of the notebook's file."""

    @functools.wraps(find)
    def placed(lesson: Lesson) -> Iterator[Finding]:
        yield from ((_line(lesson, cell), message) for cell, message in find(lesson))

    return placed


def _line(lesson: Lesson, cell: str) -> int:
    """Return the line of the notebook's file that holds the id of a cell."""
    lines = lesson.notebook.read_text("utf-8").splitlines()
    return next((number for number, line in enumerate(lines, 1) if f'"id": "{cell}"' in line), 1)


RULES = (
    LessonRule("LE001", "fail", told_above),
    LessonRule("LE002", "fail", unknown_ideas),
    LessonRule("LE003", "fail", unclear_points),
    LessonRule("LE004", "fail", _placed(text_checks.hard_words)),
    LessonRule("LE005", "fail", _placed(text_checks.leaving_out)),
    LessonRule("LE006", "fail", _placed(text_checks.unknown_studies)),
    LessonRule("LE007", "fail", _placed(text_checks.causes_without_an_experiment)),
    LessonRule("LE008", "fail", _placed(text_checks.real_people)),
    LessonRule("LE009", "warn", _placed(text_checks.other_minutes)),
    LessonRule("LE011", "fail", untagged_blocks),
)


COURSE_RULES = (CourseRule("LE010", "fail", missing_ideas),)


def check_course(lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """Return the problems that the rules find in all lessons of the course together."""
    whole = tuple(lessons)
    return tuple(problem for rule in COURSE_RULES for problem in rule.problems(whole))


def check_lessons(lessons: Iterable[Lesson]) -> tuple[Problem, ...]:
    """Return the problems that the rules find in lessons."""
    return tuple(problem for lesson in lessons for rule in RULES for problem in rule.problems(lesson))
