"""The widget of questions from memory at the end of a lesson: write first, then compare with a full answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_records.progress import ItemProgress, draft, recall_standing
from misread_scenarios.language import spoken
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import LessonWidget, Stale, WidgetPlace
from misread_widgets.views import plain, typeset, ui_text
from misread_widgets.writing import Help, writing

if TYPE_CHECKING:
    from misread_scenarios.cards import Recall as Card
    from misread_widgets.views import View


class Recall(LessonWidget):
    """Shows one card of questions."""

    _esm = assets.script("recall.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, card: Card) -> None:
        """Show the card with the texts so far."""
        self._card = card
        super().__init__(place, card.version)

    def _draw(self) -> View:
        card = self._card
        return {
            "lang": spoken(),
            "screen": "recall",
            "turn": "",
            "kicker": _(ui_text.RECALL),
            "title": typeset(card.title),
            "say": "",
            "paragraphs": plain(card.paragraphs),
            "writings": [
                writing(
                    question.id,
                    typeset(question.text),
                    draft(self._events, self._item, question.id),
                    Help(_(ui_text.FULL_ANSWER), [], [("", typeset(question.good))]),
                )
                for question in card.questions
            ],
        }

    def _standing(self) -> ItemProgress:
        return recall_standing(self._events, self._item, self._card)

    def _do(self, message: protocol.Message) -> None:
        if not isinstance(message, protocol.Write):
            raise Stale
        self._write(message, [question.id for question in self._card.questions])
