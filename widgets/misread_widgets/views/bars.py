"""How a run was gone about: the points for each competency, and the decisions that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.evidence import Evidence, evidence, level_shown, totals
from misread_scenarios.competencies import Competency, competencies
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from misread_records.play_state import Sitting
    from misread_scenarios.play import Stand, Step
    from misread_widgets.views.rendering import Telling, View

HIGHEST = 3


def bars(sitting: Sitting, telling: Telling) -> View | None:
    """Return the bars, or nothing where the story scores nothing."""
    stand = sitting.stand
    found = {id_: evidence(stand, id_) for id_ in competencies()}
    items = [_bar(competencies()[id_], parts, telling) for id_, parts in found.items() if parts]
    if not items:
        return None
    text = words.bars_text(sum(stand.points.values()), sum(stand.offered.values()), stand.hours)
    return {"label": words.BARS, "text": text, "items": items, "note": _note(stand, items)}


def _note(stand: Stand, items: list[View]) -> str:
    """Say when levels are put into words; nothing if they never are."""
    if stand.scenario.you != "manager":
        return ""
    return words.BARS_NOTE if any(item["level"] or item["next"] for item in items) else words.BARS_TOO_FEW


def _bar(competency: Competency, found: tuple[Evidence, ...], telling: Telling) -> View:
    earned, most = totals(found)
    reached, following = _levels(level_shown(found), competency, telling)
    return {
        "name": competency.name,
        "share": round(100 * earned / most, 1),
        "figure": words.out_of(earned, most),
        "from": words.from_decisions(len(found)),
        "evidence": [_link(one, telling) for one in found],
        "level": reached,
        "next": following,
    }


def _levels(reached: int | None, competency: Competency, telling: Telling) -> tuple[str, str]:
    """Return what the level reached looks like, and what the next one does.

    The lowest level is described by the next one alone: its own text names faults, and a few decisions do not show that
    the learner committed them.
    """
    if reached is None:
        return "", ""
    own = words.level(reached, telling.text(competency.levels[reached - 1])) if reached > 1 else ""
    following = words.next_level(reached + 1, telling.text(competency.levels[reached])) if reached < HIGHEST else ""
    return own, following


def _link(one: Evidence, telling: Telling) -> View:
    return {
        "to": one.number,
        "text": words.evidence(one.number, one.earned, one.most),
        "name": words.evidence_named(one.number, telling.text(one.decision.scene.title), one.earned, one.most),
    }


def earned_in(steps: tuple[Step, ...]) -> str:
    """Say what the steps of a decision earned for each competency."""
    found = competencies()
    parts = {
        id_: (sum(step.points.get(id_, 0) for step in steps), sum(step.offered.get(id_, 0) for step in steps))
        for id_ in found
    }
    return words.points([(found[id_].name, earned, most) for id_, (earned, most) in parts.items() if most > 0])
