"""The widgets of order and rank exercises: cards that move up and down, in one list or in several."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from misread_scenarios.exercises import CUT, PLACE, Order, Rank, Scored, score
from misread_scenarios.names import shuffled
from misread_widgets import assets, protocol
from misread_widgets.exercise import ScoredWidget
from misread_widgets.language import _
from misread_widgets.lesson_widget import Stale
from misread_widgets.views import exercise_text as words
from misread_widgets.views import typeset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic import JsonValue

    from misread_scenarios.exercises import Answer, Item
    from misread_widgets.views import View

E = TypeVar("E", bound=Scored)


class CardWidget(ScoredWidget[E]):
    """The base class of the two widgets. The page names a card by its place in the shuffled list, counted from 1."""

    _esm = assets.script("order.js")
    _css = assets.style()

    def _lists(self, lists: Sequence[View], *, again: bool) -> View:
        return {
            "up": _(words.MOVE_UP),
            "down": _(words.MOVE_DOWN),
            "how": _(words.HOW_TO_ORDER),
            "same": _(words.SAME_AGAIN) if again else _(words.NOT_MOVED),
            "confirm": _(words.TRY_AGAIN) if again else _(words.TRY_FIRST),
            "missing": _(words.CHOOSE_ONE),
            "lists": lists,
            "cut": None,
        }


class Ordering(CardWidget[Order]):
    """Shows an order exercise, and asks where to cut a loop."""

    @property
    def _cards(self) -> tuple[Item, ...]:
        return tuple(item for item in self._shown if item.id != CUT)

    @property
    def _worth(self) -> int:
        cards = len(self._exercise.items)
        return cards + 1 if self._exercise.cut else cards * (cards - 1) // 2

    def _count(self, answer: Answer) -> str:
        right = int(score(self._exercise, answer) * self._worth)
        return words.arrows_right(right, self._worth) if self._exercise.cut else words.pairs_right(right, self._worth)

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        cards, cut = self._cards, self._exercise.cut
        listed = {
            "text": "",
            "cards": [{"text": typeset(card.text), "notes": notes[card.id]} for card in cards],
            "order": [place + 1 for place in _as_given(last, [card.id for card in cards])],
            "notes": [],
        }
        ask = self._lists([listed], again=last is not None)
        if cut:
            options = self._cut_options
            chosen = last[CUT][CUT] if last else None
            ask["cut"] = {
                "text": typeset(cut.text),
                "options": [{"text": typeset(cut.options[id_]), "picked": id_ == chosen} for id_ in options],
                "notes": notes[CUT],
            }
        return ask

    @property
    def _cut_options(self) -> tuple[str, ...]:
        cut = self._exercise.cut
        return tuple(shuffled(tuple(cut.options), self._exercise.id, CUT, self._seed)) if cut else ()

    def _outcomes(self, answer: Answer | None) -> list[View]:
        """Return the explanation of each card, in the right order."""
        by_id = {item.id: item for item in self._exercise.lines}
        keyed = [*self._exercise.key_order, *([CUT] if self._exercise.cut else [])]
        return [self._whole_outcome(by_id[id_], answer) for id_ in keyed]

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        keyed = self._exercise.key[item.id]
        column = CUT if item.id == CUT else PLACE
        given = answer[item.id][column] if answer else None
        label = typeset(self._exercise.label(item.id, column, keyed[column]))
        if given == keyed[column]:
            return {
                "said": [["", _(words.RIGHT)], [_(words.ANSWER) if column == CUT else _(words.PLACED), label]],
                "notes": [],
            }
        yours = [[_(words.YOURS), typeset(self._exercise.label(item.id, column, given))]] if given else []
        said = [["", _(words.NOT_RIGHT)], *yours, [_(words.ANSWER) if column == CUT else _(words.PLACED), label]]
        return {"said": said, "notes": []}

    def answer(self, message: protocol.Message) -> JsonValue:
        """Return the answer that a message gives."""
        if not isinstance(message, protocol.Order) or len(message.orders) != 1:
            raise Stale
        laid = [card.id for card in _picked(self._cards, message.orders[0])]
        if not self._exercise.cut:
            return [*laid]
        if message.cut is None or message.cut > len(self._cut_options):
            raise Stale
        return {"order": [*laid], "cut": self._cut_options[message.cut - 1]}


class Ranking(CardWidget[Rank]):
    """Shows a rank exercise: a list of options for each question, best first."""

    @property
    def _worth(self) -> int:
        return sum(len(item.options) * (len(item.options) - 1) // 2 for item in self._exercise.items)

    def _count(self, answer: Answer) -> str:
        return words.pairs_right(int(score(self._exercise, answer) * self._worth), self._worth)

    def _options(self, item: Item) -> tuple[str, ...]:
        return tuple(shuffled(tuple(self._exercise.key[item.id]), self._exercise.id, item.id, self._seed))

    def _ask(self, last: Answer | None, notes: dict[str, list[str]]) -> View:
        lists = []
        for item in self._shown:
            options = self._options(item)
            given = sorted(range(len(options)), key=lambda at: int(last[item.id][options[at]])) if last else None
            lists.append(
                {
                    "text": typeset(item.text),
                    "cards": [
                        {"text": typeset(self._exercise.label(item.id, option, "")), "notes": []} for option in options
                    ],
                    "order": [place + 1 for place in (range(len(options)) if given is None else given)],
                    "notes": notes[item.id],
                }
            )
        return self._lists(lists, again=last is not None)

    def _outcome(self, item: Item, answer: Answer | None) -> View:
        said = [
            [
                "",
                {"right": _(words.RIGHT), "partly": _(words.PARTLY), "wrong": _(words.NOT_RIGHT)}[
                    self._mark(item, answer)
                ],
            ]
        ]
        for place, option in enumerate(self._exercise.key[item.id], 1):
            given = answer[item.id][option] if answer else ""
            label = typeset(self._exercise.label(item.id, option, ""))
            yours = "" if given in {"", str(place)} else f" ({words.your_place(given)})"
            said.append([str(place), f"{label}{yours}"])
        return {"said": said, "notes": []}

    def answer(self, message: protocol.Message) -> JsonValue:
        """Return the answer that a message gives."""
        if not isinstance(message, protocol.Order) or len(message.orders) != len(self._shown):
            raise Stale
        given = zip(self._shown, message.orders, strict=True)
        answer: dict[str, JsonValue] = {item.id: [*_picked(self._options(item), order)] for item, order in given}
        return answer


def _as_given(last: Answer | None, cards: list[str]) -> Iterable[int]:
    """Return the indexes of the cards in the order of the last answer, or in the shuffled order if there is none."""
    if last is None:
        return range(len(cards))
    return sorted(range(len(cards)), key=lambda at: int(last[cards[at]][PLACE]))


T = TypeVar("T")


def _picked(shown: Sequence[T], places: Sequence[int]) -> list[T]:
    """Return the values at these places.

    Raises:
        Stale: unless each place is named exactly once.
    """
    if sorted(places) != list(range(1, len(shown) + 1)):
        raise Stale
    return [shown[place - 1] for place in places]
