"""The competency profile: the results of all finished first runs, and beside them those of the latest runs.

A story counts only after its first run is over.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping

from misread_records.evidence import CompetencyScore, competency_score, evidence
from misread_records.play_state import PlayState, fitting
from misread_scenarios.competencies import Competency, competencies
from misread_scenarios.play import Stand
from misread_web.home.progress import LessonProgress
from misread_web.site import home_text
from misread_widgets.views import typeset


@dataclasses.dataclass(frozen=True)
class CompetencyResult:
    """The result of some runs in one competency.

    Attributes:
        share: the points earned, in per cent of those on offer.
        figure: the same in words.
        level: the level in words; empty if there are too few decisions for one.
    """

    share: float
    figure: str
    level: str


@dataclasses.dataclass(frozen=True)
class Bar:
    """One competency: the result of the first runs and, if a story was finished again, that of the latest runs.

    `anchor` and `following` describe the level of the latest runs and the next level.
    """

    name: str
    first: CompetencyResult
    latest: CompetencyResult | None
    anchor: str
    following: str


@dataclasses.dataclass(frozen=True)
class Profile:
    """The bars, the number of stories behind them, and the number of stories that were finished again."""

    stories: int
    again: int
    bars: tuple[Bar, ...]


def levels_of(course: Iterable[LessonProgress]) -> Mapping[str, str]:
    """Return the level that each competency reached in the latest runs, in words, by the competency's name.

    A competency without enough decisions for a level is left out.
    """
    latest = {bar.name: (bar.latest or bar.first).level for bar in profile(course).bars}
    return {name: level for name, level in latest.items() if level}


def profile(course: Iterable[LessonProgress]) -> Profile:
    """Return a learner's profile, from the first and the latest run of each story that they finished."""
    pairs = list(_runs(course))
    first, latest = [stand for stand, _ in pairs], [stand for _, stand in pairs]
    again = sum(first_stand is not latest_stand for first_stand, latest_stand in pairs)
    bars = (_bar(id_, competency, first, latest if again else None) for id_, competency in competencies().items())
    return Profile(len(pairs), again, tuple(bar for bar in bars if bar is not None))


def _runs(course: Iterable[LessonProgress]) -> Iterator[tuple[Stand, Stand]]:
    """Yield the final stands of the first run and of the latest finished run of each finished story."""
    for progress in course:
        for step in progress.steps:
            if step.state == "done" and step.story is not None and step.story.first is not None:
                yield _first_and_latest(step.story)


def _first_and_latest(now: PlayState) -> tuple[Stand, Stand]:
    over = [fitting(now.scenario, run) for run in now.runs if now.is_through(run)]
    return over[0], over[-1]


def _bar(id_: str, competency: Competency, first: list[Stand], latest: list[Stand] | None) -> Bar | None:
    """Return the bar of a competency; None if no points were on offer for it."""
    first_score, latest_score = _score(id_, first), _score(id_, latest) if latest else None
    if first_score is None:
        return None
    anchor, following = _words(competency, (latest_score or first_score).level)
    latest_result = _result(latest_score) if latest_score else None
    return Bar(competency.name, _result(first_score), latest_result, anchor, following)


def _score(id_: str, stands: list[Stand]) -> CompetencyScore | None:
    return competency_score([part for stand in stands for part in evidence(stand, id_)])


def _result(score: CompetencyScore) -> CompetencyResult:
    figure = home_text.points(score.earned, score.most, score.decisions)
    return CompetencyResult(score.share, figure, home_text.level(score.level, score.as_manager))


def _words(competency: Competency, reached: int | None) -> tuple[str, str]:
    """Return the descriptions of the level reached and of the next one."""
    own, following = competency.shown_levels(reached)
    return (
        home_text.looks_like(typeset(own)) if own else "",
        home_text.next_level(reached + 1, typeset(following)) if reached and following else "",
    )
