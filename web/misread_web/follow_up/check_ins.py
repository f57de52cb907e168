"""When a learner looks back on their plan: pure functions of their events and the clock."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from misread_records import Event, written
from misread_scenarios.exercises import FormDate, filled, form_dates, load_form
from misread_web.language import N_, _

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

CHECK_IN = "check-in"
"""The lesson that the events of check-ins name."""
DAYS = (30, 90)
"""After how many days a learner looks back on their plan."""
PLAN = "X6.4"
"""The exercise in which the plan is written."""
TOOLS = ("T1", "T2")
"""The tools whose dates belong to a plan: the conversation planner and the development plan."""
Happened = Literal["yes", "partly", "no"]
HAPPENED: Mapping[str, str] = {"yes": N_("Yes"), "partly": N_("In part"), "no": N_("Not yet")}


@dataclasses.dataclass(frozen=True)
class Answers:
    """What a learner said at a check-in.

    Attributes:
        happened: whether the conversation of the plan took place.
        in_the_way: what got in the way, or helped.
        seen: what is different, and who can see it.
        next: the next day to look at; None if none was named.
        at: when they said it.
    """

    happened: str
    in_the_way: str
    seen: str
    next: date | None
    at: datetime

    @property
    def words(self) -> str:
        """Whether it took place, in words."""
        return _(HAPPENED[self.happened]) if self.happened in HAPPENED else ""


@dataclasses.dataclass(frozen=True)
class CheckIn:
    """One check-in.

    Attributes:
        days: how many days after the plan it comes.
        on: its day.
        answers: what the learner said; None before that.
        is_due: whether it waits for the learner: its day has come, and it has no answers, nor has a later one come.
    """

    days: int
    on: date
    answers: Answers | None
    is_due: bool


@dataclasses.dataclass(frozen=True)
class Plan:
    """A learner's plan.

    Attributes:
        text: the plan as last handed in; empty if only tools were filled in.
        dates: the dates on the tools that belong to a plan.
        begun: the day on which the plan was first handed in, or else the first of these tools was finished.
        check_ins: its check-ins, soonest first.
    """

    text: str
    dates: tuple[FormDate, ...]
    begun: date
    check_ins: tuple[CheckIn, ...]

    @property
    def due(self) -> CheckIn | None:
        """The check-in that waits for the learner; None if none does."""
        return next((each for each in self.check_ins if each.is_due), None)

    def check_in(self, days: int) -> CheckIn | None:
        """Return the check-in after so many days; None if there is none."""
        return next((each for each in self.check_ins if each.days == days), None)


def plan(events: Iterable[Event], now: datetime, zone: ZoneInfo) -> Plan | None:
    """Return a learner's plan with its check-ins; None before a plan was handed in or one of the tools was finished.

    Args:
        events: all of the learner's events.
        now: the time.
        zone: the time zone in which days begin.
    """
    all_events = tuple(events)
    handed_in = _handed_in(all_events, PLAN) or [at for tool in TOOLS for at in _handed_in(all_events, tool)]
    if not handed_in:
        return None
    text = written((event for event in all_events if event.item == PLAN), PLAN, PLAN)
    begun, today = min(handed_in).astimezone(zone).date(), now.astimezone(zone).date()
    come = [days for days in DAYS if begun + timedelta(days) <= today]
    check_ins = []
    for days in DAYS:
        given = answers(all_events, days)
        is_due = given is None and bool(come) and days == come[-1]
        check_ins.append(CheckIn(days, begun + timedelta(days), given, is_due))
    return Plan((text.handed_in or "") if text else "", _dates(all_events), begun, tuple(check_ins))


def _handed_in(events: Iterable[Event], item: str) -> list[datetime]:
    """Return when a text or a tool was handed in or finished."""
    return [
        event.at for event in events if event.item == item and event.kind == "wrote" and event.data.get("done") is True
    ]


def _dates(events: tuple[Event, ...]) -> tuple[FormDate, ...]:
    """Return the dates on the tools that belong to a plan, soonest first."""
    dates: list[FormDate] = []
    for tool in TOOLS:
        text = written((event for event in events if event.item == tool), tool, tool)
        if text is not None:
            dates += form_dates(filled(load_form(tool), text.text))
    return tuple(sorted(dates, key=lambda each: each.day))


def item_of(days: int) -> str:
    """Return the item that the events of a check-in name."""
    return f"check-in.{days}"


def answers(events: Iterable[Event], days: int) -> Answers | None:
    """Return what a learner last said at a check-in; None if nothing."""
    given = [event for event in events if event.lesson == CHECK_IN and event.item == item_of(days)]
    if not given:
        return None
    data = given[-1].data
    texts = {name: str(data.get(name, "")) for name in ("happened", "in_the_way", "seen")}
    return Answers(**texts, next=day_of(str(data.get("next", ""))), at=given[-1].at)


def day_of(text: str) -> date | None:
    """Return the day that a text such as 2027-03-07 names; None if it names none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
