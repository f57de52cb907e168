"""The cases of a workshop as everybody hears them: their names, and what is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.workshop import stand_of
from misread_scenarios.names import default_names
from misread_widgets.views import Telling, typeset

if TYPE_CHECKING:
    from misread_records.workshop import Ballot, StepState, Workshop
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
