"""The base class of exercises that score themselves: tries, notes between tries, and explanations at the end."""

from __future__ import annotations

import abc
import zlib
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from misread_records import try_slot
from misread_records.progress import ExerciseTry, ItemProgress, exercise_standing, is_over, tried
from misread_scenarios.exercises import BadAnswer, Scored, earned, hints, understood
from misread_scenarios.language import spoken
from misread_scenarios.names import shuffled
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import exercise_text as words
from misread_widgets.views import plain, typeset

if TYPE_CHECKING:
    from uuid import UUID

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, DataTable, Hint, Item
    from misread_widgets.protocol import Message
    from misread_widgets.views import View

E = TypeVar("E", bound=Scored)
_ONCE: dict[str, object] = {"turn": "0", "kicker": "", "scoring": [], "result": []}
"""What a view lacks that is not about one learner's tries."""
Verdict = Literal["right", "partly", "wrong"]


class ScoredWidget(LessonWidget, Generic[E]):
    """Shows one exercise.

    The items are shuffled for each learner and numbered by their places. The view contains no key, score, note or
    explanation before a try allows it.
    """

    def __init__(self, place: WidgetPlace, exercise: E) -> None:
        """Show the exercise with the tries so far."""
        self._exercise = exercise
        self._seed = zlib.crc32(place.seat.learner.encode())
        self._shown = self._arranged()
        super().__init__(place, exercise.version)

    def _arranged(self) -> tuple[Item, ...]:
        """Return the items in the order of the screen."""
        return tuple(shuffled(self._exercise.lines, self._exercise.id, "lines", self._seed))

    @property
    def tries(self) -> tuple[ExerciseTry, ...]:
        """The learner's tries so far that count."""
        return tried(self._events, self._item, self._exercise)

    def _draw(self) -> View:
        exercise, made, over = self._exercise, self.tries, self._over
        last = made[-1].answer if made else None
        return {
            "lang": spoken(),
            "screen": "over" if over else "try",
            "turn": str(len(made)),
            "kicker": words.kicker(exercise.minutes),
            "title": typeset(exercise.title),
            "say": "",
            "case": plain([exercise.case]) if exercise.case else [],
            "table": _table(exercise.table),
            "instruction": typeset(exercise.instruction),
            "scoring": [typeset(exercise.scoring), words.tries(exercise.tries)],
            "result": self._result(made, over=over),
            "ask": None if over else {"key": str(len(made)), **self._ask(last, self._notes(last))},
            "outcomes": self._outcomes(last) if over else [],
        }

    @property
    def _over(self) -> bool:
        """Whether no try is left, or none is needed."""
        return is_over(self.tries, self._exercise)

    def _standing(self) -> ItemProgress:
        return exercise_standing(self.tries, self._exercise)

    def _result(self, made: tuple[ExerciseTry, ...], *, over: bool) -> list[str]:
        """Return sentences about the last try."""
        if not made:
            return []
        sentences = [self._count(made[-1].answer)] if made[-1].answer else []
        sentences.append(words.earned(made[-1].share, self._worth))
        if not over:
            sentences.append(words.look_again(notes=any(self._notes(made[-1].answer).values())))
        elif len(made) > 1:
            sentences.append(words.best(max(each.share for each in made), self._worth))
        return sentences

    def _notes(self, answer: Answer | None) -> dict[str, list[str]]:
        """Return the notes on an answer, by item, without repetitions."""
        notes: dict[str, list[str]] = {item.id: [] for item in self._exercise.lines}
        for hint in hints(self._exercise, answer) if answer else ():
            text = typeset(hint.text)
            if self._may_tell(hint) and text not in notes[hint.item]:
                notes[hint.item].append(text)
        return notes

    def _outcomes(self, answer: Answer | None) -> list[View]:
        """Return the explanation of each item at the end, those that were not answered right first."""
        outcomes = [self._whole_outcome(item, answer) for item in self._shown]
        return sorted(outcomes, key=lambda outcome: bool(outcome["mark"] == "right"))

    def _whole_outcome(self, item: Item, answer: Answer | None) -> View:
        explained = {"text": typeset(item.text), "why": _(words.EXPLAINED), "explain": typeset(item.explain)}
        return {**explained, "mark": self._mark(item, answer), **self._outcome(item, answer)}

    def _mark(self, item: Item, answer: Answer | None) -> Verdict:
        """Return whether an item was answered as in the key, or otherwise still earned something."""
        if answer is None:
            return "wrong"
        keyed, given = self._exercise.key[item.id], answer[item.id]
        if given == keyed:
            return "right"
        may_be_partly = len(keyed) > 1 or item.id in self._exercise.near
        return "partly" if may_be_partly and earned(self._exercise, item.id, given) else "wrong"

    def question(self, last: Answer | None = None) -> View:
        """Return the exercise as a question to a group: without tries, points and notes, and with `last` filled in."""
        notes: dict[str, list[str]] = {item.id: [] for item in self._exercise.lines}
        ask = {**self._ask(last, notes), "key": "0", "confirm": _(words.TRY_FIRST)}
        return {**self._view(None, None), **_ONCE, "screen": "try", "ask": ask, "outcomes": []}

    def explained(self, answer: Answer | None) -> View:
        """Return the exercise after a group has answered it: each item with the key, the answer and its explanation."""
        result = [self._count(answer)] if answer else []
        view = {**self._view(None, None), **_ONCE, "screen": "over", "ask": None}
        return {**view, "result": result, "outcomes": self._outcomes(answer)}

    def answer(self, message: Message) -> JsonValue:  # noqa: ARG002 - kinds that can be answered at once use it
        """Return the answer that a message gives.

        Raises:
            Stale: if the message does not fit the exercise.
        """
        raise Stale

    def _do(self, message: Message) -> None:
        self._try(message.id, message.turn, self.answer(message))

    def _try(self, id_: UUID, turn: str, answer: JsonValue) -> None:
        """Save a try.

        Raises:
            Stale: if it is not the next try, or does not fit the exercise.
            JournalError: if it cannot be saved.
        """
        number = len(self.tries) + 1
        try:
            understood(self._exercise, answer)
        except BadAnswer as error:
            raise Stale from error
        if turn != str(number - 1) or self._over:
            raise Stale
        self._keep(id_, Deed("answered", {"answer": answer, "try": number}, slot=try_slot(self._item, number)))

    def _may_tell(self, hint: Hint) -> bool:  # noqa: ARG002 - subclasses use it
        """Return whether a note may be shown while tries are left; some notes would give the key away."""
        return True

    @property
    @abc.abstractmethod
    def _worth(self) -> int:
        """The number of points of the whole exercise, for sentences such as "4 of 6 points"."""

    @abc.abstractmethod
    def _count(self, answer: Answer) -> str:
        """Return a sentence that says how much of an answer is right."""

    @abc.abstractmethod
    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        """Return the question, with the last answer filled in."""

    @abc.abstractmethod
    def _outcome(self, item: Item, answer: Answer | None) -> View:
        """Return the explanation of an item at the end."""


def _table(table: DataTable | None) -> View | None:
    if table is None:
        return None
    return {
        "columns": [typeset(name) for name in table.columns],
        "rows": [[typeset(cell) for cell in row] for row in table.rows],
        "note": typeset(table.note),
    }
