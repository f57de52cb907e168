"""A poll to warm up, and the question how sure people are."""

from __future__ import annotations

import functools
import statistics
from typing import TYPE_CHECKING

from misread_web.language import _
from misread_web.workshop.views.parts import Part, QuestionView, options_of
from misread_web.workshop.views.spread import Option, lettered
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

LEVELS = (50, 60, 70, 80, 90, 100)
"""How sure one can be of one of two answers, in per cent; 50 is a guess."""


class PollView(QuestionView):
    """One of several answers."""

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The answers."""
        return (Part("", options_of(self.state.step.options), lambda answer: (str(answer),)),)


class ConfidenceView(QuestionView):
    """How sure people are of a statement, from 50 to 100 per cent."""

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The levels."""
        options: tuple[Option, ...] = lettered([(str(level), ui_text.per_cent(level)) for level in LEVELS])
        return (Part("", options, lambda answer: (str(answer),), note=_middle),)


def _middle(answers: Sequence[JsonValue], _keyed: bool) -> str:  # noqa: FBT001 - there is no key
    levels = [answer for answer in answers if isinstance(answer, int)]
    if not levels:
        return ""
    middle = ui_text.per_cent(round(statistics.median(levels)))
    return _("Half of the room is at most {level} sure, and half at least.").format(level=middle)
