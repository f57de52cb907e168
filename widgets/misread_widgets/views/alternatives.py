"""The other ways at each decision: what each would have led to, with all other picks kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING

from misread_scenarios.decisions import decisions
from misread_scenarios.paths import Otherwise, instead
from misread_scenarios.play import ending_paragraphs, then_of
from misread_widgets.views import debrief_text as words

if TYPE_CHECKING:
    from misread_scenarios.play import Stand, Step, transitions
    from misread_widgets.views.rendering import View
    from misread_widgets.views.scene import Scenes


@dataclasses.dataclass(frozen=True, eq=False)
class Fork:
    """One other move: the number of its decision (from 1), the step that was made instead, and where it leads."""

    number: int
    step: Step
    move: transitions.Move
    led: Otherwise


def forks(own: Stand) -> Iterator[Fork]:
    """Yield every other move along a finished run.

    Another confidence alone is no other choice, and a guess before one more fact is known leads nowhere by itself.
    Unlike `Case.slips`, which repeats the picks after another move in order and may reach no ending, a fork keeps the
    picks of the scenes that are met again and goes on with the best moves where there is none to keep.
    """
    for number, decision in enumerate(decisions(own), 1):
        place, step = decision.kept + len(decision.steps) - 1, decision.last
        for move in _others(own.before(place).moves, step):
            yield Fork(number, step, move, instead(own, place, move.pick))


def _others(moves: tuple[transitions.Move, ...], step: Step) -> Iterator[transitions.Move]:
    """Yield one move for each other choice: the one with a step's own confidence, where there is one."""
    found = {move.choices: move for move in sorted(moves, key=lambda move: move.confidence == step.confidence)}
    yield from (found[choices] for choices in dict.fromkeys(move.choices for move in moves) if choices != step.choices)


def forks_by_decision(found: tuple[Fork, ...], scenes: Scenes) -> dict[int, list[View]]:
    """Return the other ways of a finished run, by the number of their decision."""
    by_decision: dict[int, list[View]] = {}
    for fork in found:
        by_decision.setdefault(fork.number, []).append(_item(fork, scenes))
    return by_decision


def changed_endings(found: tuple[Fork, ...], own: Stand) -> str:
    """Say how many of the other ways would have led to another ending; nothing if the story has none."""
    if own.ending is None:
        return ""
    changed = sum(fork.led.is_kept and fork.led.stand.ending != own.ending for fork in found)
    return words.forks_text(changed, len(found))


def _item(fork: Fork, scenes: Scenes) -> View:
    text = scenes.telling.text
    return {
        "other": " ".join(text(choice.text) for choice in fork.move.choices),
        "led": _led(fork, scenes),
    }


def _led(fork: Fork, scenes: Scenes) -> str:
    """Say what would have followed: another ending, or else what would have come next."""
    ending, own = fork.led.stand.ending, scenes.stand.ending
    then = ""
    if fork.led.is_kept and ending is not None:
        title = scenes.telling.text(ending.title)
        if ending != own:
            return words.led(title)
        same = ending_paragraphs(fork.led.stand) == ending_paragraphs(scenes.stand)
        then = words.LED_HERE if same else words.led_told_otherwise(title)
    happened = [text for choice in fork.move.choices if (text := then_of(choice, fork.step))]
    return words.led_on(scenes.telling.text(" ".join(happened)), then) if happened else then
