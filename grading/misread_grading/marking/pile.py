"""The texts of an exercise in a pile: what was given for each, and which of them a reader takes next."""

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
    """An exercise whose texts are read.

    Attributes:
        lesson, cell: where they stand: the lesson, and the `grade_id` in its notebook.
        blank: what the cell says where nothing was written.
        exercise, rubric: what was asked, and what is marked.
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
        """Where its texts stand."""
        return AnswerPlace(self.lesson, self.cell, self.blank)


@dataclasses.dataclass(frozen=True)
class Pile:
    """The texts of a task.

    Attributes:
        task: the exercise.
        words: what each says.
        standings: where each stands.
        given: what readers have given so far, drafts included, in the order in which they did.
        markings: the same, as it counts by the rubric as it is now.
    """

    task: Task
    words: Mapping[LearnerText, str]
    standings: Mapping[LearnerText, MarkingState]
    given: tuple[Marking, ...]
    markings: tuple[Marking, ...]

    @property
    def reopened(self) -> list[LearnerText]:
        """The texts that a reader was done with as they are, and that wait for one: a further one, or for a new row."""
        read = {(one.learner, one.text) for one in self.given if one.final}
        waiting = (text for text, found in self.standings.items() if found.score is None)
        return [text for text in waiting if (text.learner, text.version) in read]

    def closeness(self, text: LearnerText) -> Closeness:
        """Return how much of a text stands in the model text of its exercise."""
        return closeness(self.words[text], self.task.exercise)

    def close(self) -> list[int]:
        """Return the numbers of the texts that are close to the model text."""
        return [number for number, text in self.numbered().items() if self.closeness(text).is_close]

    def numbered(self) -> dict[int, LearnerText]:
        """Return the texts by the numbers they go by."""
        return numbered(self.words)

    def waiting_for(self, marker: str) -> list[int]:
        """Return the numbers of the texts that this reader may read, the most urgent first."""
        numbers = {text: number for number, text in self.numbered().items()}
        others = (one for one in self._latest.values() if one.marker != marker)
        drafts = {(one.learner, one.text) for one in others if not one.final}
        begun = [text for text in self.standings if (text.learner, text.version) in drafts]
        return [numbers[text] for text in waiting_for(marker, self.standings, frozenset(begun))]

    def totals_of_two(self) -> list[tuple[int, int]]:
        """Return the totals of the first two readers of each text that two have read."""
        pairs = [found.readings[:2] for found in self.standings.values() if len(found.readings) > 1]
        return [(first.total, second.total) for first, second in pairs]

    def own(self, text: LearnerText, marker: str) -> Marking | None:
        """Return what a reader last gave for a text as it is now, draft or not."""
        last = self._latest.get((text.learner, marker))
        return last if last is not None and last.text == text.version else None

    def earlier(self, text: LearnerText, marker: str) -> Marking | None:
        """Return what a reader last gave for what this text was before it was handed in anew, draft or not."""
        mine = (one for one in reversed(self.markings) if one.marker == marker and one.learner == text.learner)
        return next((one for one in mine if one.text != text.version), None)

    @functools.cached_property
    def _latest(self) -> dict[tuple[str, str], Marking]:
        """The last of what was given, by learner and reader."""
        return {(one.learner, one.marker): one for one in self.markings}
