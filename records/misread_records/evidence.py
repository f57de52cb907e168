"""Evidence for the level of a competency: the points that decisions earned for it."""

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
"""The least number of decisions for which a level is shown; fewer are too little evidence."""


@dataclasses.dataclass(frozen=True)
class Evidence:
    """The points that one decision of a run earned for a competency, and the most that it could have earned.

    Attributes:
        number: the number of the decision in its run, counted from 1.
        decision: the decision.
        earned: the points that it earned.
        most: the most points that it could have earned.
        as_manager: whether the learner played a manager; the levels describe managers.
    """

    number: int
    decision: Decision
    earned: float
    most: float
    as_manager: bool


def evidence(stand: Stand, competency: str) -> tuple[Evidence, ...]:
    """Return the decisions of a run that could earn points of a competency, given by its id."""
    as_manager = stand.scenario.you == "manager"
    pieces = (_evidence(number, made, competency, as_manager) for number, made in enumerate(decisions(stand), 1))
    return tuple(piece for piece in pieces if piece.most > 0)


def _evidence(number: int, decision: Decision, competency: str, as_manager: bool) -> Evidence:  # noqa: FBT001 - a field
    return Evidence(number, decision, *earned_at(decision, competency), as_manager)


def earned_at(decision: Decision, competency: str) -> tuple[float, float]:
    """Return the points that a decision earned for a competency, given by its id, and the most it could have earned."""
    earned = sum(step.points.get(competency, 0) for step in decision.steps)
    return earned, sum(step.offered.get(competency, 0) for step in decision.steps)


def totals(pieces: Sequence[Evidence]) -> tuple[float, float]:
    """Return the points that some decisions earned together, and the most they could have earned."""
    return round(sum(piece.earned for piece in pieces), 6), round(sum(piece.most for piece in pieces), 6)


def level_shown(pieces: Sequence[Evidence]) -> int | None:
    """Return the level (1-3) of the decisions made as a manager; None if there are too few of them."""
    as_manager = [piece for piece in pieces if piece.as_manager]
    earned, most = totals(as_manager)
    return level(earned / most) if len(as_manager) >= ENOUGH_DECISIONS else None


@dataclasses.dataclass(frozen=True)
class CompetencyScore:
    """The score of some decisions in one competency: the figures of a bar.

    Attributes:
        decisions: the number of decisions that offered points of the competency.
        earned: the points that these decisions earned together.
        most: the most points that they could have earned.
        share: `earned` as a percentage of `most` (0-100), rounded to a tenth.
        level: the level (1-3) of the decisions made as a manager; None if there are too few of them.
        as_manager: `earned` and `most` of the decisions made as a manager; None if all were made as a manager.
    """

    decisions: int
    earned: float
    most: float
    share: float
    level: int | None
    as_manager: tuple[float, float] | None


def competency_score(pieces: Sequence[Evidence]) -> CompetencyScore | None:
    """Return the score of the decisions of one or more runs in one competency; None if there are no decisions."""
    if not pieces:
        return None
    earned, most = totals(pieces)
    as_manager = [piece for piece in pieces if piece.as_manager]
    part = totals(as_manager) if len(as_manager) < len(pieces) else None
    return CompetencyScore(len(pieces), earned, most, round(100 * earned / most, 1), level_shown(pieces), part)
