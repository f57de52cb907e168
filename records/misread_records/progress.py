"""How far a learner is with each kind of item in a lesson: pure functions of events and content."""

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
    from misread_records.play_state import Sitting
    from misread_records.writing import Written
    from misread_scenarios.cards import Guess, Recall
    from misread_scenarios.exercises import Answer, Scored
    from misread_scenarios.mirrors import Mirrors

HowFar = Literal["ahead", "begun", "done"]
TRIES = 2
"""After so many marks the moment is told, whichever line was marked."""
MARK = "mark"
"""The question under which a mark in a talk is kept."""


@dataclasses.dataclass(frozen=True)
class ItemProgress:
    """How far a learner is with a piece, for the pages around it; `resting` where nothing waits in it for them."""

    how_far: HowFar = "ahead"
    resting: bool = False


def standing_at(given: int, of: int) -> ItemProgress:
    """Return how far somebody is who has given so many of several answers."""
    if given >= of:
        return ItemProgress("done", resting=True)
    return ItemProgress("begun" if given else "ahead")


@dataclasses.dataclass(frozen=True)
class Draft:
    """What somebody has written to a question; `done` once they have asked to compare it, `kept` all that stands."""

    text: str = ""
    done: bool = False
    kept: Written | None = None


def draft(events: Iterable[Event], item: str, question: str) -> Draft:
    """Return the text to a question as it stands."""
    now = written(events, item, question)
    return Draft(now.text, now.handed is not None, now) if now else Draft()


def choice_on(events: Iterable[Event], item: str, card: Guess) -> str | None:
    """Return the id of what was chosen on a card; None before that."""
    for event in events:
        if event.item == item and event.kind == "answered" and event.data.get("choice") in list(card.choices):
            return str(event.data["choice"])
    return None


def guess_standing(events: Iterable[Event], item: str, card: Guess) -> ItemProgress:
    """Return how far a learner is with a card."""
    return standing_at(int(choice_on(events, item, card) is not None), 1)


def recall_answers(events: Iterable[Event], item: str, card: Recall) -> int:
    """Return how many of a card's questions have an answer."""
    known = tuple(events)
    return sum(bool(draft(known, item, question.id).text.strip()) for question in card.questions)


def recall_standing(events: Iterable[Event], item: str, card: Recall) -> ItemProgress:
    """Return how far a learner is with a card."""
    return standing_at(recall_answers(events, item, card), len(card.questions))


def marked_lines(events: Iterable[Event], item: str, talk: Mirrors) -> tuple[int, ...]:
    """Return the lines that were marked, in order; the first is the one that counts."""
    own = (event.data for event in events if event.item == item and event.kind == "answered")
    lines = (data.get("line") for data in own if data.get("question") == MARK)
    return tuple(line for line in lines if isinstance(line, int) and 1 <= line <= len(talk.lines))


def is_moment_told(marks: tuple[int, ...], talk: Mirrors) -> bool:
    """Tell whether the moment is told after these marks."""
    return talk.mark.key in marks or len(marks) >= TRIES


def mirrors_answers(events: Iterable[Event], item: str, talk: Mirrors) -> int:
    """Return how many questions on a talk have an answer: which line it is, and each to be answered in writing."""
    known = tuple(events)
    written = sum(bool(draft(known, item, one.id).text.strip()) for one in talk.writings)
    return is_moment_told(marked_lines(known, item, talk), talk) + written


def mirrors_standing(events: Iterable[Event], item: str, talk: Mirrors) -> ItemProgress:
    """Return how far a learner is with a talk; it is begun with the first mark."""
    known = tuple(events)
    now = standing_at(mirrors_answers(known, item, talk), 1 + len(talk.writings))
    return ItemProgress("begun") if marked_lines(known, item, talk) and now.how_far == "ahead" else now


@dataclasses.dataclass(frozen=True)
class ExerciseTry:
    """One try: the answer, or nothing where it does not fit the exercise as it is now, and the share it earned."""

    answer: Answer | None
    share: Fraction


def tried(events: Iterable[Event], item: str, exercise: Scored) -> tuple[ExerciseTry, ...]:
    """Return the tries at an exercise, as far as they count."""
    return tuple(_scored(exercise, one.answer) for one in tries(events, item)[: exercise.tries])


def _scored(exercise: Scored, answer: JsonValue) -> ExerciseTry:
    try:
        read = understood(exercise, answer)
    except BadAnswer:
        return ExerciseTry(None, Fraction(0))
    return ExerciseTry(read, score(exercise, read))


def is_over(made: tuple[ExerciseTry, ...], exercise: Scored) -> bool:
    """Tell whether no try is left, or none is needed."""
    return len(made) >= exercise.tries or any(one.share == 1 for one in made)


def exercise_standing(made: tuple[ExerciseTry, ...], exercise: Scored) -> ItemProgress:
    """Return how far a learner is with an exercise: one try is enough, and another waits where one is left."""
    return ItemProgress("done", resting=is_over(made, exercise)) if made else ItemProgress()


def reflection_standing(events: Iterable[Event], item: str) -> ItemProgress:
    """Return how far a learner is with a text; one that is changed after it was handed in waits to be again."""
    now = written(events, item)
    if now is None or (not now.text.strip() and now.handed_in is None):
        return ItemProgress()
    return ItemProgress("begun") if now.handed_in is None else ItemProgress("done", resting=now.done and not now.others)


def scenario_standing(now: Sitting) -> ItemProgress:
    """Return how far a learner is with a scenario: its first run counts, and a later one may wait in its middle."""
    if now.first is None:
        return ItemProgress()
    return ItemProgress("done", resting=now.screen == "debrief") if now.is_through(now.first) else ItemProgress("begun")
