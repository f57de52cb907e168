"""Makes the widgets of a lesson's items."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    """Makes the widgets of one lesson for one seat; `Lesson` describes each."""

    def __init__(self, lesson: str, seat: Seat) -> None:
        """Take the lesson's name and the seat."""
        self._lesson, self._seat = lesson, seat

    def guess(self, id_: str) -> Guess:
        """Make the widget of a first guess."""
        return Guess(self._place(id_), load_guess(id_))

    def recall(self, id_: str) -> Recall:
        """Make the widget of questions from memory."""
        return Recall(self._place(id_), load_recall(id_))

    def mirrors(self, id_: str) -> Mirrors:
        """Make the widget of a talk and its two mirrors."""
        return Mirrors(self._place(id_), load_mirrors(id_))

    def scenario(self, id_: str, mode: Mode) -> Player:
        """Make the player of a scenario."""
        return Player(self._place(id_), load(id_), mode)

    def exercise(self, id_: str) -> LessonWidget:
        """Make the widget of an exercise of any kind."""
        exercise = load_exercise(id_)
        return EXERCISES[type(exercise)](self._place(id_), exercise)

    def judgement(self, id_: str) -> Judging:
        """Make the widget of a set of situations to rate."""
        return Judging(self._place(id_), load_set(id_))

    def tool(self, id_: str) -> FormWidget:
        """Make the widget of a form to keep."""
        return FormWidget(self._place(id_), load_form(id_))

    def _place(self, item: str) -> WidgetPlace:
        return WidgetPlace(self._seat, self._lesson, item)
