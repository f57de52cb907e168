"""A lesson: where a notebook's cells get their interactive pieces from."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import misread_widgets
from misread_records.seat import Seat, current_seat
from misread_widgets.points import Points

if TYPE_CHECKING:
    from misread_widgets.guess import Guess
    from misread_widgets.item_widgets import ItemWidgets
    from misread_widgets.lesson_widget import LessonWidget
    from misread_widgets.mirrors import Mirrors
    from misread_widgets.player import Player
    from misread_widgets.recall import Recall
    from misread_widgets.views import Mode


class Lesson:
    """The pieces of one lesson, for one seat."""

    def __init__(self, name: str, seat: Seat) -> None:
        """Take the lesson's name, which its events carry, and who sits at it."""
        self.name, self.seat = name, seat
        self._points = Points(name, seat)

    def guess(self, id_: str) -> Guess:
        """Return a first guess; raises UnknownCard where the library has none of that id."""
        return self._pieces.guess(id_)

    def recall(self, id_: str) -> Recall:
        """Return questions from memory; raises UnknownCard where the library has none of that id."""
        return self._pieces.recall(id_)

    def mirrors(self, id_: str) -> Mirrors:
        """Return a talk and its two mirrors; raises InvalidMirrors where the library has none of that id."""
        return self._pieces.mirrors(id_)

    def scenario(self, id_: str, mode: Mode = "practice") -> Player:
        """Return the player of a scenario of the library.

        In practice, feedback follows each choice; in an assessment it comes at the end, and going back waits for it.
        Raises UnknownScenario where the library has none of that id.
        """
        return self._pieces.scenario(id_, mode)

    def exercise(self, id_: str) -> LessonWidget:
        """Return an exercise; raises UnknownExercise where the library has none of that id."""
        return self._pieces.exercise(id_)

    def points(self, item: str, competency: str | None = None, *, out_of: float) -> float:
        """Return the points of a graded cell, from 0 to `out_of`, and print what is to be said about them.

        Of a scenario, those of its first run in one competency, once it has reached its end; of an exercise, those of
        the best try. While a submission is graded, they are those of the answers that lie beside it.

        Raises:
            NotCounted: if those answers cannot count.
        """
        return self._points.of(item, competency, out_of)

    @functools.cached_property
    def _pieces(self) -> ItemWidgets:
        # Grading opens lessons and shows no piece; loading them takes as long as grading forty submissions.
        return misread_widgets.ItemWidgets(self.name, self.seat)


def open_lesson(name: str, seat: Seat | None = None) -> Lesson:
    """Open a lesson for a seat, or for the one that the context names (see `current_seat`)."""
    return Lesson(name, seat or current_seat())
