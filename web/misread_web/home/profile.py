"""The competency profile so far: what the finished first runs add up to, and nothing of any that is not finished."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from misread_scenarios.competencies import SECOND_LEVEL, THIRD_LEVEL, competencies, level
from misread_scenarios.engine import Stand
from misread_web.home import words
from misread_web.home.progress import Progress
from misread_widgets.sitting import fitting
from misread_widgets.typesetting import typeset

MARKS = (round(100 * SECOND_LEVEL), round(100 * THIRD_LEVEL))
"""Where on a bar the second and the third level begin (per cent)."""


@dataclasses.dataclass(frozen=True)
class Bar:
    """One competency: the share (per cent) of the points that were to be had, and in words the level and the next."""

    name: str
    share: float
    level: int
    level_name: str
    anchor: str
    following: str


@dataclasses.dataclass(frozen=True)
class Profile:
    """The bars, and how many stories they come from."""

    stories: int
    bars: tuple[Bar, ...]


def profile(course: Iterable[Progress]) -> Profile:
    """Return the profile of a learner: over the first run of each story that they have played to its end."""
    stands = [
        fitting(step.story.scenario, step.story.first)
        for found in course
        for step in found.steps
        if step.state == "done" and step.story is not None and step.story.first is not None
    ]
    bars = (_bar(id_, stands) for id_ in competencies())
    return Profile(len(stands), tuple(bar for bar in bars if bar is not None))


def _bar(id_: str, stands: Iterable[Stand]) -> Bar | None:
    """Return the bar of a competency, or nothing where no point was to be had for it."""
    pairs = [(stand.points.get(id_, 0), stand.offered.get(id_, 0)) for stand in stands]
    offered = sum(most for _, most in pairs)
    if offered <= 0:
        return None
    competency = competencies()[id_]
    share = sum(earned for earned, _ in pairs) / offered
    reached = level(share)
    levels = [typeset(text) for text in competency.levels]
    following = words.next_level(reached + 1, levels[reached]) if reached < len(levels) else ""
    shown = min(100.0, max(0.0, round(100 * share, 1)))
    return Bar(competency.name, shown, reached, words.level(reached), words.sentence(levels[reached - 1]), following)
