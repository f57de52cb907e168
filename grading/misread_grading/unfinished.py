"""What a learner has not done of a lesson yet, in words, so that those who follow a cohort can write to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.feedback import title_of
from misread_records.handed_in import NotCounted
from misread_records.marks import Met, how_far
from misread_records.writing import written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from misread_grading.cells import GradedCell
    from misread_grading.met import MetBy
    from misread_grading.release import Assignment
    from misread_grading.scorebook import Scorebook
    from misread_records import Event

NOT_WRITTEN = "not written"
NOT_HANDED_IN = "begun, not handed in"


def unfinished(events: Sequence[Event], assignment: Assignment) -> tuple[str, ...]:
    """Return what somebody has not done of a lesson, as in "Sam and Priya: not finished (8 of 9 decisions)".

    Args:
        events: what they did in the lesson.
        assignment: the lesson as it was released.

    Raises:
        UnknownScenario, UnknownExercise: where the library lacks an item that the lesson gives points for.
    """
    return (*_cases_and_exercises(events, assignment), *_texts(events, assignment))


def has_begun(events: Sequence[Event], assignment: Assignment) -> bool:
    """Tell whether somebody has done anything that gives points, or has begun a text."""
    texts = (written(events, item) for item in assignment.answers)
    return any(one is not None and one.text.strip() for one in texts) or any(
        how_far(events, item).met is not Met.AHEAD for item in assignment.items
    )


def _cases_and_exercises(events: Sequence[Event], assignment: Assignment) -> Iterator[str]:
    for item in assignment.items:
        far = how_far(events, item)
        if far.met in {Met.AHEAD, Met.BEGUN}:
            yield f"{title_of(item)}: {far}"


def _texts(events: Sequence[Event], assignment: Assignment) -> Iterator[str]:
    for item in assignment.answers:
        text = written(events, item)
        if text is None or text.handed_in is None:
            yield f"{title_of(item)}: {NOT_HANDED_IN if text and text.text.strip() else NOT_WRITTEN}"
