"""The data about a learner other than their events: their membership, their sign-ins and their grades."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from misread_records.people import Certificate, Certificates, Cohorts, Member, SignIn

if TYPE_CHECKING:
    from misread_records import Event
    from misread_web.graded_course import GradedCourse

NEWS = timedelta(days=30)
"""How long the home points out a new device that the learner has not confirmed."""


def new_devices(sign_ins: Iterable[SignIn], now: datetime) -> tuple[SignIn, ...]:
    """Return the sign-ins from new devices that a learner should check; the very first sign-in is not one of them."""
    newest_first = tuple(sign_ins)
    return tuple(each for each in newest_first[:-1] if each.new_device and each.noted is None and each.at > now - NEWS)


@dataclasses.dataclass(frozen=True)
class Account:
    """The data about a learner other than their events.

    Attributes:
        member: their membership in a cohort; None if nobody signs in.
        sign_ins: their sign-ins, newest first.
        graded: for each lesson that was handed in or graded, by its name, the released and the waiting results.
        certificate: their certificate; None if they have none.
        workshops: what they did in the workshops that they joined by their account, by the join codes.
    """

    member: Member | None = None
    sign_ins: tuple[SignIn, ...] = ()
    graded: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    certificate: Certificate | None = None
    workshops: Mapping[str, tuple[Event, ...]] = dataclasses.field(default_factory=dict)


def account_of(
    people: Cohorts | None, graded: GradedCourse | None, learner: str, certificates: Certificates | None = None
) -> Account:
    """Return the data about a learner other than their events.

    Raises:
        JournalError: if it cannot be read.
    """
    grades = graded.kept_of(learner) if graded else {}
    certificate = certificates.of(learner) if certificates else None
    if people is None:
        return Account(graded=grades, certificate=certificate)
    return Account(people.find(learner), people.sign_ins.of(learner), grades, certificate)
