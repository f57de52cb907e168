"""One's own path beside the best one, decision by decision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios import machine
from misread_scenarios.engine import play
from misread_widgets import debrief_words as words
from misread_widgets.decisions import Decision, decisions

if TYPE_CHECKING:
    from misread_scenarios.engine import Stand
    from misread_scenarios.figures import CaseFigures
    from misread_widgets.scene_view import Scenes
    from misread_widgets.telling import View


def comparison(case: CaseFigures, scenes: Scenes) -> View:
    """Return both paths; of several that are best, the one that has most in common with the learner's own."""
    own = scenes.stand
    best = max((play(own.scenario, picks, own.seed) for picks in case.best), key=lambda stand: _alike(own, stand))
    theirs = {decision.scene.id: decision for decision in decisions(best)}
    made = decisions(own)
    items = [_pair(number, decision, theirs.get(decision.scene.id), scenes) for number, decision in enumerate(made, 1)]
    same = sum(bool(item["same"] == words.SAME) for item in items)
    text = words.compare_text(same, len(made), machine.total(own.points), machine.total(best.points))
    return {"label": words.COMPARE, "text": text, "yours": words.YOURS, "best": words.BEST, "items": items}


def _alike(one: Stand, other: Stand) -> int:
    return sum(mine == theirs for mine, theirs in zip(one.picks, other.picks, strict=False))


def _pair(number: int, own: Decision, best: Decision | None, scenes: Scenes) -> View:
    yours = _told(own, scenes)
    theirs = _told(best, scenes) if best else words.NOT_MET
    agree = [step.pick for step in own.steps] == [step.pick for step in best.steps] if best else False
    return {
        "number": number,
        "title": scenes.telling.text(own.scene.title),
        "same": words.SAME if agree else "",
        "yours": yours,
        "best": "" if agree else theirs,
    }


def _told(decision: Decision, scenes: Scenes) -> str:
    return " ".join(text for step in decision.steps for text in scenes.chosen(step))
