"""The widget of a first guess before a lesson: choose, then read the reply. Nothing is scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.progress import ItemProgress, choice_on, guess_standing
from misread_scenarios.language import spoken
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import plain, typeset, ui_text

if TYPE_CHECKING:
    from misread_scenarios.cards import Guess as Card
    from misread_widgets.views import View


class Guess(LessonWidget):
    """Shows one card; the first choice cannot be changed."""

    _esm = assets.script("guess.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, card: Card) -> None:
        """Show the card, with the learner's choice if there is one."""
        self._card = card
        super().__init__(place, card.version)

    @property
    def chosen(self) -> str | None:
        """The id of the learner's choice; None if there is none yet."""
        return choice_on(self._events, self._item, self._card)

    def _draw(self) -> View:
        card, chosen = self._card, self.chosen
        after = None
        if chosen:
            reply = card.replies.get(chosen, "")
            after = {
                "label": _(ui_text.YOUR_GUESS),
                "chosen": typeset(card.choices[chosen]),
                "paragraphs": [typeset(text) for text in (reply, card.after) if text],
            }
        return {
            "lang": spoken(),
            "screen": "after" if chosen else "ask",
            "turn": chosen or "",
            "kicker": _(ui_text.GUESS),
            "title": typeset(card.title),
            "say": _(ui_text.GUESS_KEPT) if chosen else "",
            "paragraphs": plain(card.paragraphs),
            "ask": None if chosen else self._ask(),
            "after": after,
        }

    def _standing(self) -> ItemProgress:
        return guess_standing(self._events, self._item, self._card)

    def _ask(self) -> View:
        options = [
            {"token": str(place), "text": typeset(text), "hours": "", "sure": False}
            for place, text in enumerate(self._card.choices.values(), 1)
        ]
        return {
            "key": self._item,
            "legend": typeset(self._card.ask),
            "pick": 1,
            "options": options,
            "confirm": _(ui_text.CONFIRM),
            "keys": "",
            "count": [],
            "missing": ui_text.missing(1),
            "sureness": None,
        }

    def _do(self, message: protocol.Message) -> None:
        places = dict(enumerate(self._card.choices, 1))
        if not isinstance(message, protocol.Answer) or self.chosen or message.option not in places:
            raise Stale
        data = {"choice": places[message.option]}
        self._keep(message.id, Deed("answered", {**data}, slot=f"{self._item}/1"))
