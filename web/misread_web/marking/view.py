"""Values that the marking pages show, taken from a pile."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_course.catalogue import lessons
from misread_grading.marking import Stage
from misread_grading.reports import ordinal_alpha, weighted_kappa

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_grading.marking import Closeness, LearnerText, Pile, Task
    from misread_grading.reports import Estimate
    from misread_records.marking import Marking
    from misread_scenarios.exercises import RubricRow, TaskRow

MOST_COMMENTS = 8
"""Most earlier comments that the page offers again."""


@dataclasses.dataclass(frozen=True)
class TaskView:
    """An exercise in the list.

    Attributes:
        task: the exercise.
        lesson: the title of its lesson.
        texts, done: the number of texts, and the number of those that wait for nobody.
        waiting: the numbers of the texts that wait for this grader.
        own: this grader's markings, drafts included, with the numbers of the texts, the latest first.
        kappa, alpha: the agreement of two graders.
    """

    task: Task
    lesson: str
    texts: int
    done: int
    waiting: Sequence[int]
    own: Sequence[tuple[int, Marking]]
    kappa: Estimate | None
    alpha: Estimate | None


@dataclasses.dataclass(frozen=True)
class TextView:
    """A text to mark; `earlier` is this grader's marking of the version before the text was handed in again."""

    task: Task
    number: int
    text: LearnerText
    words: str
    given: Marking | None
    earlier: Marking | None
    comments: Sequence[str]
    waiting: Sequence[int]
    done: int
    texts: int
    closeness: Closeness
    has_read: bool
    may_read: bool

    @property
    def length(self) -> int:
        """Number of words, counted as the writer saw it."""
        return self.task.exercise.length(self.words)

    @property
    def rows(self) -> list[tuple[RubricRow, TaskRow | None]]:
        """The rows to mark, each with its wording for this task, if it has one."""
        wordings = {row.id: row for row in self.task.exercise.rows}
        return [(row, wordings.get(row.id)) for row in self.task.rubric.rows]

    @property
    def changing(self) -> bool:
        """Whether the grader has begun to change the marks that count."""
        return self.has_read and self.given is not None and not self.given.final

    @property
    def new_rows(self) -> list[str]:
        """The names of rows that were added to the rubric after this grader marked the text."""
        if self.given is None or self.given.rubric == self.task.rubric.version:
            return []
        return [(wording or row).name for row, wording in self.rows if row.id not in self.given.rows]

    @property
    def following(self) -> int | None:
        """The number of the next text that waits, starting again after the last one; None if no other text waits."""
        place = self.waiting.index(self.number) + 1 if self.number in self.waiting else 0
        in_turn = (*self.waiting[place:], *self.waiting[:place])
        return next((number for number in in_turn if number != self.number), None)


def task_view(pile: Pile, marker: str) -> TaskView:
    """Return the progress of marking an exercise."""
    totals = pile.totals_of_two()
    return TaskView(
        pile.task,
        next((lesson.title for lesson in lessons() if lesson.name == pile.task.lesson), pile.task.lesson),
        len(pile.words),
        _done(pile),
        pile.waiting_for(marker),
        _own(pile, marker),
        weighted_kappa(totals),
        ordinal_alpha(totals),
    )


def text_view(pile: Pile, number: int, marker: str) -> TextView | None:
    """Return one text with this grader's marking; None if there is no text with this number."""
    text = pile.numbered().get(number)
    if text is None:
        return None
    state = pile.standings[text]
    return TextView(
        pile.task,
        number,
        text,
        pile.words[text],
        pile.own(text, marker),
        pile.earlier(text, marker),
        _comments(pile, marker, text),
        pile.waiting_for(marker),
        _done(pile),
        len(pile.words),
        pile.closeness(text),
        has_read=state.was_read_by(marker),
        may_read=state.is_open_to(marker),
    )


def _done(pile: Pile) -> int:
    return sum(state.stage is Stage.DONE for state in pile.standings.values())


def _own(pile: Pile, marker: str) -> list[tuple[int, Marking]]:
    markings = ((number, pile.own(text, marker)) for number, text in pile.numbered().items())
    given = ((number, marking) for number, marking in markings if marking)
    return sorted(given, key=lambda pair: pair[1].at, reverse=True)


def _comments(pile: Pile, marker: str, text: LearnerText) -> list[str]:
    """Return this grader's comments, each once: on the version before of this text, then on others, latest first."""
    before = pile.earlier(text, marker)
    mine = (marking for marking in reversed(pile.markings) if marking.marker == marker)
    others = [marking for marking in mine if marking.learner != text.learner and marking.final]
    comments = (marking.comment.strip() for marking in [*([before] if before else []), *others])
    return list(dict.fromkeys(filter(None, comments)))[:MOST_COMMENTS]
