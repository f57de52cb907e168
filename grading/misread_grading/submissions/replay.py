"""Runs and answers that do not fit the present content, because choices or ids in it have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.errors import GradingError
from misread_grading.gradebook import versions
from misread_grading.released_cells import released_cells
from misread_grading.reports import title_of
from misread_records.scoring import fit
from misread_records.submission_answers import NotCounted, read_handed_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from misread_grading.course import Course
    from misread_records import Event


class CannotReplay(GradingError):
    """Some learners' work cannot be scored with the present content, and would silently get 0 points.

    Attributes:
        lesson: the lesson's name.
        why: what does not fit any more, by learner.
    """

    def __init__(self, lesson: str, why: Mapping[str, Sequence[str]]) -> None:
        """Take the lesson, and by learner what does not fit any more."""
        super().__init__(f"what {len(why)} learners did in {lesson} does not fit the lesson any more")
        self.lesson, self.why = lesson, why


def unreplayable(course: Course, lesson: str) -> dict[str, list[str]]:
    """Return which answers do not fit the content any more, by learner: "Sam and Priya: 2 of 8 still fit".

    Only answers to another version of an item are checked: what never fitted was never scored.

    Raises:
        NotGraded: if the lesson was not released.
    """
    now = versions({cell.item for cell in released_cells(course, lesson) if not cell.by_hand})
    unfitting: dict[str, list[str]] = {}
    for student in course.students("submitted", lesson):
        try:
            events = read_handed_in(course.path("submitted", student, lesson)).events(lesson)
        except NotCounted:
            continue
        lost = [said for item, version in sorted(now.items()) if (said := _lost(events, item, version))]
        if lost:
            unfitting[student] = lost
    return unfitting


def _lost(events: Sequence[Event], item: str, version: str) -> str:
    own = [event for event in events if event.item == item]
    if all(event.content == version for event in own):
        return ""
    fitting, made = fit(events, item)
    return f"{title_of(item)}: {fitting} of {made} still fit" if fitting < made else ""
