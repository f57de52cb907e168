"""The other choices at each decision of a run, and where each would have led with all other picks kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from misread_scenarios.decisions import decisions
from misread_scenarios.paths import Otherwise, instead
from misread_scenarios.play import ending_paragraphs, then_of
from misread_widgets.language import _
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from misread_scenarios.play import Stand, Step, transitions
    from misread_widgets.views.rendering import View
    from misread_widgets.views.scene import Scenes


@dataclasses.dataclass(frozen=True, eq=False)
class Fork:
    """One other move: the number of its decision (from 1), the step that was made instead of it, and where it leads."""

    number: int
    step: Step
    move: transitions.Move
    led: Otherwise


def forks(own: Stand) -> Iterator[Fork]:
    """Yield every other move along a finished run.

    The same choice with another confidence is left out, and so is a guess before one more fact is known, as it changes
    nothing by itself. Unlike `Case.slips`, which repeats the later picks in order and may reach no ending, a fork keeps
    the pick of each scene that is met again, and makes the best move in any other scene.
    """
    for number, decision in enumerate(decisions(own), 1):
        place, step = decision.kept + len(decision.steps) - 1, decision.last
        for move in _others(own.before(place).moves, step):
            yield Fork(number, step, move, instead(own, place, move.pick))


def _others(moves: tuple[transitions.Move, ...], step: Step) -> Iterator[transitions.Move]:
    """Yield one move for each other choice, with the step's own confidence if possible."""
    move_of = {move.choices: move for move in sorted(moves, key=lambda move: move.confidence == step.confidence)}
    others = (choices for choices in dict.fromkeys(move.choices for move in moves) if choices != step.choices)
    yield from (move_of[choices] for choices in others)


def forks_by_decision(all_forks: tuple[Fork, ...], scenes: Scenes) -> dict[int, list[View]]:
    """Return the views of the other choices in a finished run, by the number of their decision."""
    by_decision: dict[int, list[View]] = {}
    for fork in all_forks:
        by_decision.setdefault(fork.number, []).append(_item(fork, scenes))
    return by_decision


def changed_endings(all_forks: tuple[Fork, ...], own: Stand) -> str:
    """Return a sentence on how many other choices would have changed the ending; empty for a story without endings."""
    if own.ending is None:
        return ""
    changed = sum(fork.led.is_kept and fork.led.stand.ending != own.ending for fork in all_forks)
    return words.forks_text(changed, len(all_forks))


def _item(fork: Fork, scenes: Scenes) -> View:
    text = scenes.telling.text
    return {
        "other": " ".join(text(choice.text) for choice in fork.move.choices),
        "led": _led(fork, scenes),
    }


def _led(fork: Fork, scenes: Scenes) -> str:
    """Return what would have followed: another ending, or else the consequence and the same ending."""
    ending, own = fork.led.stand.ending, scenes.stand.ending
    then = ""
    if fork.led.is_kept and ending is not None:
        title = scenes.telling.text(ending.title)
        if ending != own:
            return words.led(title)
        same = ending_paragraphs(fork.led.stand) == ending_paragraphs(scenes.stand)
        then = _(words.LED_HERE) if same else words.led_told_otherwise(title)
    happened = [text for choice in fork.move.choices if (text := then_of(choice, fork.step))]
    return words.led_on(scenes.telling.text(" ".join(happened)), then) if happened else then
