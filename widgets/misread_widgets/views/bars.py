"""How a run was gone about: the points for each competency, and the decisions that they come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.evidence import CompetencyScore, Evidence, competency_score, earned_at, evidence
from misread_scenarios.competencies import Competency, competencies
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records.play_state import Sitting
    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Stand
    from misread_widgets.views.rendering import Telling, View


def bars(sitting: Sitting, telling: Telling) -> View | None:
    """Return the bars, or nothing where the story scores nothing."""
    stand = sitting.stand
    found = {id_: evidence(stand, id_) for id_ in competencies()}
    scores = {id_: score for id_, parts in found.items() if (score := competency_score(parts))}
    items = [_bar(competencies()[id_], score, found[id_], telling) for id_, score in scores.items()]
    if not items:
        return None
    text = words.bars_text(sum(stand.points.values()), sum(stand.offered.values()), stand.hours)
    return {"label": words.BARS, "text": text, "items": items, "note": _note(stand, scores.values())}


def _note(stand: Stand, scores: Iterable[CompetencyScore]) -> str:
    """Say when levels are put into words; nothing if they never are."""
    if stand.scenario.you != "manager":
        return ""
    return words.BARS_NOTE if any(score.level for score in scores) else words.BARS_TOO_FEW


def _bar(competency: Competency, score: CompetencyScore, found: tuple[Evidence, ...], telling: Telling) -> View:
    reached, following = _levels(score.level, competency, telling)
    return {
        "name": competency.name,
        "share": score.share,
        "figure": words.out_of(score.earned, score.most),
        "from": words.from_decisions(score.decisions),
        "evidence": [_link(one, telling) for one in found],
        "level": reached,
        "next": following,
    }


def _levels(reached: int | None, competency: Competency, telling: Telling) -> tuple[str, str]:
    """Return what the level reached looks like, and what the next one does."""
    own, following = competency.shown_levels(reached)
    return (
        words.level(reached, telling.text(own)) if reached and own else "",
        words.next_level(reached + 1, telling.text(following)) if reached and following else "",
    )


def _link(one: Evidence, telling: Telling) -> View:
    return {
        "to": one.number,
        "text": words.evidence(one.number, one.earned, one.most),
        "name": words.evidence_named(one.number, telling.text(one.decision.scene.title), one.earned, one.most),
    }


def earned_in(decision: Decision) -> str:
    """Say what a decision earned for each competency."""
    parts = [(one.name, *earned_at(decision, id_)) for id_, one in competencies().items()]
    return words.points([(name, earned, most) for name, earned, most in parts if most > 0])
