"""The view of a run's points: a bar for each competency, with the decisions that its points come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.evidence import CompetencyScore, Evidence, competency_score, earned_at, evidence
from misread_scenarios.competencies import Competency, competencies
from misread_widgets.language import _
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records.play_state import PlayState
    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Stand
    from misread_widgets.views.rendering import Telling, View


def bars(sitting: PlayState, telling: Telling) -> View | None:
    """Return the bars; None if the story offers no points."""
    stand = sitting.stand
    evidence_of = {id_: evidence(stand, id_) for id_ in competencies()}
    scores = {id_: score for id_, parts in evidence_of.items() if (score := competency_score(parts))}
    items = [_bar(competencies()[id_], score, evidence_of[id_], telling) for id_, score in scores.items()]
    if not items:
        return None
    text = words.bars_text(sum(stand.points.values()), sum(stand.offered.values()), stand.hours)
    return {"label": _(words.BARS), "text": text, "items": items, "note": _note(stand, scores.values())}


def _note(stand: Stand, scores: Iterable[CompetencyScore]) -> str:
    """Return a note on when levels are named; empty if they never are."""
    if stand.scenario.you != "manager":
        return ""
    return _(words.BARS_NOTE) if any(score.level for score in scores) else _(words.BARS_TOO_FEW)


def _bar(competency: Competency, score: CompetencyScore, parts: tuple[Evidence, ...], telling: Telling) -> View:
    reached, following = _levels(score.level, competency, telling)
    return {
        "name": competency.name,
        "share": score.share,
        "figure": words.out_of(score.earned, score.most),
        "from": words.from_decisions(score.decisions),
        "evidence": [_link(part, telling) for part in parts],
        "level": reached,
        "next": following,
    }


def _levels(reached: int | None, competency: Competency, telling: Telling) -> tuple[str, str]:
    """Return the descriptions of the level reached and of the next one."""
    own, following = competency.shown_levels(reached)
    return (
        words.level(reached, telling.text(own)) if reached and own else "",
        words.next_level(reached + 1, telling.text(following)) if reached and following else "",
    )


def _link(part: Evidence, telling: Telling) -> View:
    return {
        "to": part.number,
        "text": words.evidence(part.number, part.earned, part.most),
        "name": words.evidence_named(part.number, telling.text(part.decision.scene.title), part.earned, part.most),
    }


def earned_in(decision: Decision) -> str:
    """Return the points that a decision earned for each competency, in words."""
    parts = [(competency.name, *earned_at(decision, id_)) for id_, competency in competencies().items()]
    return words.points([(name, earned, most) for name, earned, most in parts if most > 0])
