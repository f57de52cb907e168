"""When the questions of a lesson return: pure functions of a learner's events, the content and the clock."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from misread_records import Event
from misread_scenarios.reviews import ReviewCard, review_cards

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

REVIEW = "review"
"""The lesson that the events of reviews name."""
AT_ONCE = 6
"""After how many questions on one day the rest may wait: about eight minutes."""
SECONDS_EACH = 80
Finished = Mapping[str, datetime]
"""When each finished lesson was finished, by its module."""


@dataclasses.dataclass(frozen=True)
class Round:
    """One time that a learner answered a review card.

    Attributes:
        number: which time it is, from 1.
        recalled: what they wrote from memory, which is empty if they could not remember; None before that.
        picked: the option that they chose; None before that, and for a card without a choice.
        is_over: whether nothing of the card is left to answer.
        at: when they answered last.
    """

    number: int
    recalled: str | None
    picked: str | None
    is_over: bool
    at: datetime


@dataclasses.dataclass(frozen=True)
class ReviewState:
    """A review card of a finished lesson, as it stands for one learner on one day.

    Attributes:
        card: the card.
        rounds: the times that they answered it, oldest first.
        due: since which day it waits for an answer; None if it doesn't.
        ahead: the later days on which it returns.
    """

    card: ReviewCard
    rounds: tuple[Round, ...]
    due: date | None
    ahead: tuple[date, ...]

    @property
    def now(self) -> Round | None:
        """The round to show: the one that is begun, or else the last one if the card isn't due; None for a new one."""
        last = self.rounds[-1] if self.rounds else None
        return last if last and (not last.is_over or self.due is None) else None


@dataclasses.dataclass(frozen=True)
class Reviews:
    """A learner's review cards on one day, each under its id, in the order in which they are asked."""

    cards: Mapping[str, ReviewState]
    today: date
    zone: ZoneInfo

    @property
    def is_much(self) -> bool:
        """Whether more questions wait than anybody should answer in one go."""
        return len(self.due) > AT_ONCE

    @property
    def due(self) -> tuple[ReviewState, ...]:
        """The cards that wait for an answer today."""
        return tuple(each for each in self.cards.values() if each.due is not None)

    @property
    def minutes(self) -> int:
        """About how many minutes the cards take that wait today."""
        return max(1, round(len(self.due) * SECONDS_EACH / 60))

    @property
    def done_today(self) -> tuple[ReviewState, ...]:
        """The cards that were answered today."""
        return tuple(
            each
            for each in self.cards.values()
            if each.rounds and each.rounds[-1].is_over and each.rounds[-1].at.astimezone(self.zone).date() == self.today
        )

    @property
    def may_rest(self) -> bool:
        """Whether enough questions were answered today, though more wait."""
        return bool(self.due) and len(self.done_today) >= AT_ONCE

    @property
    def ahead(self) -> tuple[tuple[date, int], ...]:
        """The later days on which questions return, with how many do, soonest first."""
        days = sorted(day for each in self.cards.values() for day in each.ahead)
        return tuple((day, len(list(same))) for day, same in groupby(days))


def reviews_of(finished: Finished, events: Iterable[Event], now: datetime, zone: ZoneInfo) -> Reviews:
    """Return a learner's review cards.

    A card names the days after the end of its lesson on which it returns. It waits until it is answered; somebody who
    comes late answers it once for all days that have passed. Cards of several modules take turns.

    Args:
        finished: when each finished lesson was finished.
        events: the learner's events.
        now: the time.
        zone: the time zone in which days begin.
    """
    today = now.astimezone(zone).date()
    given: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.lesson == REVIEW:
            given[event.item].append(event)
    of_module: dict[str, list[ReviewCard]] = defaultdict(list)
    for card in review_cards().values():
        if card.module in finished:
            of_module[card.module].append(card)
    in_turn = sorted(
        ((place, module, card) for module, cards in of_module.items() for place, card in enumerate(cards)),
        key=lambda each: each[:2],
    )
    returns = {}
    for _, module, card in in_turn:
        begun = finished[module].astimezone(zone).date()
        returns[card.id] = _state(card, rounds(card, given[card.id]), begun, today, zone)
    return Reviews(returns, today, zone)


def rounds(card: ReviewCard, events: Iterable[Event]) -> tuple[Round, ...]:
    """Return the times that a card was answered; `events` are the learner's events about it, oldest first."""
    by_number: dict[int, Round] = {}
    for event in events:
        at = by_number.get(event.attempt) or Round(event.attempt, None, None, is_over=False, at=event.at)
        if event.kind == "wrote":
            text = str(event.data.get("text", ""))
            at = dataclasses.replace(at, recalled=text, at=event.at, is_over=at.is_over or card.choice is None)
        elif event.kind == "answered" and card.choice and event.data.get("choice") in list(card.choice.options):
            at = dataclasses.replace(at, picked=str(event.data["choice"]), at=event.at, is_over=True)
        by_number[event.attempt] = at
    return tuple(by_number[number] for number in sorted(by_number))


def _state(card: ReviewCard, given: tuple[Round, ...], begun: date, today: date, zone: ZoneInfo) -> ReviewState:
    days = [begun + timedelta(days) for days in card.next]
    answered = [each.at.astimezone(zone).date() for each in given if each.is_over]
    last = max((day for day in days if day <= today), default=None)
    waits = last is not None and not any(day >= last for day in answered)
    return ReviewState(card, given, last if waits else None, tuple(day for day in days if day > today))
