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
    earned = sum(step.points.get(competency, 0) for step in decision.steps)
    most = sum(step.offered.get(competency, 0) for step in decision.steps)
    return Evidence(number, decision, earned, most, as_manager)


def totals(found: Sequence[Evidence]) -> tuple[float, float]:
    """Return what some decisions earned together, and the most that was to be had."""
    return round(sum(one.earned for one in found), 6), round(sum(one.most for one in found), 6)


def level_shown(found: Sequence[Evidence]) -> int | None:
    """Return the level (1-3) of what was done as a manager; nothing if too few decisions show it."""
    done = [one for one in found if one.as_manager]
    earned, most = totals(done)
    return level(earned / most) if len(done) >= ENOUGH_DECISIONS else None
