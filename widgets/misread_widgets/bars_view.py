"""How a run was gone about: the points for each competency, and the decisions that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.competencies import Competency, competencies, level
from misread_widgets import debrief_words as words

if TYPE_CHECKING:
    from misread_scenarios.engine import Stand, Step
    from misread_widgets.decisions import Decision
    from misread_widgets.sitting import Sitting
    from misread_widgets.telling import Telling, View

HIGHEST = 3
ENOUGH_DECISIONS = 4
"""From so many decisions on a level is put into words; fewer say too little about a person."""


def bars(sitting: Sitting, telling: Telling) -> View | None:
    """Return the bars, or nothing where the story scores nothing."""
    stand = sitting.stand
    items = [
        _bar(id_, competency, sitting, telling)
        for id_, competency in competencies().items()
        if stand.offered.get(id_, 0) > 0
    ]
    if not items:
        return None
    text = words.bars_text(sum(stand.points.values()), sum(stand.offered.values()), stand.hours)
    return {"label": words.BARS, "text": text, "items": items, "note": _note(stand)}


def _note(stand: Stand) -> str:
    return words.BARS_NOTE if stand.scenario.you == "manager" else ""


def _bar(id_: str, competency: Competency, sitting: Sitting, telling: Telling) -> View:
    stand = sitting.stand
    earned, most = stand.points.get(id_, 0), stand.offered[id_]
    evidence = [
        _evidence(number, decision, points, telling)
        for number, decision in enumerate(sitting.decisions, 1)
        if (points := _points(decision, id_))[1] > 0
    ]
    enough = len(evidence) >= ENOUGH_DECISIONS and stand.scenario.you == "manager"
    reached, following = _levels(earned / most, competency, telling) if enough else ("", "")
    return {
        "name": competency.name,
        "share": round(100 * earned / most, 1),
        "figure": words.out_of(earned, most),
        "from": words.from_decisions(len(evidence)),
        "evidence": evidence,
        "level": reached,
        "next": following,
    }


def _levels(share: float, competency: Competency, telling: Telling) -> tuple[str, str]:
    """Return what was done at the level reached, and what the next one adds.

    The lowest level is described by what somebody does at the next one: a few decisions do not show that anybody did
    everything of which the lowest is an example.
    """
    reached = level(share)
    own = words.level(reached, telling.text(competency.levels[reached - 1])) if reached > 1 else ""
    following = words.next_level(reached + 1, telling.text(competency.levels[reached])) if reached < HIGHEST else ""
    return own, following


def _evidence(number: int, decision: Decision, points: tuple[float, float], telling: Telling) -> View:
    return {
        "to": number,
        "text": words.evidence(number, *points),
        "name": words.evidence_named(number, telling.text(decision.scene.title), *points),
    }


def _points(decision: Decision, id_: str) -> tuple[float, float]:
    """Return what a decision earned for a competency, and the most that was to be had there."""
    earned = sum(step.points.get(id_, 0) for step in decision.steps)
    return earned, sum(step.offered.get(id_, 0) for step in decision.steps)


def earned_in(steps: tuple[Step, ...]) -> str:
    """Say what the steps of a decision earned for each competency."""
    found = competencies()
    totals = {
        id_: (sum(step.points.get(id_, 0) for step in steps), sum(step.offered.get(id_, 0) for step in steps))
        for id_ in found
    }
    return words.points([(found[id_].name, earned, most) for id_, (earned, most) in totals.items() if most > 0])
