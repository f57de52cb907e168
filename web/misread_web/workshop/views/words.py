"""A collection of words: each is hidden until the facilitator has seen it and shows it to everybody."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from misread_web.language import _
from misread_web.workshop.views.on_phones import StepOnPhones
from misread_web.workshop.views.paging import lines, packed
from misread_web.workshop.views.step_view import StepView, prose_page
from misread_widgets.views import plain, typeset

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records.workshop import StepState
    from misread_widgets.views import View

LONGEST_WORDS = 60
"""The most characters of one entry."""
LARGEST = 4
"""The sizes of entries, from 1: how many people sent the same one, up to this number."""
CLOUD_LINE, CLOUD_LINES = 40, 6
"""How much of a cloud fits on a page of the projector, in characters and lines."""


def shown_words(state: StepState) -> list[tuple[str, int]]:
    """Return the entries that everybody sees, in the order of sending, each with how many people sent it."""
    shown = [" ".join(note.text.split()) for note in state.notes if note.shown]
    counted = Counter(text.casefold() for text in shown)
    first = {text.casefold(): text for text in reversed(shown)}
    return [(first[text], counted[text]) for text in dict.fromkeys(text.casefold() for text in shown)]


class WordsView(StepView):
    """Words from the room, in a cloud."""

    def pages(self) -> list[View]:
        """Return the question, and below it the words that are shown."""
        question = self.state.step.question or self.state.step.title
        items = [{"text": text, "size": min(number, LARGEST)} for text, number in shown_words(self.state)]
        heights = ((item, lines(str(item["text"]), CLOUD_LINE) * 0.7) for item in items)
        pages = packed(heights, CLOUD_LINES)
        if not pages:
            return [prose_page(plain([question, _("Send a word from your phone.")]))]
        return [{"kind": "words", "label": typeset(question, self.lang), "items": page} for page in pages]

    def quotes(self) -> Iterator[View]:
        """Yield the pages of the parking lot; the words of this step stand in their own pages."""
        parking = _("Parking lot")
        return (page for page in super().quotes() if page["label"] == parking)


class WordsOnPhones(StepOnPhones):
    """A line to write in, one's own words, and those that everybody sees."""

    @property
    def status(self) -> str:
        """What participants do now."""
        return _("Your words")

    def more(self) -> View:
        """Return the words of the form, and what is shown to everybody."""
        return {
            "words": {
                "label": typeset(self.state.step.question or self.state.step.title, self.workshop.lang),
                "send": _("Send"),
                "empty": _("Write a word first."),
                "sent": _("It’s on its way. Another one?"),
                "mine": _("You sent"),
                "most": LONGEST_WORDS,
                "shown_label": _("On the projector"),
                "shown": [text for text, _number in shown_words(self.state)],
            }
        }

    def told(self) -> View | None:
        """Return nothing: the question stands above the line."""
        return None

    def lead(self) -> list[str]:
        """Say who sees what."""
        return [_("Send as many as you like. The facilitator reads them first, and shows them without names.")]
