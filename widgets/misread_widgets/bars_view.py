"""How a run was gone about: one bar for each competency, with the level reached and the next one in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.competencies import SECOND_LEVEL, THIRD_LEVEL, competencies, level
from misread_widgets import debrief_words as words
from misread_widgets.words import per_cent

if TYPE_CHECKING:
    from misread_scenarios.engine import Stand, Step
    from misread_widgets.telling import Telling, View

HIGHEST = 3


def bars(stand: Stand, telling: Telling) -> View | None:
    """Return the bars, or nothing where the story scores nothing."""
    items = [
        _bar(stand.points.get(id_, 0) / most, competency.name, competency.levels, telling)
        for id_, competency in competencies().items()
        if (most := stand.offered.get(id_, 0)) > 0
    ]
    if not items:
        return None
    text = words.bars_text(sum(stand.points.values()), sum(stand.offered.values()), stand.hours)
    marks = [round(100 * SECOND_LEVEL), round(100 * THIRD_LEVEL)]
    return {"label": words.BARS, "text": text, "marks": marks, "items": items, "note": words.BARS_NOTE}


def _bar(share: float, name: str, levels: tuple[str, ...], telling: Telling) -> View:
    reached = level(share)
    following = words.next_level(reached + 1, telling.text(levels[reached])) if reached < HIGHEST else ""
    return {
        "name": name,
        "share": round(100 * share, 1),
        "figure": per_cent(round(100 * share)),
        "level": words.level(reached),
        "anchor": words.anchor(telling.text(levels[reached - 1])),
        "next": following,
    }


def earned_in(steps: tuple[Step, ...]) -> str:
    """Say what the steps of a decision earned for each competency."""
    found = competencies()
    totals = {
        id_: (sum(step.points.get(id_, 0) for step in steps), sum(step.offered.get(id_, 0) for step in steps))
        for id_ in found
    }
    return words.points([(found[id_].name, earned, most) for id_, (earned, most) in totals.items() if most > 0])
