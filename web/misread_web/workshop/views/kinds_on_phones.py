"""Which class shows which kind of step on the phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_web.workshop.views.case_on_phones import CaseOnPhones
from misread_web.workshop.views.exercise import ExerciseOnPhones
from misread_web.workshop.views.kinds import step_view
from misread_web.workshop.views.mirrors import MirrorsOnPhones
from misread_web.workshop.views.on_phones import StepOnPhones
from misread_web.workshop.views.parts import QuestionOnPhones
from misread_web.workshop.views.rating import RatingOnPhones
from misread_web.workshop.views.task import TaskOnPhones, TaskView
from misread_web.workshop.views.words import WordsOnPhones

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_records.workshop import StepKind, StepState, Workshop

VIEWS: Mapping[StepKind, type[StepOnPhones]] = {
    "case": CaseOnPhones,
    "poll": QuestionOnPhones,
    "confidence": QuestionOnPhones,
    "words": WordsOnPhones,
    "exercise": ExerciseOnPhones,
    "rating": RatingOnPhones,
    "mirrors": MirrorsOnPhones,
}
"""The classes of the kinds that show more than their title and question."""


def step_on_phones(workshop: Workshop, state: StepState) -> StepOnPhones:
    """Return a step as participants meet it now."""
    view = step_view(workshop, state)
    if isinstance(view, TaskView):
        return TaskOnPhones(view)
    return VIEWS.get(state.step.kind, StepOnPhones)(view)
