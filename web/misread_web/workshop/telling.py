"""The names and answers of a workshop in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.workshop import stand_of
from misread_scenarios.names import default_names
from misread_web.language import _
from misread_widgets.views import Telling, offered, typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from misread_records.workshop import Ballot, Step, StepState, Workshop
    from misread_scenarios.model import Scenario


def telling_of(scenario: Scenario) -> Telling:
    """Return a case as a workshop tells it: everybody meets the people by the names in the file."""
    return Telling(scenario, default_names(scenario))


def question_of(workshop: Workshop, state: StepState, ballot: Ballot) -> str:
    """Return what a ballot asked: the title of its scene, or the question of its step."""
    stand = stand_of(workshop, state, ballot.path)
    if stand is None or stand.scene is None:
        return typeset(state.step.question or state.step.title)
    return telling_of(stand.scenario).text(stand.scene.title)


def answers_of(workshop: Workshop, state: StepState, ballot: Ballot, given: Sequence[str]) -> dict[str, str]:
    """Return in words the answers that a ballot had on offer, in the order of the screens.

    Where the step itself names none, these are the answers that were given.

    Args:
        workshop: the workshop.
        state: the step of the ballot.
        ballot: the ballot.
        given: the answers that were given, as `misread_records.workshop.tokens` makes them.
    """
    stand = stand_of(workshop, state, ballot.path)
    if stand is not None:
        text = telling_of(stand.scenario).text
        return {choice.id: text(choice.text) for choice in offered(stand)}
    step = state.step
    if step.options:
        return {str(place): typeset(option) for place, option in enumerate(step.options)}
    numbers = sorted(set(given), key=lambda token: (not token.isdecimal(), int(token) if token.isdecimal() else 0))
    return {token: _in_words(step, token) for token in numbers if len(token) <= 60}  # noqa: PLR2004 - a token, no text


def _in_words(step: Step, token: str) -> str:
    if step.kind == "mirrors":
        return _("Line {number}").format(number=token)
    if step.kind == "confidence":
        return _("{number} %").format(number=token)
    return typeset(token)
