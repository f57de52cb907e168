"""A lesson: makes the widgets that a notebook's cells show."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import misread_widgets
from misread_records.seat import Seat, current_seat
from misread_widgets.cell_points import CellPoints

if TYPE_CHECKING:
    from misread_widgets.form import FormWidget
    from misread_widgets.guess import Guess
    from misread_widgets.item_widgets import ItemWidgets
    from misread_widgets.lesson_widget import LessonWidget
    from misread_widgets.mirrors import Mirrors
    from misread_widgets.player import Player
    from misread_widgets.recall import Recall
    from misread_widgets.views import Mode


class Lesson:
    """Makes the widgets of one lesson, for one seat."""

    def __init__(self, name: str, seat: Seat) -> None:
        """Take the lesson's name, which its events have, and the seat."""
        self.name, self.seat = name, seat
        self._points = CellPoints(name, seat)

    def guess(self, id_: str) -> Guess:
        """Return the widget of a first guess; raises UnknownCard if the library has none of that id."""
        return self._widgets.guess(id_)

    def recall(self, id_: str) -> Recall:
        """Return the widget of questions from memory; raises UnknownCard if the library has none of that id."""
        return self._widgets.recall(id_)

    def mirrors(self, id_: str) -> Mirrors:
        """Return the widget of a talk and its two mirrors; raises InvalidMirrors if the library has none of that id."""
        return self._widgets.mirrors(id_)

    def scenario(self, id_: str, mode: Mode = "practice") -> Player:
        """Return the player of a scenario of the library.

        In practice, feedback follows each choice. In an assessment, feedback and going back wait for the end.
        Raises UnknownScenario if the library has none of that id.
        """
        return self._widgets.scenario(id_, mode)

    def exercise(self, id_: str) -> LessonWidget:
        """Return the widget of an exercise; raises UnknownExercise if the library has none of that id."""
        return self._widgets.exercise(id_)

    def judgement(self, id_: str) -> LessonWidget:
        """Return the widget of a set of situations to rate; raises UnknownSet if there is none of that id."""
        return self._widgets.judgement(id_)

    def tool(self, id_: str) -> FormWidget:
        """Return the widget of a form to keep; raises UnknownExercise if the library has none of that id."""
        return self._widgets.tool(id_)

    def points(self, item: str, competency: str | None = None, *, out_of: float) -> float:
        """Return the points of a graded cell, from 0 to `out_of`, and print any notes about them.

        For a scenario, the first run's points in one competency count, once that run is over; for an exercise, those of
        the best try. While a submission is graded, its own answers count.

        Raises:
            NotCounted: if the submission's answers cannot count.
        """
        return self._points.of(item, competency, out_of)

    @functools.cached_property
    def _widgets(self) -> ItemWidgets:
        # Loaded late: grading opens lessons but shows no widget, and loading them takes as long as forty submissions.
        return misread_widgets.ItemWidgets(self.name, self.seat)


def open_lesson(name: str, seat: Seat | None = None) -> Lesson:
    """Open a lesson for a seat, by default that of the context (see `current_seat`)."""
    return Lesson(name, seat or current_seat())
