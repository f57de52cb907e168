"""The widget of a match exercise: items with a list of values for each column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.exercises import Match
from misread_widgets import assets, protocol
from misread_widgets.exercise import ScoredWidget
from misread_widgets.language import _
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import exercise_text as words
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Item
    from misread_widgets.views import View


class Matching(ScoredWidget[Match]):
    """Shows a match exercise."""

    _esm = assets.script("match.js")
    _css = assets.style()

    @property
    def _worth(self) -> int:
        return len(self._exercise.items)

    def _count(self, answer: Answer) -> str:
        key = self._exercise.key
        return words.placed(sum(answer[id_] == key[id_] for id_ in key), len(key))

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        exercise = self._exercise
        return {
            "guide_label": _(words.GUIDE),
            "guide": [
                {"title": typeset(title), "lines": [typeset(line) for line in lines]}
                for title, lines in exercise.guide.items()
            ],
            "columns": [
                {"label": typeset(column.label), "values": [typeset(text) for text in column.values.values()]}
                for column in exercise.columns.values()
            ],
            "layout": exercise.layout,
            "sums": self._sums(),
            "choose": _(words.CHOOSE),
            "missing": _(words.PLACE_THIS),
            "same": _(words.SAME_AGAIN),
            "left": words.still_to_place(len(self._shown)),
            "confirm": _(words.TRY_AGAIN) if last else _(words.TRY_FIRST),
            "lines": [
                {
                    "text": typeset(item.text),
                    "own": self._own(item),
                    "values": self._places(last, item),
                    "notes": notes[item.id],
                }
                for item in self._shown
            ],
        }

    def _sums(self) -> View | None:
        """Return what the page adds up: each item's weight, in the order of the screen."""
        weights = {pair.id: pair.weight for pair in self._exercise.items}
        if any(weight is None for weight in weights.values()):
            return None
        numbers = [[int(value) for value in column.values] for column in self._exercise.columns.values()]
        return {
            "label": _(words.SUMS),
            "weights": [weights[item.id] for item in self._shown],
            "numbers": numbers,
            "floor": typeset(self._exercise.floor),
        }

    def _own(self, item: Item) -> list[list[str]]:
        """Return the item's own words for each column's values; an empty list for a column that needs none."""
        pair = next(pair for pair in self._exercise.items if pair.id == item.id)
        return [[typeset(text) for text in pair.values.get(name, {}).values()] for name in self._exercise.columns]

    def _places(self, answer: Answer | None, item: Item) -> list[int]:
        """Return the place of each column's value in its list, counted from 1; empty without an answer."""
        if answer is None:
            return []
        columns = self._exercise.columns.items()
        return [list(column.values).index(answer[item.id][name]) + 1 for name, column in columns]

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        keyed = self._exercise.key[item.id]
        if answer is None:
            return {"said": [[_(words.ANSWER), self._words(item, keyed)]], "notes": []}
        given, mark = answer[item.id], self._mark(item, answer)
        word = {"right": _(words.RIGHT), "partly": _(words.PARTLY), "wrong": _(words.NOT_RIGHT)}[mark]
        answers = [] if given == keyed else [[_(words.ANSWER), self._words(item, keyed)]]
        return {"said": [["", word], [_(words.YOURS), self._words(item, given)], *answers], "notes": []}

    def _words(self, item: Item, values: Mapping[str, str]) -> str:
        labels = (self._exercise.label(item.id, name, values[name]) for name in self._exercise.columns)
        return typeset(", ".join(labels))

    def answer(self, message: protocol.Message) -> JsonValue:
        """Return the answer that a message gives."""
        if not isinstance(message, protocol.Match) or len(message.values) != len(self._shown):
            raise Stale
        placed = zip(self._shown, message.values, strict=True)
        return {item.id: self._value(places) for item, places in placed}

    def _value(self, places: tuple[int, ...]) -> JsonValue:
        """Return the value at a place, or with several columns the values by column.

        Raises:
            Stale: if a column has no value at its place.
        """
        columns = self._exercise.columns
        if len(places) != len(columns):
            raise Stale
        named = zip(columns.items(), places, strict=True)
        try:
            chosen = {name: list(column.values)[place - 1] for (name, column), place in named}
        except IndexError as error:
            raise Stale from error
        return {**chosen} if len(columns) > 1 else next(iter(chosen.values()))
