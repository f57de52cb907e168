"""Pile of the texts of an exercise: the markings of each text, and the text that a grader reads next."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from misread_grading.marking.answer_texts import AnswerPlace
from misread_grading.marking.similarity import Closeness, closeness
from misread_grading.marking.workflow import LearnerText, MarkingState, numbered, waiting_for

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_records.marking import Marking
    from misread_scenarios.exercises import Reflection, Rubric


@dataclasses.dataclass(frozen=True)
class Task:
    """An exercise whose texts graders mark.

    Attributes:
        lesson, cell: the lesson, and the `grade_id` of the cell in its notebook.
        blank: the content of the cell if nothing was written.
        exercise, rubric: the exercise, and the rubric for marking.
    """

    lesson: str
    cell: str
    blank: str
    exercise: Reflection
    rubric: Rubric

    @property
    def item(self) -> str:
        """The id of the exercise."""
        return self.exercise.id

    @property
    def sheet(self) -> AnswerPlace:
        """The place of its texts in the notebooks."""
        return AnswerPlace(self.lesson, self.cell, self.blank)


@dataclasses.dataclass(frozen=True)
class Pile:
    """The texts of a task.

    Attributes:
        task: the exercise.
        words: the words of each text.
        standings: the state of each text.
        given: all markings so far, drafts included, in the order in which they were given.
        markings: the same markings, adapted to the current rubric.
    """

    task: Task
    words: Mapping[LearnerText, str]
    standings: Mapping[LearnerText, MarkingState]
    given: tuple[Marking, ...]
    markings: tuple[Marking, ...]

    @property
    def reopened(self) -> list[LearnerText]:
        """The unchanged texts that a grader has marked and that wait again: for another grader, or for a new row."""
        read = {(marking.learner, marking.text) for marking in self.given if marking.final}
        waiting = (text for text, state in self.standings.items() if state.score is None)
        return [text for text in waiting if (text.learner, text.version) in read]

    def closeness(self, text: LearnerText) -> Closeness:
        """Return how much of a text is copied from the model text of its exercise."""
        return closeness(self.words[text], self.task.exercise)

    def close(self) -> list[int]:
        """Return the numbers of the texts that are close to the model text."""
        return [number for number, text in self.numbered().items() if self.closeness(text).is_close]

    def numbered(self) -> dict[int, LearnerText]:
        """Return the texts by their numbers."""
        return numbered(self.words)

    def waiting_for(self, marker: str) -> list[int]:
        """Return the numbers of the texts that this grader may read, the most urgent first."""
        numbers = {text: number for number, text in self.numbered().items()}
        others = (marking for marking in self._latest.values() if marking.marker != marker)
        drafts = {(marking.learner, marking.text) for marking in others if not marking.final}
        begun = [text for text in self.standings if (text.learner, text.version) in drafts]
        return [numbers[text] for text in waiting_for(marker, self.standings, frozenset(begun))]

    def totals_of_two(self) -> list[tuple[int, int]]:
        """Return the totals of the first two graders of each text that two have read."""
        pairs = [state.readings[:2] for state in self.standings.values() if len(state.readings) > 1]
        return [(first.total, second.total) for first, second in pairs]

    def own(self, text: LearnerText, marker: str) -> Marking | None:
        """Return a grader's last marking of the current text, draft or not."""
        last = self._latest.get((text.learner, marker))
        return last if last is not None and last.text == text.version else None

    def earlier(self, text: LearnerText, marker: str) -> Marking | None:
        """Return a grader's last marking of an earlier version of this text, draft or not."""
        mine = (last for last in reversed(self.markings) if last.marker == marker and last.learner == text.learner)
        return next((marking for marking in mine if marking.text != text.version), None)

    @functools.cached_property
    def _latest(self) -> dict[tuple[str, str], Marking]:
        """The last marking, by learner and grader."""
        return {(marking.learner, marking.marker): marking for marking in self.markings}
