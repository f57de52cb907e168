"""What a learner has not finished in a lesson, in words, so that L&D teams can write to them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_grading.reports.feedback import title_of
from misread_records.scoring import Met, how_far
from misread_records.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from misread_grading.assignment import Assignment
    from misread_grading.gradebook import Scorebook
    from misread_grading.reports.items_met import MetBy
    from misread_records import Event

NOT_WRITTEN = "not written"
BEGUN_ALONE = "begun, not handed in"
NOT_HANDED_IN = "not handed in"
_OPEN = {Met.AHEAD, Met.BEGUN}


@dataclasses.dataclass(frozen=True)
class UnfinishedWork:
    """What a learner has not done in a lesson.

    Attributes:
        begun: whether they have done anything that gives points, or begun a text.
        missing: what is not done, for example "Sam and Priya: not finished (8 of 9 decisions)"; empty if all is done.
    """

    begun: bool
    missing: tuple[str, ...]


def progress(events: Sequence[Event], assignment: Assignment) -> UnfinishedWork:
    """Return what a learner has not done in a lesson, by their events.

    Raises:
        UnknownScenario, UnknownExercise: if the library lacks an item that the lesson gives points for.
    """
    states = [*_cases_and_exercises(events, assignment), *_texts(events, assignment)]
    begun = any(how not in {Met.AHEAD, NOT_WRITTEN} for _, how in states)
    return UnfinishedWork(begun, tuple(f"{title_of(item)}: {how}" for item, how in states if how))


def _cases_and_exercises(events: Sequence[Event], assignment: Assignment) -> Iterator[tuple[str, str]]:
    for item in assignment.items:
        far = how_far(events, item)
        yield item, str(far) if far.met in _OPEN else ""


def _texts(events: Sequence[Event], assignment: Assignment) -> Iterator[tuple[str, str]]:
    for item in assignment.answers:
        text = written(events, item)
        if text is not None and text.handed_in is not None:
            yield item, ""
        else:
            yield item, BEGUN_ALONE if text and text.text.strip() else NOT_WRITTEN


def not_handed_in(book: Scorebook) -> list[str]:
    """Return the students of a gradebook without a graded submission."""
    return [learner.student for learner in book.learners if not learner.scores]


def not_finished(book: Scorebook, met: MetBy) -> dict[str, tuple[str, ...]]:
    """Return, for each learner with a submission, what they did not try or finish."""
    unfinished = {}
    for learner in book.learners:
        open_cells = [cell for cell in book.cells if learner.scores and met[learner.student][cell.name].met in _OPEN]
        if open_cells:
            words = (
                f"{title_of(cell.item)}: {NOT_HANDED_IN if cell.by_hand else met[learner.student][cell.name]}"
                for cell in open_cells
            )
            unfinished[learner.student] = tuple(dict.fromkeys(words))
    return unfinished
