"""What decisions earned for one competency: the evidence that a level stands on."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_scenarios.competencies import level
from misread_scenarios.decisions import decisions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Stand

ENOUGH_DECISIONS = 4
"""From so many decisions on a level is put into words; fewer say too little."""


@dataclasses.dataclass(frozen=True)
class Evidence:
    """One decision of a run (numbered from 1): what it earned for a competency, and the most that was to be had there.

    `as_manager` tells that it was made in a manager's part, for which the levels are worded.
    """

    number: int
    decision: Decision
    earned: float
    most: float
    as_manager: bool


def evidence(stand: Stand, competency: str) -> tuple[Evidence, ...]:
    """Return the decisions of a run at which points of a competency, by its id, were to be had."""
    as_manager = stand.scenario.you == "manager"
    found = (_evidence(number, one, competency, as_manager) for number, one in enumerate(decisions(stand), 1))
    return tuple(one for one in found if one.most > 0)


def _evidence(number: int, decision: Decision, competency: str, as_manager: bool) -> Evidence:  # noqa: FBT001 - a field
    return Evidence(number, decision, *earned_at(decision, competency), as_manager)


def earned_at(decision: Decision, competency: str) -> tuple[float, float]:
    """Return what a decision earned for a competency, by its id, and the most that it could have earned there."""
    earned = sum(step.points.get(competency, 0) for step in decision.steps)
    return earned, sum(step.offered.get(competency, 0) for step in decision.steps)


def totals(found: Sequence[Evidence]) -> tuple[float, float]:
    """Return what some decisions earned together, and the most that was to be had."""
    return round(sum(one.earned for one in found), 6), round(sum(one.most for one in found), 6)


def level_shown(found: Sequence[Evidence]) -> int | None:
    """Return the level (1-3) of what was done as a manager; nothing if too few decisions show it."""
    done = [one for one in found if one.as_manager]
    earned, most = totals(done)
    return level(earned / most) if len(done) >= ENOUGH_DECISIONS else None


@dataclasses.dataclass(frozen=True)
class CompetencyScore:
    """What some decisions came to in one competency: the figures of a bar.

    Attributes:
        decisions: how many decisions offered points of it.
        earned: the points that they earned together.
        most: the most points that they could have earned.
        share: `earned` as a percentage of `most` (0-100), rounded to a tenth.
        level: the level (1-3) of what was done as a manager; None if too few decisions show it.
        as_manager: `earned` and `most` of the manager's part alone; None if every decision was made in it.
    """

    decisions: int
    earned: float
    most: float
    share: float
    level: int | None
    as_manager: tuple[float, float] | None


def competency_score(found: Sequence[Evidence]) -> CompetencyScore | None:
    """Return what the decisions of one or more runs came to in one competency; None if none offered points of it."""
    if not found:
        return None
    earned, most = totals(found)
    as_manager = [one for one in found if one.as_manager]
    part = totals(as_manager) if len(as_manager) < len(found) else None
    return CompetencyScore(len(found), earned, most, round(100 * earned / most, 1), level_shown(found), part)
