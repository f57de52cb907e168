"""What there is to translate in the course, and what is wrong with its translations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from misread_course.catalogue import Lesson, lessons, short
from misread_course.graded_cells import is_graded
from misread_course.notebook import cells_of, content, source_of
from misread_course.translation import texts_of_description
from misread_scenarios.problems import Problem
from misread_scenarios.translating import Source, library_sources, problems
from misread_scenarios.translation import languages_of


def lesson_lines(lesson: Lesson) -> dict[str, str]:
    """Return the texts of a lesson in English: those of its description, then those of its cells with words, by id.

    A cell for an answer has no words to translate.
    """
    notebook = content(lesson.notebook)
    worded = [cell for cell in cells_of(notebook) if cell["cell_type"] == "markdown" and not is_graded(cell)]
    about = dict(texts_of_description(notebook["metadata"]["misread"]))
    return {**about, **{cell["id"]: source_of(cell) for cell in worded}}


def sources() -> dict[str, Callable[[], Source]]:
    """Return what there is to translate in the course, lessons and library, by its name, each as a function."""
    return {**{lesson.name: partial(_source, lesson) for lesson in (*lessons(), short())}, **library_sources()}


def _source(lesson: Lesson) -> Source:
    return Source(lesson.name, lesson.notebook.parent, lesson_lines(lesson))


def check_translations() -> tuple[Problem, ...]:
    """Return what is wrong with the translations of the course."""
    read = [make() for make in sources().values()]
    return tuple(problem for source in read for lang in languages_of(source.path) for problem in problems(source, lang))
