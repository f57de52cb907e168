"""What the texts of a cohort come to by the rubric and the readers as they are now: who moves, who waits again."""

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

READERS = "what readers gave comes to that by the rubric and the number of readers as they are now"


@dataclasses.dataclass(frozen=True)
class Settled:
    """The texts of an exercise, once the gradebook has what they come to.

    Attributes:
        item: the exercise.
        texts, marked: how many texts there are, and how many of them wait for nobody.
        again: how many wait for a reader although they have points, which stay until then.
        moves: scores that are others than they were.
    """

    item: str
    texts: int
    marked: int
    again: int
    moves: tuple[ScoreChange, ...]


@dataclasses.dataclass(frozen=True)
class Unsettled:
    """The texts of an exercise whose points in the gradebook may not stay.

    Attributes:
        cohort, item: the cohort and the exercise of the texts.
        again: how many wait for a reader although they have points.
        others: how many come to other points than the gradebook has, which nobody has written there yet.
    """

    cohort: str
    item: str
    again: int
    others: int


def settle_texts(desk: MarkingQueue, pile: Pile, course: Course) -> Settled:
    """Write what the texts of a pile come to into the gradebook, and let it say which wait for a reader again.

    A score moves where there was another: the rubric has changed, or who reads, or somebody typed it into formgrader.
    What the scores were before is kept. Where a reader is waited for again, nothing moves until they have read.
    """
    task = pile.task
    known = last(course, task.lesson)
    before = record(course, task.lesson, known)
    marked = desk.write(task, pile.standings)
    desk.reopen(task, pile.reopened)
    after = record(course, task.lesson, known)
    all_moves = moves_between(before, after, lambda _: READERS)
    found = tuple(move for move in all_moves if move.cell == task.cell and move.before is not None)
    if found:
        keep(course, before)
        keep(course, after)
    return Settled(task.item, len(pile.words), marked, _again(pile, desk.points(task)), found)


def settle_lesson(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> list[Settled]:
    """Settle the texts of a lesson, exercise by exercise, of each cohort whose graders have begun."""
    return [settle_texts(desk, pile, course) for _, desk, pile in _begun(course, cohorts, markings, lesson)]


def moves_of_lesson(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> Iterator[ScoreChange]:
    """Yield the scores of texts that `settle_lesson` would move; nothing changes by this."""
    for _, desk, pile in _begun(course, cohorts, markings, lesson):
        given = desk.points(pile.task)
        for text in sorted(_others(pile, given) & {text for text in pile.words if text.learner in given}, key=_learner):
            score = pile.standings[text].score
            if score is not None:
                yield ScoreChange(text.learner, pile.task.cell, given[text.learner].points, float(score), READERS)


def _learner(text: LearnerText) -> str:
    return text.learner


def update_waiting(course: Course, cohorts: Cohorts, markings: Markings, lesson: str) -> list[Unsettled]:
    """Write into the gradebook which texts of a lesson wait for a grader again, and which no longer do.

    No score moves by this. Return the exercises that have texts whose points may not stay.
    """
    left = []
    for cohort, desk, pile in _begun(course, cohorts, markings, lesson):
        _write_waiting(desk, pile)
        left.append(_unsettled(cohort, desk, pile))
    return [found for found in left if found.again or found.others]


def _write_waiting(desk: MarkingQueue, pile: Pile) -> None:
    """Write which texts of a pile wait for a grader again, and which that kept their points no longer do."""
    desk.reopen(pile.task, pile.reopened)
    given = desk.points(pile.task)
    others = _others(pile, given)
    same = {text: found for text, found in pile.standings.items() if text not in others}
    desk.write(pile.task, {text: found for text, found in same.items() if _waits(given, text)})


def _unsettled(cohort: str, desk: MarkingQueue, pile: Pile) -> Unsettled:
    """Count the texts of a pile whose points may not stay."""
    given = desk.points(pile.task)
    return Unsettled(cohort, pile.task.item, _again(pile, given), len(_others(pile, given)))


def _begun(
    course: Course, cohorts: Cohorts, markings: Markings, lesson: str
) -> Iterator[tuple[str, MarkingQueue, Pile]]:
    for cohort in cohorts.cohorts():
        desk = MarkingQueue(course, markings, cohort.name, cohorts=cohorts)
        for task in desk.tasks():
            if task.lesson == lesson and desk.is_begun(task):
                yield cohort.name, desk, desk.pile(task)


def _waits(given: Mapping[str, Given], text: LearnerText) -> bool:
    """Tell whether a text has points, and the gradebook says that a reader is waited for."""
    return text.learner in given and given[text.learner].waits


def _again(pile: Pile, given: Mapping[str, Given]) -> int:
    return sum(found.score is None and _waits(given, text) for text, found in pile.standings.items())


def _others(pile: Pile, given: Mapping[str, Given]) -> set[LearnerText]:
    """Return the texts that come to points which the gradebook does not have."""
    done = ((text, found.score) for text, found in pile.standings.items() if found.score is not None)
    return {text for text, score in done if text.learner not in given or given[text.learner].points != float(score)}
