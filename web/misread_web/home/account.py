"""What is kept of a learner beside what they did: who they are, their sign-ins, and what was graded of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from misread_records.people import Cohorts, Member, SignIn

if TYPE_CHECKING:
    from misread_web.graded_course import GradedCourse

NEWS = timedelta(days=30)
"""For how long the home tells of a new device that nobody has confirmed."""


def new_devices(sign_ins: Iterable[SignIn], now: datetime) -> tuple[SignIn, ...]:
    """Return the sign-ins from new devices that a learner should look at; their very first one is none of them."""
    newest_first = tuple(sign_ins)
    return tuple(one for one in newest_first[:-1] if one.new_device and one.noted is None and one.at > now - NEWS)


@dataclasses.dataclass(frozen=True)
class Account:
    """Everything about a learner that is no event of theirs.

    Attributes:
        member: who they are in their cohort; None if nobody signs in.
        sign_ins: all that are kept, the newest first.
        graded: of each lesson that was handed in or graded: what of it has been released, and what waits for that.
    """

    member: Member | None = None
    sign_ins: tuple[SignIn, ...] = ()
    graded: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def account_of(people: Cohorts | None, graded: GradedCourse | None, learner: str) -> Account:
    """Return what is kept of a learner beside their events.

    Raises:
        JournalError: if it cannot be read.
    """
    grades = graded.kept_of(learner) if graded else {}
    if people is None:
        return Account(graded=grades)
    return Account(people.find(learner), people.sign_ins.of(learner), grades)
