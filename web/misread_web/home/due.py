"""What a page says about a lesson's due date: the date, what has counted since, and what a late change costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from misread_course.graded_cells import graded_items
from misread_records.earned_since import earned_since
from misread_scenarios.language import figure
from misread_web.language import N_, _, ngettext

if TYPE_CHECKING:
    from misread_grading.gradebook import Deadline
    from misread_records import Event
    from misread_web.home.progress import LessonProgress

FREE = N_("is late, but loses no points")
NOTHING = N_("is late, and earns nothing")
STAYS = N_("What you had by then still counts.")
REPLACES = N_(
    "What you had by then still counts, save a text that you hand in again: it takes the place of the one before."
)


@dataclasses.dataclass(frozen=True)
class Cost:
    """The cost of being late: of `of` points earned late, `taken` are lost; None if none are lost."""

    taken: float | None
    of: float

    @property
    def is_all(self) -> bool:
        """Whether late work earns nothing."""
        return self.taken is not None and self.taken >= self.of

    def __str__(self) -> str:
        """Return the cost as the rest of a sentence, after its subject."""
        if self.is_all:
            return _(NOTHING)
        if not self.taken:
            return _(FREE)
        lost = _("is late: {of} points earned then lose {taken}")
        return lost.format(of=figure(self.of), taken=figure(self.taken))

    @property
    def now(self) -> str:
        """A sentence about what somebody does now, after the date."""
        return _("What you do now {cost}.").format(cost=self)

    @property
    def after(self) -> str:
        """A sentence about what somebody does after a date that has not passed yet."""
        return _("What you answer, improve or hand in after that {cost}.").format(cost=self)

    @property
    def from_now(self) -> str:
        """A sentence about what somebody does from now on, after the date."""
        return _("What you answer, improve or hand in from now on {cost}.").format(cost=self)

    @property
    def late(self) -> str:
        """A sentence for the moment in which the date passes."""
        return _("The due date has passed: what you answer, improve or hand in now {cost}.").format(cost=self)

    @property
    def keeps(self) -> str:
        """A sentence about the work that was in time; empty if being late costs nothing."""
        return "" if not self.taken else _(STAYS) if self.is_all else _(REPLACES)


@dataclasses.dataclass(frozen=True)
class Due:
    """What a page says about a lesson's due date to one learner.

    Attributes:
        at: the due date, with the learner's extension.
        longer: a phrase about the extension; empty if there is none.
        has_passed: whether the date has passed.
        cost: the cost of a change made now or, before the date, right after it.
        then: once the date has passed, a sentence about the learner's work; otherwise empty.
    """

    at: datetime
    longer: str
    has_passed: bool
    cost: Cost
    then: str = ""


def due_of(deadline: Deadline, cost: Cost, now: datetime, done: Done) -> Due:
    """Return what a page says about a due date.

    Args:
        deadline: the due date and the learner's extension.
        cost: the cost of work done now or, before the date, right after it.
        now: the time at which the page is read.
        done: what the learner has done of the lesson.
    """
    days = ngettext(
        "your extension of {days} day included", "your extension of {days} days included", deadline.longer
    ).format(days=figure(deadline.longer))
    has_passed = now > deadline.due
    then = _then(deadline.due, cost, done) if has_passed else ""
    return Due(deadline.due, days if deadline.longer else "", has_passed, cost, then)


@dataclasses.dataclass(frozen=True)
class Done:
    """A learner's work on a lesson: since when each item has earned points, and whether all items are done."""

    since: tuple[datetime, ...] = ()
    is_whole: bool = False


def done_of(progress: LessonProgress, events: Iterable[Event]) -> Done:
    """Return a learner's work on a lesson; `events` are all their events, of any lesson."""
    lesson_events = tuple(event for event in events if event.lesson == progress.lesson.name)
    graded = graded_items(progress.lesson)
    counting = [step for step in progress.steps if step.item.id in graded]
    moments = (earned_since(lesson_events, step.item.id) for step in counting)
    return Done(tuple(at for at in moments if at), all(step.state == "done" for step in counting))


def _then(due: datetime, cost: Cost, done: Done) -> str:
    late = [at for at in done.since if at > due]
    if late and len(late) == len(done.since):
        return _("What you answered came later: it {cost}.").format(cost=cost)
    if late:
        said = _("Something that you answered came later: it {cost}.").format(cost=cost)
        return f"{said} {_(STAYS)}"
    if done.is_whole:
        return _("You were in time.")
    return f"{_(STAYS)} {cost.now}" if done.since else cost.now
