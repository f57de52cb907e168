"""A first guess before a lesson: choose, then read what it is for. Nothing is scored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_widgets import assets, messages, words
from misread_widgets.piece import Deed, Piece, Place, Stale, Standing, standing_at
from misread_widgets.telling import plain
from misread_widgets.typesetting import typeset

if TYPE_CHECKING:
    from misread_scenarios.cards import Guess as Card
    from misread_widgets.telling import View


class Guess(Piece):
    """Shows one card; the first choice stays."""

    _esm = assets.script("guess.js")
    _css = assets.style()

    def __init__(self, place: Place, card: Card) -> None:
        """Show the card, answered or not."""
        self._card = card
        super().__init__(place, card.version)

    @property
    def chosen(self) -> str | None:
        """The id of the choice, once it is made."""
        for event in self._events:
            if event.item == self._item and event.kind == "answered" and event.data.get("choice") in self._card.choices:
                return str(event.data["choice"])
        return None

    def _draw(self) -> View:
        card, chosen = self._card, self.chosen
        after = None
        if chosen:
            reply = card.replies.get(chosen, "")
            after = {
                "label": words.YOUR_GUESS,
                "chosen": typeset(card.choices[chosen]),
                "paragraphs": [typeset(text) for text in (reply, card.after) if text],
            }
        return {
            "lang": words.LANG,
            "screen": "after" if chosen else "ask",
            "turn": chosen or "",
            "kicker": words.GUESS,
            "title": typeset(card.title),
            "say": words.GUESS_KEPT if chosen else "",
            "paragraphs": plain(card.paragraphs),
            "ask": None if chosen else self._ask(),
            "after": after,
        }

    def _standing(self) -> Standing:
        return standing_at(int(self.chosen is not None), 1)

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
            "confirm": words.CONFIRM,
            "keys": "",
            "count": [],
            "missing": words.missing(1),
            "sureness": None,
        }

    def _do(self, message: messages.Message) -> None:
        places = dict(enumerate(self._card.choices, 1))
        if not isinstance(message, messages.Answer) or self.chosen or message.option not in places:
            raise Stale
        data = {"choice": places[message.option]}
        self._keep(message.id, Deed("answered", {**data}, slot=f"{self._item}/1"))
