"""The competency profile so far: what the finished first runs add up to, and beside them the latest ones.

Nothing of a story shows before its first run is over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator

from misread_records.evidence import CompetencyScore, competency_score, evidence
from misread_records.play_state import Sitting, fitting
from misread_scenarios.competencies import Competency, competencies
from misread_scenarios.play import Stand
from misread_web.home.progress import LessonProgress
from misread_web.site import text as words
from misread_widgets.views import typeset


@dataclasses.dataclass(frozen=True)
class CompetencyResult:
    """What some runs came to in one competency: the share (per cent) of the points on offer, and the same in words.

    `level` is empty where too few decisions show one.
    """

    share: float
    figure: str
    level: str


@dataclasses.dataclass(frozen=True)
class Bar:
    """One competency: how the first runs stand in it, and the latest where a story was played to its end again.

    `anchor` and `following` say what the level of the latest looks like, and the next one.
    """

    name: str
    first: CompetencyResult
    latest: CompetencyResult | None
    anchor: str
    following: str


@dataclasses.dataclass(frozen=True)
class Profile:
    """The bars, how many stories they come from, and how many of these were played to the end again."""

    stories: int
    again: int
    bars: tuple[Bar, ...]


def profile(course: Iterable[LessonProgress]) -> Profile:
    """Return the profile of a learner: over the first and the latest run of each story that they played to its end."""
    pairs = list(_runs(course))
    first, latest = [one for one, _ in pairs], [other for _, other in pairs]
    again = sum(one is not other for one, other in pairs)
    bars = (_bar(id_, one, first, latest if again else None) for id_, one in competencies().items())
    return Profile(len(pairs), again, tuple(bar for bar in bars if bar is not None))


def _runs(course: Iterable[LessonProgress]) -> Iterator[tuple[Stand, Stand]]:
    """Yield where the first run of each finished story led, and where the latest one did that is over."""
    for found in course:
        for step in found.steps:
            if step.state == "done" and step.story is not None and step.story.first is not None:
                yield _first_and_latest(step.story)


def _first_and_latest(now: Sitting) -> tuple[Stand, Stand]:
    over = [fitting(now.scenario, run) for run in now.runs if now.is_through(run)]
    return over[0], over[-1]


def _bar(id_: str, competency: Competency, first: list[Stand], latest: list[Stand] | None) -> Bar | None:
    """Return the bar of a competency, or nothing where no point was to be had for it."""
    one, other = _score(id_, first), _score(id_, latest) if latest else None
    if one is None:
        return None
    anchor, following = _words(competency, (other or one).level)
    return Bar(competency.name, _result(one), _result(other) if other else None, anchor, following)


def _score(id_: str, stands: list[Stand]) -> CompetencyScore | None:
    return competency_score([part for stand in stands for part in evidence(stand, id_)])


def _result(score: CompetencyScore) -> CompetencyResult:
    figure = words.points(score.earned, score.most, score.decisions)
    return CompetencyResult(score.share, figure, words.level(score.level, score.as_manager))


def _words(competency: Competency, reached: int | None) -> tuple[str, str]:
    """Return what the level reached looks like, and what the next one does."""
    own, following = competency.shown_levels(reached)
    return (
        words.looks_like(typeset(own)) if own else "",
        words.next_level(reached + 1, typeset(following)) if reached and following else "",
    )
