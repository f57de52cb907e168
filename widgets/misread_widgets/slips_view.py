"""What one different choice would have changed: each other move of a run, the rest kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from misread_scenarios import machine
from misread_scenarios.engine import BadPick, Stand, opening
from misread_widgets import debrief_words as words
from misread_widgets.decisions import decisions
from misread_widgets.words import sure

if TYPE_CHECKING:
    from misread_scenarios.model import Ending
    from misread_widgets.scene_view import Scenes
    from misread_widgets.telling import View

MOST_SHOWN = 4


@dataclasses.dataclass(frozen=True, eq=False)
class Slip:
    """One other move: its decision (from 1), the move, and the ending it leads to (none if the rest no longer fits)."""

    number: int
    move: machine.Move
    fits: bool
    ending: Ending | None


def slips(scenes: Scenes) -> View | None:
    """Return the most telling different choices of a finished run, or nothing where the story has no endings."""
    own = scenes.stand
    if own.ending is None:
        return None
    ending = own.ending.id
    found = tuple(others(own))
    changed = [slip for slip in found if slip.ending and slip.ending.id != ending]
    away = [slip for slip in found if not slip.fits]
    return {
        "label": words.SLIPS,
        "text": words.slips_text(len(changed), len(found)),
        "items": [_item(slip, scenes) for slip in _telling(changed, away)],
    }


def _telling(changed: list[Slip], away: list[Slip]) -> list[Slip]:
    """Return the most telling few: the earliest way to each other ending, then other decisions, in order."""
    first: dict[str, Slip] = {}
    by_decision: dict[int, Slip] = {}
    for slip in changed:
        first.setdefault(slip.ending.id if slip.ending else "", slip)
        by_decision.setdefault(slip.number, slip)
    ranked = dict.fromkeys([*first.values(), *by_decision.values(), *away[:1]])
    return sorted(list(ranked)[:MOST_SHOWN], key=lambda slip: slip.number)


def others(own: Stand) -> Iterator[Slip]:
    """Yield every other move along a run; a different confidence alone is no different choice."""
    stand = opening(own.scenario, own.seed)
    numbers = [number for number, decision in enumerate(decisions(own), 1) for _step in decision.steps]
    picks = own.picks
    for place, step in enumerate(own.steps):
        for move in stand.moves:
            other = move.choices != step.choices
            if other and move.confidence in (step.confidence, None):
                yield _slip(stand, move, picks[place + 1 :], numbers[place])
        stand = stand.after(step.pick)


def _slip(stand: Stand, move: machine.Move, rest: tuple[str, ...], number: int) -> Slip:
    try:
        for pick in (move.pick, *rest):
            stand = stand.after(pick)
    except BadPick:
        return Slip(number, move, fits=False, ending=None)
    return Slip(number, move, fits=stand.over, ending=stand.ending)


def _item(slip: Slip, scenes: Scenes) -> View:
    text = scenes.telling.text
    scene = decisions(scenes.stand)[slip.number - 1].scene
    return {
        "decision": words.slip_decision(slip.number, text(scene.title)),
        "other": " ".join(sure(text(choice.text), slip.move.confidence) for choice in slip.move.choices),
        "led": words.led(text(slip.ending.title)) if slip.ending else words.LED_AWAY,
    }
