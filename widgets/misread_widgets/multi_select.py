"""The widget of a multi-select exercise: lines with a checkbox each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.exercises import COLUMN, PICKED, MultiSelect
from misread_widgets import assets, protocol
from misread_widgets.exercise import ScoredWidget
from misread_widgets.language import _
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import exercise_text as words
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Hint, Item
    from misread_widgets.views import View


class Picking(ScoredWidget[MultiSelect]):
    """Shows a multi-select exercise. Between tries, it gives notes on picked lines only, not on missed ones."""

    _esm = assets.script("multi_select.js")
    _css = assets.style()

    @property
    def _worth(self) -> int:
        return sum(item.key for item in self._exercise.items)

    def _count(self, answer: Answer) -> str:
        picked = [id_ for id_, values in answer.items() if values[COLUMN] == PICKED]
        return words.belong(sum(self._exercise.key[id_] == answer[id_] for id_ in picked), len(picked))

    def _may_tell(self, hint: Hint) -> bool:
        # A note on a line that was not picked would reveal that it belongs.
        return hint.value == PICKED

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        exercise = self._exercise
        return {
            "pick": exercise.pick,
            "count": words.counted(exercise.pick, len(exercise.items)),
            "missing": words.pick_first(exercise.pick),
            "same": _(words.SAME_AGAIN),
            "confirm": _(words.TRY_AGAIN) if last else _(words.TRY_FIRST),
            "lines": [
                {"text": typeset(item.text), "picked": _picked(last, item), "notes": notes[item.id]}
                for item in self._shown
            ],
        }

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        belongs = self._exercise.key[item.id][COLUMN] == PICKED
        picked = _picked(answer, item)
        said = {
            (True, True): _(words.PICKED_BELONGS),
            (True, False): _(words.PICKED_OTHER),
            (False, True): _(words.LEFT_BELONGS),
            (False, False): _(words.LEFT_OTHER),
        }[picked, belongs]
        missed = item.feedback.get("missed", "") if belongs and not picked else ""
        return {"said": [["", said]], "notes": [typeset(missed)] if missed else []}

    def answer(self, message: protocol.Message) -> JsonValue:
        """Return the answer that a message gives."""
        if not isinstance(message, protocol.Pick) or max(message.lines) > len(self._shown):
            raise Stale
        return [self._shown[place - 1].id for place in message.lines]


def _picked(answer: Answer | None, item: Item) -> bool:
    return answer is not None and answer[item.id][COLUMN] == PICKED
