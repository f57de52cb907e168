"""The texts of a scene, a choice and an ending in a given state; slots are still open (see `names`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from misread_scenarios.conditions import State
from misread_scenarios.model import Choice, Passage
from misread_scenarios.play import transitions
from misread_scenarios.play.engine import Stand, Step

P = TypeVar("P", bound=Passage)


def situation(stand: Stand) -> list[str]:
    """Return the paragraphs of the scene that asks now: those whose conditions hold on entry."""
    return transitions.shown(stand.scene.paragraphs, stand.state) if stand.scene else []


def then_of(choice: Choice, step: Step) -> str:
    """Return what happens after a choice: the last text that matches the state before it."""
    return _text(last_of(choice.then, step.before))


def why_of(choice: Choice, step: Step) -> str:
    """Return the feedback on a choice: the last text that matches the state before it."""
    return _text(last_of(choice.why, step.before))


def ending_paragraphs(stand: Stand) -> list[str]:
    """Return the paragraphs of the ending: those whose conditions hold in the final state."""
    return transitions.shown(stand.ending.paragraphs, stand.state) if stand.ending else []


def last_of(passages: Sequence[P], state: State) -> P | None:
    """Return the last passage whose condition holds: of several for the same place, the one that is shown."""
    matching = (passage for passage in reversed(passages) if passage.when is None or passage.when.holds(state))
    return next(matching, None)


def _text(passage: Passage | None) -> str:
    return passage.text if passage else ""
