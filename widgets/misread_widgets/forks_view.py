"""The other ways at each decision: where each would have led, with all other picks kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from misread_scenarios.advice import instead
from misread_scenarios.engine import opening
from misread_widgets import debrief_words as words
from misread_widgets.decisions import decisions
from misread_widgets.words import sure

if TYPE_CHECKING:
    from misread_scenarios import machine
    from misread_scenarios.engine import Stand
    from misread_scenarios.model import Ending
    from misread_widgets.scene_view import Scenes
    from misread_widgets.telling import View


@dataclasses.dataclass(frozen=True, eq=False)
class Fork:
    """One other move: its decision (from 1), the move, and the ending it leads to.

    Without an ending (and in a story that has some) the rest of the picks no longer fits.
    """

    number: int
    move: machine.Move
    fits: bool
    ending: Ending | None


def forks(own: Stand) -> Iterator[Fork]:
    """Yield every other move along a run; another confidence alone is no other choice."""
    stand = opening(own.scenario, own.seed)
    numbers = [number for number, decision in enumerate(decisions(own), 1) for _step in decision.steps]
    for place, step in enumerate(own.steps):
        for move in stand.moves:
            if move.choices != step.choices and move.confidence in (step.confidence, None):
                led = instead(own, place, move.pick)
                yield Fork(numbers[place], move, fits=led is not None, ending=led.ending if led else None)
        stand = stand.after(step.pick)


def forks_by_decision(scenes: Scenes) -> dict[int, list[View]]:
    """Return the other ways of a finished run, by the number of their decision."""
    found: dict[int, list[View]] = {}
    for fork in forks(scenes.stand):
        found.setdefault(fork.number, []).append(_item(fork, scenes))
    return found


def changed_endings(scenes: Scenes) -> str:
    """Say how many of the other ways would have led to another ending; nothing where the story has none."""
    own = scenes.stand
    if own.ending is None:
        return ""
    found = tuple(forks(own))
    changed = sum(fork.ending is not None and fork.ending.id != own.ending.id for fork in found)
    return words.forks_text(changed, len(found))


def _item(fork: Fork, scenes: Scenes) -> View:
    own, text = scenes.stand.ending, scenes.telling.text
    same = fork.ending is not None and own is not None and fork.ending.id == own.id
    led = words.LED_HERE if same else words.led(text(fork.ending.title)) if fork.ending else words.LED_AWAY
    return {
        "other": " ".join(sure(text(choice.text), fork.move.confidence) for choice in fork.move.choices),
        "led": led if fork.ending or not fork.fits else "",
    }
