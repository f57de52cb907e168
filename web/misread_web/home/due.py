"""What a learner is told of a lesson's date: until when, what is true once it has passed, what a late change costs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from misread_records.earned_since import earned_since
from misread_web.live import EARNING

if TYPE_CHECKING:
    from misread_grading.gradebook import Deadline
    from misread_records import Event
    from misread_web.home.progress import LessonProgress

FREE = "is late, but loses no points"
NOTHING = "is late, and earns nothing"
STAYS = "What you had by then still counts."
REPLACES = (
    "What you had by then still counts, save a text that you hand in again: it takes the place of the one before."
)


@dataclasses.dataclass(frozen=True)
class Cost:
    """What being late costs: the points that are taken off of some that are earned then; None: nothing is."""

    taken: float | None
    of: float

    @property
    def is_all(self) -> bool:
        """Whether late work earns nothing."""
        return self.taken is not None and self.taken >= self.of

    def __str__(self) -> str:
        """Say it, after what it is that comes late."""
        if self.is_all:
            return NOTHING
        return f"is late: {self.of:g} points earned then lose {round(self.taken, 2):g}" if self.taken else FREE

    @property
    def keeps(self) -> str:
        """Say what becomes of what was there in time; nothing if being late costs nothing."""
        return "" if not self.taken else STAYS if self.is_all else REPLACES


@dataclasses.dataclass(frozen=True)
class Due:
    """What a page says of a lesson's date to one learner.

    Attributes:
        at: the date, with what they were given longer.
        longer: says that an extension is in it, if there is one.
        has_passed: whether it lies behind them.
        cost: what a change costs from now on; before the date, one that comes right after it.
        then: what is true of their work, once the date has passed.
    """

    at: datetime
    longer: str
    has_passed: bool
    cost: Cost
    then: str = ""


def due_of(deadline: Deadline, cost: Cost, now: datetime, done: Done) -> Due:
    """Return what is said of a date.

    Args:
        deadline: until when.
        cost: what something that comes now costs, or just after the date while that is ahead.
        now: the moment at which the page is read.
        done: what the learner has done.
    """
    days = f"your extension of {round(deadline.longer, 2):g} day{'' if deadline.longer == 1 else 's'} included"
    has_passed = now > deadline.due
    then = _then(deadline.due, cost, done) if has_passed else ""
    return Due(deadline.due, days if deadline.longer else "", has_passed, cost, then)


@dataclasses.dataclass(frozen=True)
class Done:
    """What somebody has done of a lesson: since when each answer that earns something does, and whether all is done."""

    since: tuple[datetime, ...] = ()
    is_whole: bool = False


def done_of(progress: LessonProgress, events: Iterable[Event]) -> Done:
    """Return what a learner has done of a lesson; `events` are theirs, also those of other lessons."""
    here = tuple(event for event in events if event.lesson == progress.lesson.name)
    counting = [step for step in progress.steps if step.item.kind in EARNING]
    moments = (earned_since(here, step.item.id) for step in counting)
    return Done(tuple(at for at in moments if at), all(step.state == "done" for step in counting))


def _then(due: datetime, cost: Cost, done: Done) -> str:
    late = [at for at in done.since if at > due]
    if late and len(late) == len(done.since):
        return f"What you answered came later: it {cost}."
    if late:
        return f"Something that you answered came later: it {cost}. {STAYS}"
    if done.is_whole:
        return "You were in time."
    return f"{f'{STAYS} ' if done.since else ''}What you do now {cost}."
