"""Summarizes a learner's progress in one item of a lesson, from events and content alone."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from misread_course.items import LessonItem
from misread_records import Event, Run
from misread_records.judgement import sitting
from misread_records.play_log import past, screen_item
from misread_records.play_state import PlayState, fitting
from misread_records.progress import (
    HowFar,
    ItemProgress,
    exercise_standing,
    guess_standing,
    mirrors_answers,
    mirrors_standing,
    recall_answers,
    recall_standing,
    reflection_standing,
    scenario_standing,
    standing_at,
    tried,
)
from misread_records.values import value_rounds, values_standing
from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.decisions import decisions, most_decisions, still_to_come
from misread_scenarios.direction import set_apart
from misread_scenarios.exercises import Scored, Values, load_exercise, load_form, rated_situations
from misread_scenarios.format import load_mirrors
from misread_scenarios.judgement import load_set
from misread_scenarios.language import SOURCE, spoken
from misread_scenarios.library import load
from misread_scenarios.names import default_names
from misread_web.language import _
from misread_web.site import home_text
from misread_widgets.views import Telling, judgement_text, typeset


@dataclasses.dataclass(frozen=True)
class ItemSummary:
    """One item of a lesson, with a learner's progress in it.

    Attributes:
        item: the item.
        title: its title.
        state: whether it is ahead, begun or done.
        detail: the progress in words, such as `decision 4 of 9`.
        resting: whether nothing in it waits for the learner, not even an unfinished later run.
        story: the learner's runs of a scenario; None for other items.
        lang: the language of the title, as a BCP 47 tag.
    """

    item: LessonItem
    title: str
    state: HowFar
    detail: str
    resting: bool = False
    story: PlayState | None = None
    lang: str = SOURCE

    @property
    def length(self) -> str:
        """How many decisions a scenario takes, in words; empty for everything else."""
        if self.story is None:
            return ""
        return home_text.decisions(still_to_come(self.story.scenario, self.story.scenario.scenes[0]))


def step(item: LessonItem, events: Iterable[Event]) -> ItemSummary:
    """Return the summary of an item; `events` are the learner's events in its lesson."""
    names = names_of(item)
    return _STEPS[item.kind](item, [event for event in events if event.item in names])


def names_of(item: LessonItem) -> tuple[str, str]:
    """Return the names that events give an item: its own, and that of its screens."""
    return item.id, screen_item(item.id)


def _guess(item: LessonItem, events: list[Event]) -> ItemSummary:
    card = load_guess(item.id)
    return _step(item, _titled(card), guess_standing(events, item.id, card), _(home_text.GUESSED))


def _recall(item: LessonItem, events: list[Event]) -> ItemSummary:
    card = load_recall(item.id)
    said = home_text.answered(recall_answers(events, item.id, card), len(card.questions))
    return _step(item, _titled(card), recall_standing(events, item.id, card), said)


def _mirrors(item: LessonItem, events: list[Event]) -> ItemSummary:
    talk = load_mirrors(item.id)
    given = mirrors_answers(events, item.id, talk)
    said = home_text.answered(given, 1 + len(talk.writings)) if given else _(home_text.BEGUN)
    title = Title(Telling(talk, talk.names).text(talk.title), talk.lang)
    return _step(item, title, mirrors_standing(events, item.id, talk), said)


def _exercise(item: LessonItem, events: list[Event]) -> ItemSummary:
    """Return the summary of an exercise, which is done after one try; further tries are optional."""
    exercise = load_exercise(item.id)
    title = _titled(exercise)
    if isinstance(exercise, Scored):
        tries = tried(events, item.id, exercise)
        now = exercise_standing(tries, exercise)
        return dataclasses.replace(_step(item, title, now, home_text.tried(len(tries))), resting=now.how_far == "done")
    if isinstance(exercise, Values):
        rounds = value_rounds(events, item.id, exercise)
        now = values_standing(rounds)
        return _step(item, title, now, home_text.sorted_times(len(rounds)) if now.resting else _(home_text.BEGUN))
    now = reflection_standing(events, item.id)
    handed_in = _(home_text.HANDED_IN) if now.resting else _(home_text.REVISED)
    return _step(item, title, now, handed_in if now.how_far == "done" else _(home_text.BEGUN))


def _tool(item: LessonItem, events: list[Event]) -> ItemSummary:
    now = reflection_standing(events, item.id)
    said = _(home_text.FORM_FINISHED) if now.how_far == "done" else _(home_text.BEGUN)
    return _step(item, _titled(load_form(item.id)), now, said)


def _judgement(item: LessonItem, events: list[Event]) -> ItemSummary:
    rated, of = len(sitting(events, item.id, events[0].learner if events else "").rated), len(rated_situations())
    title = Title(judgement_text.title(load_set(item.id).moment), spoken())
    return _step(item, title, standing_at(rated, of), home_text.rated(rated, of))


class Titled(Protocol):
    """Content with a title."""

    @property
    def title(self) -> str:
        """The title."""
        ...

    @property
    def language(self) -> str:
        """The tag of the language that it is read in."""
        ...


class Title(NamedTuple):
    """The title of an item, and the tag of its language."""

    text: str
    lang: str


def _titled(content: Titled) -> Title:
    """Return the title of content, in the language that it is read in."""
    return Title(typeset(content.title, content.language), content.language)


def _step(item: LessonItem, title: Title, now: ItemProgress, said: str) -> ItemSummary:
    """Return a summary; `said` describes the progress once the item is begun."""
    detail = _(home_text.AHEAD) if now.how_far == "ahead" else said
    return ItemSummary(item, title.text, now.how_far, detail, now.resting, lang=title.lang)


def _scenario(item: LessonItem, events: list[Event]) -> ItemSummary:
    scenario = load(item.id)
    sitting = past(item.id, events).sitting(scenario)
    now = scenario_standing(sitting)
    title = Telling(scenario, default_names(scenario)).text(scenario.title)
    said = _(home_text.AHEAD)
    if sitting.first is not None:
        said = (_both_runs if now.how_far == "done" else how_far)(sitting, sitting.first)
    return ItemSummary(item, title, now.how_far, said, now.resting, sitting, scenario.lang)


def _both_runs(now: PlayState, first: Run) -> str:
    """Return how the first run ended, and how the latest one ended or how far it is."""
    latest = now.runs[-1]
    if latest == first:
        return ended(now, first)
    return home_text.both_runs(ended(now, first), outcome(now, latest))


def outcome(now: PlayState, run: Run) -> str:
    """Return how a run ended, or how far it is."""
    return ended(now, run) if now.is_through(run) else home_text.left_at(how_far(now, run))


def ended(now: PlayState, run: Run) -> str:
    """Return the title of a run's ending, or a phrase for a story without endings."""
    ending = fitting(now.scenario, run).ending
    if ending is None:
        return _(home_text.THROUGH)
    title = Telling(now.scenario, now.names_in(run)).text(ending.title)
    return home_text.ended_with(set_apart(title, now.scenario.lang))


def how_far(now: PlayState, run: Run) -> str:
    """Return which decision of a run is next."""
    stand = fitting(now.scenario, run)
    of = most_decisions(stand)
    return home_text.decision(min(len(decisions(stand)) + 1, of), of)


_STEPS: dict[str, Callable[[LessonItem, list[Event]], ItemSummary]] = {
    "guess": _guess,
    "scenario": _scenario,
    "mirrors": _mirrors,
    "exercise": _exercise,
    "tool": _tool,
    "judgement": _judgement,
    "recall": _recall,
}
