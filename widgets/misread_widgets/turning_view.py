"""The first screen of a debrief: the decision on which the run turned, and what could have been known there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios import machine
from misread_scenarios.advice import Advice, advice, best_in_other_worlds, turning_point
from misread_scenarios.texts import why_of
from misread_widgets import debrief_words as words

if TYPE_CHECKING:
    from misread_scenarios.engine import Stand, Step
    from misread_scenarios.model import Choice
    from misread_widgets.decisions import Decision
    from misread_widgets.scene_view import Scenes
    from misread_widgets.sitting import Sitting
    from misread_widgets.telling import View


def turning(sitting: Sitting, scenes: Scenes) -> View | None:
    """Return the turning point of a finished run; nothing for a story that scores nothing.

    Where nothing would have been better, it is the decision that is right in the fewest worlds.
    """
    stand, telling = sitting.stand, scenes.telling
    if not any(stand.offered.values()):
        return None
    turned = turning_point(stand)
    point = turned or _rarest(stand)
    number, decision = _decision_of(sitting, point)
    takeaway = machine.shown(decision.scene.takeaway, point.step.before)[-1:]
    signal = told_by_world(stand, point.step)
    return {
        "label": words.TURNED if turned else words.HELD,
        "decision": words.decision_named(number, telling.text(decision.scene.title)),
        "to": number,
        "chosen": {
            "label": words.YOU_CHOSE,
            "texts": [text for step in decision.steps for text in scenes.chosen(step)],
        },
        "note": {
            "label": words.ASSUMED,
            "texts": [telling.text(why) for choice in decision.choices if (why := why_of(choice, decision.last))],
        },
        "signal": {"label": words.SIGNAL, "paragraphs": telling.paragraphs(signal)} if signal else None,
        "best": _best(point, scenes) if turned else None,
        "takeaway": {"label": words.TAKEAWAY, "text": telling.text(takeaway[0])} if takeaway else None,
        "other": _other_world(stand, point, scenes),
        "again": words.TRY_AGAIN if turned else "",
    }


def told_by_world(stand: Stand, step: Step) -> list[str]:
    """Return the paragraphs of a scene that told the world apart: those that were shown because of a drawn fact."""
    drawn = set(stand.drawn)
    passages = [one for one in step.scene.paragraphs if one.when and drawn & set(one.when.names())]
    return machine.shown(passages, step.before)


def best_texts(point: Advice, scenes: Scenes) -> list[str]:
    """Return what nothing beat at a step, one text a move, ties included."""
    moves = dict.fromkeys(move.choices for move in point.best)
    return [" ".join(scenes.telling.text(choice.text) for choice in choices) for choices in moves]


def _best(point: Advice, scenes: Scenes) -> View:
    texts = best_texts(point, scenes)
    return {"label": words.best_from_there(len(texts)), "texts": texts}


def _rarest(stand: Stand) -> Advice:
    """Return the decision whose move is best in the fewest other worlds; the earliest of equals."""
    return min(advice(stand), key=lambda one: sum(_holds(one.step, best) for best in _elsewhere(stand, one)))


def _elsewhere(stand: Stand, point: Advice) -> list[tuple[Choice, ...]]:
    """Return what is best at a step in each world in which something else is best than here."""
    here = {choice for move in point.best for choice in move.choices}
    return [best for best in best_in_other_worlds(stand, point.step).values() if set(best) != here]


def _holds(step: Step, best: tuple[Choice, ...]) -> bool:
    return set(step.choices) <= set(best)


def _other_world(stand: Stand, point: Advice, scenes: Scenes) -> str:
    """Say how the same moment would have gone in another world, without saying what shows that world."""
    elsewhere = _elsewhere(stand, point)
    if not elsewhere:
        return ""
    if not point.is_best and any(_holds(point.step, best) for best in elsewhere):
        return words.SAME_ELSEWHERE
    other = next((choice for best in elsewhere for choice in best if choice not in point.step.choices), None)
    return words.other_elsewhere(scenes.telling.text(other.text)) if other else ""


def _decision_of(sitting: Sitting, point: Advice) -> tuple[int, Decision]:
    """Return the decision that a step belongs to, with its number (from 1)."""
    numbered = enumerate(sitting.decisions, 1)
    return next((number, one) for number, one in numbered if any(step is point.step for step in one.steps))
