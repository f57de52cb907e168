"""Which class shows which kind of step on the phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_web.workshop.views.case_on_phones import CaseOnPhones
from misread_web.workshop.views.kinds import step_view
from misread_web.workshop.views.participant_step import ParticipantStep

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_records.workshop import StepKind, StepState, Workshop

VIEWS: Mapping[StepKind, type[ParticipantStep]] = {"case": CaseOnPhones}
"""The classes of the kinds that show more than their title and question."""


def participant_step(workshop: Workshop, state: StepState) -> ParticipantStep:
    """Return a step as participants meet it now."""
    return VIEWS.get(state.step.kind, ParticipantStep)(step_view(workshop, state))
