"""The widgets of choose and highlight exercises: each item has its own options, or the lines of a talk."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from misread_scenarios.exercises import PICKED, Choose, Highlight, PickedPerItem
from misread_scenarios.names import shuffled
from misread_widgets import assets, protocol
from misread_widgets.exercise import ScoredWidget
from misread_widgets.language import _
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import exercise_text as words
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Hint, Item
    from misread_widgets.views import View

E = TypeVar("E", bound=PickedPerItem)


class OptionWidget(ScoredWidget[E]):
    """The base class of the two widgets. The page names an option by its place in its item, counted from 1."""

    _esm = assets.script("choose.js")
    _css = assets.style()

    @property
    def _worth(self) -> int:
        return sum(value == PICKED for columns in self._exercise.key.values() for value in columns.values())

    def _may_tell(self, hint: Hint) -> bool:
        # A note on an option that was not picked would reveal that it belongs.
        return hint.value == PICKED

    def _options(self, item: Item) -> Sequence[str]:
        """Return the options of an item in the order of the screen."""
        return list(self._exercise.key[item.id])

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        lines = [
            {
                "text": typeset(item.text),
                "options": [
                    {
                        "text": typeset(self._exercise.label(item.id, option, PICKED)),
                        "picked": last is not None and last[item.id][option] == PICKED,
                    }
                    for option in self._options(item)
                ],
                "notes": notes[item.id],
            }
            for item in self._shown
        ]
        return {
            "same": _(words.SAME_AGAIN),
            "confirm": _(words.TRY_AGAIN) if last else _(words.TRY_FIRST),
            "left": words.still_to_answer(len(lines)),
            "lines": lines,
            **self._limits(),
        }

    def _limits(self) -> View:
        """Return how many options to pick (None for any number), and the hint if they are too few or too many."""
        return {"pick": None, "missing": "", "talk": True}

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        word = {"right": _(words.RIGHT), "partly": _(words.PARTLY), "wrong": _(words.NOT_RIGHT)}[
            self._mark(item, answer)
        ]
        labels = {option: typeset(self._exercise.label(item.id, option, PICKED)) for option in self._options(item)}
        keyed = self._exercise.key[item.id]
        given = answer[item.id] if answer else {}
        said = [["", word]]
        said += [[_(words.YOURS), label] for option, label in labels.items() if given.get(option) == PICKED]
        said += [
            [_(words.ANSWER), label]
            for option, label in labels.items()
            if keyed[option] == PICKED and given.get(option) != PICKED
        ]
        return {"said": said, "notes": []}

    def answer(self, message: protocol.Message) -> JsonValue:
        """Return the answer that a message gives."""
        if not isinstance(message, protocol.PickEach) or len(message.picks) != len(self._shown):
            raise Stale
        answer: dict[str, JsonValue] = {}
        for item, places in zip(self._shown, message.picks, strict=True):
            options = self._options(item)
            if any(place > len(options) for place in places):
                raise Stale
            answer[item.id] = self._as_kept([options[place - 1] for place in places])
        return answer

    def _as_kept(self, picked: list[str]) -> JsonValue:
        """Return the picked options of an item in the form that an event stores."""
        return [*picked]


class Choosing(OptionWidget[Choose]):
    """Shows a choose exercise."""

    def _options(self, item: Item) -> Sequence[str]:
        return shuffled(tuple(self._exercise.key[item.id]), self._exercise.id, item.id, self._seed)

    def _limits(self) -> View:
        pick = self._exercise.pick
        return {"pick": pick, "missing": words.pick_of_each(pick), "talk": False}

    def _count(self, answer: Answer) -> str:
        key = self._exercise.key
        if self._exercise.pick == 1:
            return words.placed(sum(answer[id_] == key[id_] for id_ in key), len(key))
        hits = sum(answer[id_][o] == PICKED for id_, options in key.items() for o, v in options.items() if v == PICKED)
        return words.placed(hits, self._worth)

    def _as_kept(self, picked: list[str]) -> JsonValue:
        return picked[0] if self._exercise.pick == 1 and len(picked) == 1 else [*picked]


class Highlighting(OptionWidget[Highlight]):
    """Shows a highlight exercise. The lines of a talk keep their order."""

    def _count(self, answer: Answer) -> str:
        key = self._exercise.key
        marked = [(id_, line) for id_, lines in answer.items() for line, value in lines.items() if value == PICKED]
        return words.belong(sum(key[id_][line] == PICKED for id_, line in marked), len(marked))

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        outcome = super()._outcome(item, answer)
        keyed, given = self._exercise.key[item.id], answer[item.id] if answer else {}
        missed = [line for line, value in keyed.items() if value == PICKED and given.get(line) != PICKED]
        feedback = [item.feedback.get(self._exercise.feedback_name(item.id, line, "left"), "") for line in missed]
        return {**outcome, "notes": [typeset(text) for text in feedback if text]}
