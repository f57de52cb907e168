"""An exercise that a group cannot vote on: a text to write, data to look at, or one's own values.

The projector and the phones show the task; people work on it alone or together, and talk about what they found.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from misread_scenarios.exercises import Reflection, load_exercise
from misread_scenarios.language import chosen
from misread_web.language import _
from misread_web.workshop.views.on_phones import StepOnPhones
from misread_web.workshop.views.paging import prose_pages
from misread_web.workshop.views.step_view import StepView, prose_page
from misread_widgets.views import plain, typeset

if TYPE_CHECKING:
    from misread_scenarios.exercises import Exercise
    from misread_widgets.views import View


class TaskView(StepView):
    """A task on the projector and for the facilitator."""

    @functools.cached_property
    def exercise(self) -> Exercise:
        """The exercise, in the spoken language if it is translated."""
        return load_exercise(self.state.step.item)

    @property
    def lang(self) -> str:
        """The language of the exercise."""
        return chosen(self.exercise.language)

    @property
    def kicker(self) -> str:
        """What it is."""
        return _("Exercise")

    @property
    def heading(self) -> str:
        """The title of the exercise."""
        return typeset(self.exercise.title, self.lang)

    @property
    def minutes(self) -> int:
        """The minutes to work on it."""
        return self.state.step.minutes

    @property
    def paragraphs(self) -> list[View]:
        """The task; of a text, also its subject and its parts."""
        exercise = self.exercise
        texts = [exercise.instruction]
        if isinstance(exercise, Reflection):
            texts += [exercise.prompt, *([" · ".join(exercise.parts)] if exercise.parts else [])]
        return plain(texts)

    def pages(self) -> list[View]:
        """Return the pages with the task."""
        return [prose_page(each) for each in prose_pages(self.paragraphs)]


class TaskOnPhones(StepOnPhones):
    """A task on the phones."""

    step: TaskView

    def told(self) -> View | None:
        """Return the task."""
        return {"paragraphs": self.step.paragraphs, "fact": None}
