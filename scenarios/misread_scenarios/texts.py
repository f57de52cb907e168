"""The texts of a scene, a choice and an ending in a given state; slots are still open (see `names`)."""

from __future__ import annotations

from collections.abc import Sequence

from misread_scenarios import machine
from misread_scenarios.conditions import State
from misread_scenarios.engine import Stand, Step
from misread_scenarios.model import Choice, Passage


def situation(stand: Stand) -> list[str]:
    """Return the paragraphs of the scene that asks now: those whose conditions hold on entry."""
    return machine.shown(stand.scene.paragraphs, stand.state) if stand.scene else []


def then_of(choice: Choice, step: Step) -> str:
    """Return what happens after a choice: the last text that matches the state before it."""
    return _last(choice.then, step.before)


def why_of(choice: Choice, step: Step) -> str:
    """Return the feedback on a choice: the last text that matches the state before it."""
    return _last(choice.why, step.before)


def ending_paragraphs(stand: Stand) -> list[str]:
    """Return the paragraphs of the ending: those whose conditions hold in the final state."""
    return machine.shown(stand.ending.paragraphs, stand.state) if stand.ending else []


def _last(passages: Sequence[Passage], state: State) -> str:
    texts = machine.shown(passages, state)
    return texts[-1] if texts else ""
