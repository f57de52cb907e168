"""How far a learner is with one thing that a lesson has them do: a pure function of events and content."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Literal

from misread_course.items import Item
from misread_records import Event, Run, tries, written
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.library import load
from misread_scenarios.mirrors import load_mirrors
from misread_scenarios.names import Names, default_names, drawn_names
from misread_web.home import words
from misread_widgets.decisions import decisions, still_to_come
from misread_widgets.mirrors import MARK, TRIES
from misread_widgets.past import past, screen_item
from misread_widgets.sitting import Sitting, fitting
from misread_widgets.telling import Telling
from misread_widgets.typesetting import typeset
from misread_widgets.writing import draft

State = Literal["ahead", "begun", "done"]


@dataclasses.dataclass(frozen=True)
class Step:
    """One item of a lesson, as far as its learner is with it.

    `detail` says how far in words (`decision 4 of 9`). `resting` tells that nothing waits there for the learner: not
    even a later run, which counts for nothing but was left in its middle. `story` is where a scenario stands.
    """

    item: Item
    title: str
    state: State
    detail: str
    resting: bool = False
    story: Sitting | None = None


def step(item: Item, events: Iterable[Event]) -> Step:
    """Return how far a learner is with an item, by the events of its lesson."""
    own = [event for event in events if event.item in (item.id, screen_item(item.id))]
    return _STEPS[item.kind](item, own)


def _guess(item: Item, events: list[Event]) -> Step:
    card = load_guess(item.id)
    done = any(event.kind == "answered" and event.data.get("choice") in list(card.choices) for event in events)
    return Step(
        item, typeset(card.title), "done" if done else "ahead", words.GUESSED if done else words.AHEAD, resting=done
    )


def _recall(item: Item, events: list[Event]) -> Step:
    card = load_recall(item.id)
    written = sum(bool(draft(events, item.id, question.id).text.strip()) for question in card.questions)
    return _answers(item, typeset(card.title), written, len(card.questions))


def _mirrors(item: Item, events: list[Event]) -> Step:
    talk = load_mirrors(item.id)
    answers = [event.data for event in events if event.kind == "answered"]
    marks = [data.get("line") for data in answers if data.get("question") == MARK]
    marked = talk.mark.key in marks or len(marks) >= TRIES
    written = sum(bool(draft(events, item.id, one.id).text.strip()) for one in talk.writings)
    found = _answers(item, Telling(talk, talk.names).text(talk.title), marked + written, 1 + len(talk.writings))
    return dataclasses.replace(found, state="begun", detail=words.BEGUN) if marks and found.state == "ahead" else found


def _exercise(item: Item, events: list[Event]) -> Step:
    """One try is enough: another is for whoever wants to think again."""
    exercise = load_exercise(item.id)
    if isinstance(exercise, Reflection):
        return _reflection(item, typeset(exercise.title), events)
    made = len(tries(events, item.id))
    detail = words.tried(made) if made else words.AHEAD
    return Step(item, typeset(exercise.title), "done" if made else "ahead", detail, resting=made > 0)


def _reflection(item: Item, title: str, events: list[Event]) -> Step:
    now = written(events, item.id)
    if now is None or (not now.text.strip() and now.handed_in is None):
        return Step(item, title, "ahead", words.AHEAD)
    if now.handed_in is None:
        return Step(item, title, "begun", words.BEGUN)
    return Step(item, title, "done", words.HANDED_IN if now.done else words.REVISED, resting=now.done)


def _answers(item: Item, title: str, given: int, of: int) -> Step:
    state: State = "done" if given == of else "begun" if given else "ahead"
    return Step(item, title, state, words.answered(given, of) if given else words.AHEAD, resting=given == of)


def _scenario(item: Item, events: list[Event]) -> Step:
    scenario = load(item.id)
    now = past(item.id, events).sitting(scenario)
    title = Telling(scenario, default_names(scenario)).text(scenario.title)
    if now.first is None:
        return Step(item, title, "ahead", words.AHEAD, story=now)
    if not is_through(now, now.first):
        return Step(item, title, "begun", how_far(now, now.first), story=now)
    return Step(item, title, "done", _both_runs(now, now.first), resting=now.screen == "debrief", story=now)


def _both_runs(now: Sitting, first: Run) -> str:
    """Say how the first run ended, and beside it how the latest did, or how far it is."""
    latest = now.runs[-1]
    if latest == first:
        return ended(now, first)
    return words.both_runs(ended(now, first), outcome(now, latest))


def outcome(now: Sitting, run: Run) -> str:
    """Say how a run ended, or how far it is."""
    return ended(now, run) if is_through(now, run) else words.left_at(how_far(now, run))


def is_through(now: Sitting, run: Run) -> bool:
    """Tell whether a run is over and its learner has seen so: the last choice's consequence may still be unread."""
    is_on_screen = now.run is not None and now.run.attempt == run.attempt
    return fitting(now.scenario, run).over and not (is_on_screen and now.screen == "consequence")


def ended(now: Sitting, run: Run) -> str:
    """Return the title of the ending that a run came to, or say that it is through where it has none."""
    ending = fitting(now.scenario, run).ending
    return words.ended_with(Telling(now.scenario, names_in(now, run)).text(ending.title)) if ending else words.THROUGH


def names_in(now: Sitting, run: Run) -> Names:
    """Return who is called what in a run: the file's own names with the first run's seed, drawn ones with any other."""
    is_as_first = now.first is not None and run.seed == now.first.seed
    return default_names(now.scenario) if is_as_first else drawn_names(now.scenario, run.seed)


def how_far(now: Sitting, run: Run) -> str:
    """Say which decision of a run waits."""
    stand = fitting(now.scenario, run)
    made = len(decisions(stand))
    of = made + still_to_come(now.scenario, stand.scene)
    return words.decision(min(made + 1, of), of)


_STEPS: dict[str, Callable[[Item, list[Event]], Step]] = {
    "guess": _guess,
    "scenario": _scenario,
    "mirrors": _mirrors,
    "exercise": _exercise,
    "recall": _recall,
}
