"""The lessons' own widgets, used to draw a question for a whole group and to understand what pages answer."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from misread_records import MemoryJournal
from misread_records.seat import Seat
from misread_records.workshop import LESSON, journal_name
from misread_scenarios.language import speaking
from misread_web.workshop.lesson_modules import module_name
from misread_web.workshop.views.on_phones import BadVote, not_understood
from misread_widgets.item_widgets import ItemWidgets
from misread_widgets.protocol import understand

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_widgets.protocol import Message
    from misread_widgets.views import View

MOST_WIDGETS = 64


@functools.lru_cache(maxsize=MOST_WIDGETS)
def exercise_widget(code: str, item: str, lang: str) -> Any:  # noqa: ANN401 - each kind of exercise has its own class
    """Return the widget of an exercise for a workshop; it keeps nothing, and shuffles alike for everybody there."""
    with speaking(lang):
        return ItemWidgets(LESSON, _nobody(code, lang)).exercise(item)


@functools.lru_cache(maxsize=MOST_WIDGETS)
def mirrors_view(code: str, item: str, lang: str) -> View:
    """Return the view of a talk and its mirrors at the beginning, with the thoughts of both people."""
    with speaking(lang):
        return dict(ItemWidgets(LESSON, _nobody(code, lang)).mirrors(item).view)


def _nobody(code: str, lang: str) -> Seat:
    return Seat(journal_name(code), None, MemoryJournal(), lang)


def hosted(script: str, view: View) -> View:
    """Return what a page needs to host a widget: the file of its module, and its view."""
    return {"module": module_name(script), "view": view}


def message_of(sent: JsonValue) -> Message:
    """Return the message that a hosted widget has sent as its vote.

    Raises:
        BadVote: if it is none.
    """
    message = understand(sent)
    if message is None:
        raise BadVote(not_understood())
    return message
