"""How far each learner got with each item of a lesson, by the graded answers: a blank answer is not a wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.scoring import Met, Reached, how_far
from misread_records.submission_answers import NotCounted, read_handed_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_course.graded_cells import GradedCell
    from misread_grading.course import Course
    from misread_grading.gradebook import LearnerScores, Scorebook

DONE, AHEAD, UNCOUNTED = Reached(Met.DONE), Reached(Met.AHEAD), Reached(Met.UNCOUNTED)

MetBy = dict[str, dict[str, Reached]]
"""How far each learner got with each graded cell, by the learner and the cell's `grade_id`."""


def met(course: Course, book: Scorebook) -> MetBy:
    """Return how far each learner got with each graded cell; learners without a submission have tried nothing.

    Raises:
        UnknownScenario, UnknownExercise: if the library lacks an item that a released lesson gives points for.
    """
    return {learner.student: _of(course, book, learner) for learner in book.learners}


def _of(course: Course, book: Scorebook, learner: LearnerScores) -> dict[str, Reached]:
    if not learner.scores:
        return dict.fromkeys((cell.name for cell in book.cells), AHEAD)
    items = _items(course, book, learner.student)
    return {cell.name: _cell(cell, learner, items) for cell in book.cells}


def _items(course: Course, book: Scorebook, student: str) -> Mapping[str, Reached]:
    """Return how far a learner got with each automatically scored item, by the answers beside the graded notebook."""
    asked = {cell.item for cell in book.cells if not cell.by_hand}
    try:
        events = read_handed_in(course.path("autograded", student, book.lesson)).events(book.lesson)
    except NotCounted:
        return dict.fromkeys(asked, UNCOUNTED)
    return {item: how_far(events, item) for item in asked}


def _cell(cell: GradedCell, learner: LearnerScores, items: Mapping[str, Reached]) -> Reached:
    scored = learner.scores.get(cell.name)
    if scored is None:
        return AHEAD
    if scored.by_grader or (cell.by_hand and scored.waits):
        return DONE
    return AHEAD if cell.by_hand else items[cell.item]
