"""Makes the widgets of a lesson's items."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from misread_scenarios.cards import load_guess, load_recall
from misread_scenarios.exercises import (
    Choose,
    Data,
    Exercise,
    Highlight,
    Match,
    MultiSelect,
    Order,
    Rank,
    Reflection,
    Values,
    load_exercise,
    load_form,
)
from misread_scenarios.format import load_mirrors
from misread_scenarios.judgement import load_set
from misread_scenarios.language import SOURCE, chosen, speaking
from misread_scenarios.library import load
from misread_widgets.choose import Choosing, Highlighting
from misread_widgets.data import Querying
from misread_widgets.form import FormWidget
from misread_widgets.guess import Guess
from misread_widgets.judgement import Judging
from misread_widgets.lesson_widget import LessonWidget, WidgetPlace
from misread_widgets.match import Matching
from misread_widgets.mirrors import Mirrors
from misread_widgets.multi_select import Picking
from misread_widgets.order import Ordering, Ranking
from misread_widgets.player import Player
from misread_widgets.recall import Recall
from misread_widgets.reflection import Reflecting
from misread_widgets.values import Valuing

if TYPE_CHECKING:
    from collections.abc import Callable

    from misread_records.seat import Seat
    from misread_widgets.views import Mode

Content = TypeVar("Content")
Made = TypeVar("Made", bound=LessonWidget)
EXERCISES: dict[type[Exercise], Callable[..., LessonWidget]] = {
    MultiSelect: Picking,
    Match: Matching,
    Choose: Choosing,
    Data: Querying,
    Highlight: Highlighting,
    Order: Ordering,
    Rank: Ranking,
    Reflection: Reflecting,
    Values: Valuing,
}
"""The widget class of each kind of exercise."""


class ItemWidgets:
    """Makes the widgets of one lesson for one seat; `Lesson` describes each.

    A widget speaks the language of its item: the seat's if the item is translated into it, and otherwise English.
    """

    def __init__(self, lesson: str, seat: Seat) -> None:
        """Take the lesson's name and the seat."""
        self._lesson, self._seat = lesson, seat

    def guess(self, id_: str) -> Guess:
        """Make the widget of a first guess."""
        return self._made(Guess, load_guess, id_)

    def recall(self, id_: str) -> Recall:
        """Make the widget of questions from memory."""
        return self._made(Recall, load_recall, id_)

    def mirrors(self, id_: str) -> Mirrors:
        """Make the widget of a talk and its two mirrors."""
        return self._made(Mirrors, load_mirrors, id_)

    def scenario(self, id_: str, mode: Mode) -> Player:
        """Make the player of a scenario."""
        return self._made(partial(Player, mode=mode), load, id_)

    def exercise(self, id_: str) -> LessonWidget:
        """Make the widget of an exercise of any kind."""
        return self._made(lambda place, exercise: EXERCISES[type(exercise)](place, exercise), load_exercise, id_)

    def judgement(self, id_: str) -> Judging:
        """Make the widget of a set of situations to rate."""
        return self._made(Judging, load_set, id_)

    def tool(self, id_: str) -> FormWidget:
        """Make the widget of a form to keep."""
        return self._made(FormWidget, load_form, id_)

    def _made(self, widget: Callable[[WidgetPlace, Content], Made], read: Callable[[str], Content], id_: str) -> Made:
        with speaking(self._seat.lang):
            content = read(id_)
        lang = chosen(getattr(content, "language", SOURCE))
        seat = self._seat if lang == self._seat.lang else dataclasses.replace(self._seat, lang=lang)
        with speaking(lang):
            return widget(WidgetPlace(seat, self._lesson, id_), content)
