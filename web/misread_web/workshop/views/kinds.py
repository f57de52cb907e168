"""Which class shows which kind of step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.exercises import exercises
from misread_web.workshop.views.case import CaseView
from misread_web.workshop.views.exercise import ExerciseView, can_be_voted_on
from misread_web.workshop.views.mirrors import MirrorsView
from misread_web.workshop.views.parts import QuestionView
from misread_web.workshop.views.poll import ConfidenceView, PollView
from misread_web.workshop.views.rating import RatingView
from misread_web.workshop.views.step_view import StepView
from misread_web.workshop.views.task import TaskView
from misread_web.workshop.views.words import WordsView

if TYPE_CHECKING:
    from collections.abc import Mapping

    from misread_records.workshop import StepKind, StepState, Workshop
    from misread_web.workshop.views.parts import Part

VIEWS: Mapping[StepKind, type[StepView]] = {
    "case": CaseView,
    "poll": PollView,
    "confidence": ConfidenceView,
    "words": WordsView,
    "exercise": ExerciseView,
    "rating": RatingView,
    "mirrors": MirrorsView,
}
"""The classes of the kinds that show more than their title and question."""


def step_view(workshop: Workshop, state: StepState) -> StepView:
    """Return the view of a step as it stands."""
    if state.step.kind == "exercise" and not can_be_voted_on(exercises()[state.step.item]):
        return TaskView(workshop, state)
    return VIEWS.get(state.step.kind, StepView)(workshop, state)


def parts_of(workshop: Workshop, state: StepState) -> tuple[Part, ...]:
    """Return the parts of a step's question, as the screens count them; none for a case."""
    view = step_view(workshop, state)
    return view.parts if isinstance(view, QuestionView) else ()
