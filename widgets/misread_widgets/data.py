"""The widget of a data exercise: look at the data as often as you like, then answer questions about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_scenarios.exercises import (
    ANSWER,
    PICKED,
    BadAnswer,
    ChoiceQuestion,
    Data,
    LimitsQuestion,
    NumberQuestion,
    hints,
)
from misread_scenarios.language import figure
from misread_scenarios.names import shuffled
from misread_widgets import assets, protocol, views
from misread_widgets.exercise import ScoredWidget
from misread_widgets.language import _
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import CannotLook, data_text, plain, typeset
from misread_widgets.views import exercise_text as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Hint, Item
    from misread_widgets.lesson_widget import WidgetPlace
    from misread_widgets.views import View

    Notes = Mapping[tuple[str, str], str]


class Querying(ScoredWidget[Data]):
    """Shows a data exercise.

    The data stay on the server; the page gets the results that it asks for. Looking at a result saves nothing and costs
    no try, and neither does a number that cannot be read.
    """

    _esm = assets.script("data.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, exercise: Data) -> None:
        """Show the exercise with the tries so far."""
        self._looked: View | None = None
        self._wrong: View | None = None
        self._refused = ""
        super().__init__(place, exercise)

    def _arranged(self) -> tuple[Item, ...]:
        """Return the questions in the file's order, since a later one may build on an earlier one."""
        return self._exercise.lines

    def _draw(self) -> View:
        exercise, looked = self._exercise, self._looked
        return {
            **super()._draw(),
            "case": plain([exercise.about, *([exercise.case] if exercise.case else [])]),
            "say": data_text.table_with(len(looked["rows"])) if looked else "",
            "looking": views.looking(exercise),
            "looked": looked,
            "refused": self._refused,
            "checked": self._checked() if self._over else None,
        }

    def _checked(self) -> View:
        """Return the chart that answers the exercise, with a headline that says what it shows."""
        chart = self._exercise.chart
        return {"label": _(data_text.CHECKED), "result": views.result(self._exercise, chart, chart.headline)}

    @property
    def _worth(self) -> int:
        return len(self._exercise.items)

    def _count(self, answer: Answer) -> str:
        key = self._exercise.key
        return words.placed(sum(answer[id_] == key[id_] for id_ in key), len(key))

    def _may_tell(self, hint: Hint) -> bool:
        # A note on a line that was not picked would reveal that it belongs.
        return hint.column == ANSWER or hint.value == PICKED

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        by_option = self._notes_by_option(last)
        return {
            "legend": _(data_text.ANSWER),
            "confirm": _(words.TRY_AGAIN) if last else _(words.TRY_FIRST),
            "same": _(words.SAME_AGAIN),
            "questions": [self._question(item, last, notes[item.id], by_option) for item in self._shown],
            "wrong": self._wrong,
        }

    def _notes_by_option(self, last: Answer | None) -> Notes:
        """Return the notes on what was picked, by question and option."""
        shown = [hint for hint in hints(self._exercise, last) if self._may_tell(hint)] if last else []
        return {(hint.item, hint.value if hint.column == ANSWER else hint.column): typeset(hint.text) for hint in shown}

    def _question(self, item: Item, last: Answer | None, notes: list[str], by_option: Notes) -> View:
        given = last[item.id] if last else {}
        if isinstance(item, NumberQuestion):
            return {
                "kind": "number",
                "text": typeset(item.text),
                "hint": data_text.hint(item.unit),
                "missing": _(data_text.ANSWER_FIRST),
                "value": figure(float(given[ANSWER])) if given else "",
                "notes": notes,
            }
        picked = {given.get(ANSWER)} | {option for option, value in given.items() if value == PICKED}
        options = [
            {
                "text": typeset(self._label(item, option)),
                "picked": option in picked,
                "notes": [note] if (note := by_option.get((item.id, option))) else [],
            }
            for option in self._options(item)
        ]
        is_one = isinstance(item, ChoiceQuestion)
        return {
            "kind": "one" if is_one else "several",
            "text": typeset(item.text),
            "missing": _(data_text.CHOOSE_ONE) if is_one else _(data_text.PICK_ONE),
            "options": options,
        }

    def _options(self, item: Item) -> tuple[str, ...]:
        """Return the options of a question in the order of the screen."""
        if not isinstance(item, ChoiceQuestion | LimitsQuestion):
            return ()
        return tuple(shuffled(tuple(item.options), self._exercise.id, item.id, self._seed))

    def _label(self, item: Item, value: str) -> str:
        """Return an option, or a number with its unit, as the learner reads it."""
        if isinstance(item, NumberQuestion):
            return data_text.in_unit(float(value), item.unit)
        return self._exercise.label(item.id, value if isinstance(item, LimitsQuestion) else ANSWER, value)

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        mark = self._mark(item, answer)
        word = {"right": _(words.RIGHT), "partly": _(words.PARTLY), "wrong": _(words.NOT_RIGHT)}[mark]
        keyed, given = self._exercise.key[item.id], answer[item.id] if answer else {}
        belong, picked = _picks(keyed), _picks(given)
        yours = [] if mark == "right" else [[_(words.YOURS), typeset(self._label(item, each))] for each in picked]
        right = [[_(words.ANSWER), typeset(self._label(item, each))] for each in belong]
        missed = [item.feedback.get(f"{each}.missed", "") for each in belong if each not in picked]
        return {
            "said": [["", word], *yours, *right],
            "notes": [typeset(text) for text in missed if text],
        }

    def _do(self, message: protocol.Message) -> None:
        if isinstance(message, protocol.Look):
            self._look_at(message)
        elif isinstance(message, protocol.AnswerEach) and len(message.answers) == len(self._shown):
            answer = {
                item.id: self._given(item, given) for item, given in zip(self._shown, message.answers, strict=True)
            }
            self._wrong = self._unreadable(answer)
            if self._wrong is None:
                self._try(message.id, message.turn, answer)
        else:
            raise Stale

    def _look_at(self, message: protocol.Look) -> None:
        """Work out a result, or the sentence that says why there is none.

        Raises:
            Stale: if the lists on the page are not those of the exercise.
        """
        try:
            selection = views.selected(self._exercise, message.picks)
        except CannotLook as error:
            self._refused = str(error)
        except LookupError as error:
            raise Stale from error
        else:
            self._looked = {**views.result(self._exercise, selection), "picks": [*message.picks]}

    def _given(self, item: Item, given: str | tuple[int, ...]) -> JsonValue:
        """Return an answer to one question in the form that an event stores; a number stays as it was typed.

        Raises:
            Stale: if it does not fit the question.
        """
        options = self._options(item)
        if isinstance(item, NumberQuestion) != isinstance(given, str):
            raise Stale
        if isinstance(given, str):
            return given
        if any(place > len(options) for place in given) or (isinstance(item, ChoiceQuestion) and len(given) != 1):
            raise Stale
        return options[given[0] - 1] if isinstance(item, ChoiceQuestion) else [options[place - 1] for place in given]

    def _unreadable(self, answer: Mapping[str, JsonValue]) -> View | None:
        """Return the place of the first number that cannot be read, with a sentence about it; None if there is none."""
        for place, item in enumerate(self._shown):
            if isinstance(item, NumberQuestion):
                try:
                    self._exercise.read_one(item.id, answer[item.id])
                except BadAnswer:
                    return {"place": place, "text": data_text.unreadable(str(answer[item.id])[:40])}
        return None

    def _handle(self, _widget: object, content: object, _buffers: object) -> None:
        """Answer a message from the browser; what it shows beside the exercise is gone with the next one."""
        self._clear()
        super()._handle(_widget, content, _buffers)
        self._clear()

    def _clear(self) -> None:
        self._looked, self._wrong, self._refused = None, None, ""


def _picks(values: Mapping[str, str]) -> list[str]:
    """Return the options that were picked, or the one that was given."""
    if ANSWER in values:
        return [values[ANSWER]]
    return [option for option, value in values.items() if value == PICKED]
