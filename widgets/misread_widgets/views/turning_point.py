"""The view of a run's turning point, on the first screen of a debrief, with the signals that were there."""

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
from misread_widgets.language import _
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_records.play_state import PlayState
    from misread_scenarios.decisions import Decision
    from misread_scenarios.play import Move, Stand, Step
    from misread_widgets.views.rendering import View
    from misread_widgets.views.scene import Scenes


def turning(sitting: PlayState, scenes: Scenes) -> View | None:
    """Return the turning point of a finished run; None if the story offers no points.

    If no other choice would have been better, it is the decision that is easiest to miss.
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
        "label": _(words.TURNED) if turned else _(words.HELD),
        "decision": words.decision_named(number, telling.text(decision.scene.title)),
        "to": number,
        "stake": _stake(turned, scenes) if turned else _held(stand),
        "parts": [
            _part("chosen", _(words.YOU_CHOSE), texts=scenes.chosen_lines(decision)),
            _part("note", _(words.ASSUMED) if turned else _(words.HELD_BY), texts=note),
            _part("signal", _(words.OTHERWISE) if turned else _(words.LIKEWISE), quoted=telling.paragraphs(signal)),
            _part("takeaway", _(words.TAKEAWAY), texts=[telling.text(text) for text in takeaway]),
        ],
        "other": _other_world(stand, point, scenes),
        "again": _(words.TRY_AGAIN) if turned else "",
    }


def _part(kind: str, label: str, texts: Sequence[str] = (), quoted: Sequence[View] = ()) -> View:
    """Return one part, with our own texts or paragraphs quoted from the story; the page omits a part with neither."""
    return {"kind": kind, "label": label, "texts": list(texts), "quoted": list(quoted)}


def _stake(turned: Turning, scenes: Scenes) -> str:
    """Return what was at stake at the decision: a better ending, or points."""
    ending = turned.better.stand.ending if turned.better else None
    if turned.better is None or ending is None:
        return words.cost(turned.point.cost)
    return words.better_ending(scenes.telling.text(ending.title), is_kept=turned.better.is_kept)


def _held(stand: Stand) -> str:
    """Return that no other choice would have been better; the confidence may still have cost points."""
    unsure = any(point.cost > NEXT_TO_NOTHING for point in advice(stand))
    return _(words.HELD_UNSURE) if unsure else _(words.HELD_SURE)


def told_by_world(stand: Stand, step: Step) -> list[str]:
    """Return the paragraphs of a scene that revealed the world, as they were shown because of a drawn fact."""
    drawn = set(stand.drawn)
    passages = [each for each in step.scene.paragraphs if each.when and drawn & set(each.when.names())]
    return transitions.shown(passages, step.before)


def best_texts(point: Advice, scenes: Scenes) -> list[str]:
    """Return the text of each best move at a step, ties included."""
    return list(dict.fromkeys(_text(move, scenes) for move in point.best))


def _text(move: Move, scenes: Scenes) -> str:
    return " ".join(scenes.telling.text(choice.text) for choice in move.choices)


def _other_world(stand: Stand, point: Advice, scenes: Scenes) -> str:
    """Return a sentence about the same decision in another world, which does not reveal how to recognize that world."""
    best_here = {move.choices for move in point.best}
    elsewhere = [best for best in best_elsewhere(stand, point) if {move.choices for move in best} != best_here]
    if not point.is_best and any(holds(point.step, best) for best in elsewhere):
        return _(words.SAME_ELSEWHERE)
    others = [move for best in elsewhere for move in best if move.choices not in best_here | {point.step.choices}]
    return words.other_elsewhere(_text(others[0], scenes)) if others else ""


def _decision_of(sitting: PlayState, point: Advice) -> tuple[int, Decision]:
    """Return the decision of a step, with its number (from 1)."""
    numbered = enumerate(sitting.decisions, 1)
    return next(
        (number, decision) for number, decision in numbered if any(step is point.step for step in decision.steps)
    )
