"""A learner's way through an exercise on values: rounds of sorting, each finished or not.

Each step is an event ``answered`` with the data ``{"step": "keep", "answer": [card, …]}``, ``{"step": "rank",
"answer": [card, …]}`` (the most important first), ``{"step": "days", "answer": []}`` when the learner leaves the
questions about days, or ``{"step": "pair", "answer": [card, card]}``, in which the job of the first card was taken. A
later event of a step replaces an earlier one of the same round, which is the event's attempt. An event ``restarted``
begins the next round. Texts are events ``wrote``, whose questions belong to cards and not to rounds.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Literal

from misread_records.progress import ItemProgress
from misread_scenarios.exercises import BadAnswer, Values, ValuesAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from pydantic import JsonValue

    from misread_records.event import Event

ValuesStep = Literal["keep", "rank", "days", "pair"]
QUESTIONS = ("had", "lacked", "means")
"""The questions about each ranked card, in their order."""


def value_question(card: str, question: str) -> str:
    """Return the id under which a learner's text about a card is kept, such as `craft.had`."""
    return f"{card}.{question}"


@dataclasses.dataclass(frozen=True)
class ValuesRound:
    """One round of sorting.

    Attributes:
        number: which round it is, counted from 1.
        answer: what was sorted so far; choices only for pairs of the cards that are ranked now.
        days_done: whether the learner has left the questions about days.
        at: the time of the latest step, in UTC; None before the first.
    """

    number: int
    answer: ValuesAnswer = dataclasses.field(default_factory=ValuesAnswer)
    days_done: bool = False
    at: datetime | None = None

    @property
    def open_pairs(self) -> tuple[tuple[str, str], ...]:
        """The pairs of ranked cards between which no job was chosen yet."""
        chosen = {frozenset(choice) for choice in self.answer.choices}
        return tuple(
            pair for pair in itertools.combinations(sorted(self.answer.ranked), 2) if frozenset(pair) not in chosen
        )

    @property
    def step(self) -> ValuesStep | None:
        """The first step that is not done; None if the round is complete."""
        if not self.answer.kept:
            return "keep"
        if not self.answer.ranked:
            return "rank"
        if not self.days_done and not self.answer.choices:
            return "days"
        return "pair" if self.open_pairs else None


def value_rounds(events: Iterable[Event], item: str, exercise: Values) -> tuple[ValuesRound, ...]:
    """Return the rounds in their order, at least one; steps that do not fit the exercise are skipped."""
    rounds = [ValuesRound(1)]
    for event in events:
        if event.item != item:
            continue
        if event.kind == "restarted" and event.attempt == len(rounds) + 1:
            rounds.append(ValuesRound(event.attempt))
        elif event.kind == "answered" and 1 <= event.attempt <= len(rounds):
            before = rounds[event.attempt - 1]
            after = _after(before, exercise, event.data.get("step"), event.data.get("answer"))
            rounds[event.attempt - 1] = before if after is None else dataclasses.replace(after, at=event.at)
    return tuple(rounds)


def _after(before: ValuesRound, exercise: Values, step: JsonValue, answer: JsonValue) -> ValuesRound | None:
    """Return a round after one more step; None if the step does not fit it."""
    sorted_ = before.answer
    try:
        if step == "keep":
            kept = exercise.read_kept(answer)
            ranked = sorted_.ranked if set(sorted_.ranked) <= set(kept) else ()
            return dataclasses.replace(before, answer=_fitting(kept, ranked, sorted_))
        if step == "rank":
            ranked = exercise.read_ranked(answer, sorted_.kept)
            return dataclasses.replace(before, answer=_fitting(sorted_.kept, ranked, sorted_))
        if step == "pair":
            taken, other = exercise.read_choice(answer, sorted_.ranked)
            choices = (choice for choice in sorted_.choices if {*choice} != {taken, other})
            return dataclasses.replace(
                before, answer=dataclasses.replace(sorted_, choices=(*choices, (taken, other))), days_done=True
            )
    except BadAnswer:
        return None
    return dataclasses.replace(before, days_done=True) if step == "days" and sorted_.ranked else None


def _fitting(kept: tuple[str, ...], ranked: tuple[str, ...], before: ValuesAnswer) -> ValuesAnswer:
    """Return an answer with the earlier choices between cards that are still ranked."""
    choices = tuple(choice for choice in before.choices if set(choice) <= set(ranked))
    return ValuesAnswer(kept, ranked, choices)


def current_values(rounds: Iterable[ValuesRound]) -> ValuesRound | None:
    """Return the latest complete round; None if there is none."""
    return next((each for each in reversed(tuple(rounds)) if each.step is None), None)


def values_standing(rounds: tuple[ValuesRound, ...]) -> ItemProgress:
    """Return a learner's progress: one complete round completes the exercise, and a round that was begun waits."""
    if current_values(rounds):
        return ItemProgress("done", resting=rounds[-1].step is None)
    return ItemProgress("begun" if rounds[0].answer.kept else "ahead")
