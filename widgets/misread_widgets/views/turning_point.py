"""The first screen of a debrief: the decision on which the run turned, and what could have been known there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.paths import (
    NEXT_TO_NOTHING,
    Advice,
    Turning,
    advice,
    best_elsewhere,
    easiest_to_miss,
    holds,
    turning_point,
)
from misread_scenarios.play import transitions, why_of
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_records.play_state import Sitting
    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Move, Stand, Step
    from misread_widgets.views.rendering import View
    from misread_widgets.views.scene import Scenes


def turning(sitting: Sitting, scenes: Scenes) -> View | None:
    """Return the turning point of a finished run; nothing for a story that scores nothing.

    Where nothing would have been better, it is the decision that is easiest to miss.
    """
    stand, telling = sitting.stand, scenes.telling
    if not any(stand.offered.values()):
        return None
    turned = turning_point(stand)
    point = turned.point if turned else easiest_to_miss(stand)
    number, decision = _decision_of(sitting, point)
    note = [telling.text(why) for choice in decision.choices if (why := why_of(choice, decision.last))]
    signal = told_by_world(stand, point.step)
    takeaway = transitions.shown(decision.scene.takeaway, point.step.before)[-1:]
    return {
        "label": words.TURNED if turned else words.HELD,
        "decision": words.decision_named(number, telling.text(decision.scene.title)),
        "to": number,
        "stake": _stake(turned, scenes) if turned else _held(stand),
        "parts": [
            _part("chosen", words.YOU_CHOSE, texts=scenes.told(decision)),
            _part("note", words.ASSUMED if turned else words.HELD_BY, texts=note),
            _part("signal", words.OTHERWISE if turned else words.LIKEWISE, quoted=telling.paragraphs(signal)),
            _part("takeaway", words.TAKEAWAY, texts=[telling.text(text) for text in takeaway]),
        ],
        "other": _other_world(stand, point, scenes),
        "again": words.TRY_AGAIN if turned else "",
    }


def _part(kind: str, label: str, texts: Sequence[str] = (), quoted: Sequence[View] = ()) -> View:
    """Return one part: texts of ours, or paragraphs quoted from the story; with neither the page leaves it out."""
    return {"kind": kind, "label": label, "texts": list(texts), "quoted": list(quoted)}


def _stake(turned: Turning, scenes: Scenes) -> str:
    """Say what hung on the decision: a better ending, or points."""
    ending = turned.better.stand.ending if turned.better else None
    if turned.better is None or ending is None:
        return words.cost(turned.point.cost)
    return words.better_ending(scenes.telling.text(ending.title), is_kept=turned.better.is_kept)


def _held(stand: Stand) -> str:
    """Say that nothing would have been better; how sure somebody was may still have cost points."""
    unsure = any(one.cost > NEXT_TO_NOTHING for one in advice(stand))
    return words.HELD_UNSURE if unsure else words.HELD_SURE


def told_by_world(stand: Stand, step: Step) -> list[str]:
    """Return the paragraphs of a scene that told the world apart: those that were shown because of a drawn fact."""
    drawn = set(stand.drawn)
    passages = [one for one in step.scene.paragraphs if one.when and drawn & set(one.when.names())]
    return transitions.shown(passages, step.before)


def best_texts(point: Advice, scenes: Scenes) -> list[str]:
    """Return what nothing beat at a step, one text a move, ties included."""
    return list(dict.fromkeys(_text(move, scenes) for move in point.best))


def _text(move: Move, scenes: Scenes) -> str:
    return " ".join(scenes.telling.text(choice.text) for choice in move.choices)


def _other_world(stand: Stand, point: Advice, scenes: Scenes) -> str:
    """Say how the same moment would have gone in another world, without saying what shows that world."""
    here = {move.choices for move in point.best}
    elsewhere = [best for best in best_elsewhere(stand, point) if {move.choices for move in best} != here]
    if not point.is_best and any(holds(point.step, best) for best in elsewhere):
        return words.SAME_ELSEWHERE
    others = [move for best in elsewhere for move in best if move.choices not in here | {point.step.choices}]
    return words.other_elsewhere(_text(others[0], scenes)) if others else ""


def _decision_of(sitting: Sitting, point: Advice) -> tuple[int, Decision]:
    """Return the decision that a step belongs to, with its number (from 1)."""
    numbered = enumerate(sitting.decisions, 1)
    return next((number, one) for number, one in numbered if any(step is point.step for step in one.steps))
