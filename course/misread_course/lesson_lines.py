"""The lines of a lesson that can be translated, by their keys."""

from __future__ import annotations

from misread_course.catalogue import Lesson
from misread_course.graded_cells import is_graded
from misread_course.notebook import cells_of, content, source_of
from misread_course.translation import texts_of_description


def lesson_lines(lesson: Lesson) -> dict[str, str]:
    """Return the texts of a lesson in English: those of its description, then those of its cells with words, by id.

    A cell for an answer has no words to translate.
    """
    notebook = content(lesson.notebook)
    worded = [cell for cell in cells_of(notebook) if cell["cell_type"] == "markdown" and not is_graded(cell)]
    about = dict(texts_of_description(notebook["metadata"]["misread"]))
    return {**about, **{cell["id"]: source_of(cell) for cell in worded}}
