"""Reconcile the gradebook with graders' marks, after a change of the rubric or of the number of graders."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.gradebook import ScoreChange, keep, last, moves_between, record
from misread_grading.marking.queue import MarkingQueue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from misread_grading.course import Course
    from misread_grading.gradebook import Given
    from misread_grading.marking.pile import Pile
    from misread_grading.marking.workflow import LearnerText
    from misread_records.marking_store import Markings
    from misread_records.people import Cohorts

BY_RUBRIC = "the rubric or the number of graders has changed"


@dataclasses.dataclass(frozen=True)
class Reconciled:
    """The texts of an exercise after their scores were written into the gradebook.

    Attributes:
        item: the exercise.
        texts, marked: the number of texts, and the number of those that wait for nobody.
        again: the number of texts that have points and wait for a grader; the points stay until then.
        moves: the scores that changed.
    """

    item: str
    texts: int
    marked: int
    again: int
    moves: tuple[ScoreChange, ...]


@dataclasses.dataclass(frozen=True)
class Unreconciled:
    """The texts of an exercise whose points in the gradebook may not stay.

    Attributes:
        cohort, item: the cohort and the exercise of the texts.
        again: the number of texts that have points and wait for a grader.
        others: the number of texts whose marks make other points than the gradebook has so far.
    """

    cohort: str
    item: str
    again: int
    others: int


def reconcile_texts(queue: MarkingQueue, pile: Pile, course: Course) -> Reconciled:
    """Write the scores of a pile's texts into the gradebook, and which texts wait for a grader again.

    A score moves if the rubric or the number of graders has changed, or somebody typed another one into formgrader. The
    scores from before are kept. While a text waits for a grader again, its score does not move.
    """
    task = pile.task
    latest = last(course, task.lesson)
    before = record(course, task.lesson, latest)
    marked = queue.write(task, pile.standings)
    queue.reopen(task, pile.reopened)
    after = record(course, task.lesson, latest)
    all_moves = moves_between(before, after, lambda _: BY_RUBRIC)
    moves = tuple(move for move in all_moves if move.cell == task.cell and move.before is not None)
    if moves:
        keep(course, before)
        keep(course, after)
    return Reconciled(task.item, len(pile.words), marked, _again(pile, queue.points(task)), moves)


def reconcile_lesson(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> list[Reconciled]:
    """Reconcile the texts of a lesson, exercise by exercise, of each cohort whose graders have begun."""
    return [reconcile_texts(queue, pile, course) for _, queue, pile in _begun(course, cohorts, markings, lesson)]


def moves_of_lesson(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> Iterator[ScoreChange]:
    """Yield the scores of texts that `reconcile_lesson` would move; nothing is written."""
    for _, queue, pile in _begun(course, cohorts, markings, lesson):
        given = queue.points(pile.task)
        for text in sorted(_others(pile, given) & {text for text in pile.words if text.learner in given}, key=_learner):
            score = pile.standings[text].score
            if score is not None:
                yield ScoreChange(text.learner, pile.task.cell, given[text.learner].points, float(score), BY_RUBRIC)


def _learner(text: LearnerText) -> str:
    return text.learner


def update_waiting(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> list[Unreconciled]:
    """Write into the gradebook which texts of a lesson wait for a grader again, and which no longer do.

    No score moves by this. Return the exercises that have texts whose points may not stay.
    """
    left = []
    for cohort, queue, pile in _begun(course, cohorts, markings, lesson):
        _write_waiting(queue, pile)
        left.append(_unreconciled(cohort, queue, pile))
    return [unreconciled for unreconciled in left if unreconciled.again or unreconciled.others]


def _write_waiting(queue: MarkingQueue, pile: Pile) -> None:
    """Write which texts of a pile wait for a grader again, and which texts with unchanged points no longer wait."""
    queue.reopen(pile.task, pile.reopened)
    given = queue.points(pile.task)
    others = _others(pile, given)
    same = {text: state for text, state in pile.standings.items() if text not in others}
    queue.write(pile.task, {text: state for text, state in same.items() if _waits(given, text)})


def _unreconciled(cohort: str, queue: MarkingQueue, pile: Pile) -> Unreconciled:
    """Count the texts of a pile whose points may not stay."""
    given = queue.points(pile.task)
    return Unreconciled(cohort, pile.task.item, _again(pile, given), len(_others(pile, given)))


def _begun(
    course: Course, cohorts: Cohorts, markings: Markings, lesson: str
) -> Iterator[tuple[str, MarkingQueue, Pile]]:
    for cohort in cohorts.cohorts():
        queue = MarkingQueue(course, markings, cohort.name, cohorts=cohorts)
        for task in queue.tasks():
            if task.lesson == lesson and queue.is_begun(task):
                yield cohort.name, queue, queue.pile(task)


def _waits(given: Mapping[str, Given], text: LearnerText) -> bool:
    """Return whether a text has points and waits for a grader in the gradebook."""
    return text.learner in given and given[text.learner].waits


def _again(pile: Pile, given: Mapping[str, Given]) -> int:
    return sum(state.score is None and _waits(given, text) for text, state in pile.standings.items())


def _others(pile: Pile, given: Mapping[str, Given]) -> set[LearnerText]:
    """Return the texts whose marks make other points than the gradebook has."""
    done = ((text, state.score) for text, state in pile.standings.items() if state.score is not None)
    return {text for text, score in done if text.learner not in given or given[text.learner].points != float(score)}
