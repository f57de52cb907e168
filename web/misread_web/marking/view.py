"""What a page of marking shows: plain values, put together from a pile."""

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
"""Earlier comments that are offered again."""


@dataclasses.dataclass(frozen=True)
class TaskView:
    """An exercise in the list.

    Attributes:
        task: the exercise.
        lesson: the title of its lesson.
        texts, done: how many texts there are, and how many wait for nobody.
        waiting: the numbers of those that wait for this reader.
        own: what this reader has given, drafts included, with the numbers of the texts, the latest first.
        kappa, alpha: how far two readers agree.
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
    """A text on the desk; `earlier` is what this reader gave for what it was before it was handed in anew."""

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
        """How many words the text has, as its writer saw them counted."""
        return self.task.exercise.length(self.words)

    @property
    def rows(self) -> list[tuple[RubricRow, TaskRow | None]]:
        """The rows to mark, each with what it means for this task, where that is said."""
        own = {row.id: row for row in self.task.exercise.rows}
        return [(row, own.get(row.id)) for row in self.task.rubric.rows]

    @property
    def changing(self) -> bool:
        """Whether the reader has begun to give other marks than those that count."""
        return self.has_read and self.given is not None and not self.given.final

    @property
    def new_rows(self) -> list[str]:
        """The names of the rows that the rubric has got since this reader marked the text; none where it has not."""
        if self.given is None or self.given.rubric == self.task.rubric.version:
            return []
        return [(here or row).name for row, here in self.rows if row.id not in self.given.rows]

    @property
    def following(self) -> int | None:
        """The number of the text that comes next, if another one waits: in turn, and then from the first again."""
        place = self.waiting.index(self.number) + 1 if self.number in self.waiting else 0
        in_turn = (*self.waiting[place:], *self.waiting[:place])
        return next((number for number in in_turn if number != self.number), None)


def task_view(pile: Pile, marker: str) -> TaskView:
    """Return how far the reading of an exercise is."""
    totals = pile.totals_of_two()
    return TaskView(
        pile.task,
        next((one.title for one in lessons() if one.name == pile.task.lesson), pile.task.lesson),
        len(pile.words),
        _done(pile),
        pile.waiting_for(marker),
        _own(pile, marker),
        weighted_kappa(totals),
        ordinal_alpha(totals),
    )


def text_view(pile: Pile, number: int, marker: str) -> TextView | None:
    """Return one text with what this reader has given for it; None if there is no such number."""
    text = pile.numbered().get(number)
    if text is None:
        return None
    standing = pile.standings[text]
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
        has_read=standing.was_read_by(marker),
        may_read=standing.is_open_to(marker),
    )


def _done(pile: Pile) -> int:
    return sum(found.stage is Stage.DONE for found in pile.standings.values())


def _own(pile: Pile, marker: str) -> list[tuple[int, Marking]]:
    found = ((number, pile.own(text, marker)) for number, text in pile.numbered().items())
    return sorted(((number, own) for number, own in found if own), key=lambda one: one[1].at, reverse=True)


def _comments(pile: Pile, marker: str, text: LearnerText) -> list[str]:
    """Return what this reader wrote, to what this text was before and to other texts, the latest first, each once."""
    before = pile.earlier(text, marker)
    others = [one for one in reversed(pile.markings) if one.marker == marker and one.learner != text.learner]
    own = ([before] if before else []) + [one for one in others if one.final]
    return list(dict.fromkeys(one.comment.strip() for one in own if one.comment.strip()))[:MOST_COMMENTS]
