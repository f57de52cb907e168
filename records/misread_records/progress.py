"""A learner's progress with each kind of item in a lesson: pure functions of events and content."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from misread_records.answers import tries
from misread_records.writing import written
from misread_scenarios.exercises import BadAnswer, score, understood

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pydantic import JsonValue

    from misread_records.event import Event
    from misread_records.play_state import PlayState
    from misread_records.writing import Written
    from misread_scenarios.cards import Guess, Recall
    from misread_scenarios.exercises import Answer, Scored
    from misread_scenarios.mirrors import Mirrors

HowFar = Literal["ahead", "begun", "done"]
TRIES = 2
"""After so many marks the moment is revealed, even if none was right."""
MARK = "mark"
"""The question id of the marks in a talk."""


@dataclasses.dataclass(frozen=True)
class ItemProgress:
    """A learner's progress with an item; `resting` tells that nothing in it waits for them."""

    how_far: HowFar = "ahead"
    resting: bool = False


def standing_at(given: int, of: int) -> ItemProgress:
    """Return a learner's progress with so many of several answers given."""
    if given >= of:
        return ItemProgress("done", resting=True)
    return ItemProgress("begun" if given else "ahead")


@dataclasses.dataclass(frozen=True)
class Draft:
    """A learner's text for a question; `done` once they asked to compare it, `kept` with all its versions."""

    text: str = ""
    done: bool = False
    kept: Written | None = None


def draft(events: Iterable[Event], item: str, question: str) -> Draft:
    """Return the current text for a question."""
    text = written(events, item, question)
    return Draft(text.text, text.handed is not None, text) if text else Draft()


def choice_on(events: Iterable[Event], item: str, card: Guess) -> str | None:
    """Return the id of the choice made on a card; None before that."""
    for event in events:
        if event.item == item and event.kind == "answered" and event.data.get("choice") in list(card.choices):
            return str(event.data["choice"])
    return None


def guess_standing(events: Iterable[Event], item: str, card: Guess) -> ItemProgress:
    """Return a learner's progress with a guess card."""
    return standing_at(int(choice_on(events, item, card) is not None), 1)


def recall_answers(events: Iterable[Event], item: str, card: Recall) -> int:
    """Return how many of a card's questions have an answer."""
    all_events = tuple(events)
    return sum(bool(draft(all_events, item, question.id).text.strip()) for question in card.questions)


def recall_standing(events: Iterable[Event], item: str, card: Recall) -> ItemProgress:
    """Return a learner's progress with a recall card."""
    return standing_at(recall_answers(events, item, card), len(card.questions))


def marked_lines(events: Iterable[Event], item: str, talk: Mirrors) -> tuple[int, ...]:
    """Return the marked lines, in order; the first one counts."""
    answers = (event.data for event in events if event.item == item and event.kind == "answered")
    lines = (data.get("line") for data in answers if data.get("question") == MARK)
    return tuple(line for line in lines if isinstance(line, int) and 1 <= line <= len(talk.lines))


def is_moment_told(marks: tuple[int, ...], talk: Mirrors) -> bool:
    """Return whether the moment is revealed after these marks."""
    return talk.mark.key in marks or len(marks) >= TRIES


def mirrors_answers(events: Iterable[Event], item: str, talk: Mirrors) -> int:
    """Return how many questions on a talk have an answer: the line to mark, and the questions answered in writing."""
    all_events = tuple(events)
    written = sum(bool(draft(all_events, item, question.id).text.strip()) for question in talk.writings)
    return is_moment_told(marked_lines(all_events, item, talk), talk) + written


def mirrors_standing(events: Iterable[Event], item: str, talk: Mirrors) -> ItemProgress:
    """Return a learner's progress with a talk; the first mark begins it."""
    all_events = tuple(events)
    standing = standing_at(mirrors_answers(all_events, item, talk), 1 + len(talk.writings))
    return ItemProgress("begun") if marked_lines(all_events, item, talk) and standing.how_far == "ahead" else standing


@dataclasses.dataclass(frozen=True)
class ExerciseTry:
    """One try: the answer (None if it does not fit the current exercise), and the share that it earned."""

    answer: Answer | None
    share: Fraction


def tried(events: Iterable[Event], item: str, exercise: Scored) -> tuple[ExerciseTry, ...]:
    """Return the tries at an exercise that count."""
    return tuple(_scored(exercise, attempt.answer) for attempt in tries(events, item)[: exercise.tries])


def _scored(exercise: Scored, answer: JsonValue) -> ExerciseTry:
    try:
        read = understood(exercise, answer)
    except BadAnswer:
        return ExerciseTry(None, Fraction(0))
    return ExerciseTry(read, score(exercise, read))


def is_over(attempts: tuple[ExerciseTry, ...], exercise: Scored) -> bool:
    """Return whether no try is left, or none is needed."""
    return len(attempts) >= exercise.tries or any(attempt.share == 1 for attempt in attempts)


def exercise_standing(attempts: tuple[ExerciseTry, ...], exercise: Scored) -> ItemProgress:
    """Return a learner's progress with an exercise: one try completes it, and it rests when no try is left."""
    return ItemProgress("done", resting=is_over(attempts, exercise)) if attempts else ItemProgress()


def reflection_standing(events: Iterable[Event], item: str) -> ItemProgress:
    """Return a learner's progress with a text; a text changed after it was handed in waits to be handed in again."""
    text = written(events, item)
    if text is None or (not text.text.strip() and text.handed_in is None):
        return ItemProgress()
    return (
        ItemProgress("begun") if text.handed_in is None else ItemProgress("done", resting=text.done and not text.others)
    )


def scenario_standing(sitting: PlayState) -> ItemProgress:
    """Return a learner's progress with a scenario: the first run counts, and a later one may be unfinished."""
    if sitting.first is None:
        return ItemProgress()
    return (
        ItemProgress("done", resting=sitting.screen == "debrief")
        if sitting.is_through(sitting.first)
        else ItemProgress("begun")
    )
