"""A reflection on a page: a text that is saved while it is written, and handed in when its writer says so."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records import written
from misread_scenarios.exercises import load_rubric
from misread_widgets import assets, messages
from misread_widgets import exercise_words as words
from misread_widgets.messages import LONGEST_TEXT
from misread_widgets.piece import Piece, Place, Stale, Standing
from misread_widgets.telling import plain
from misread_widgets.typesetting import typeset
from misread_widgets.words import LANG, SAVED, UNSAVED, WRITE_FIRST
from misread_widgets.writing import Help, wrote

if TYPE_CHECKING:
    from misread_scenarios.exercises import Reflection
    from misread_widgets.telling import View


class Reflecting(Piece):
    """Shows a reflection: what to write, what a reader looks for, and the text; the sample once it is handed in."""

    _esm = assets.script("reflecting.js")
    _css = assets.style()

    def __init__(self, place: Place, reflection: Reflection) -> None:
        """Show the reflection with what has been written so far."""
        self._reflection, self._rubric = reflection, load_rubric(reflection.rubric)
        super().__init__(place, reflection.version)

    def _draw(self) -> View:
        asked = self._reflection
        return {
            "lang": LANG,
            "screen": "writing",
            "turn": "",
            "kicker": words.writing_kicker(asked.minutes),
            "title": typeset(asked.title),
            "say": "",
            "paragraphs": plain([asked.instruction, asked.prompt, asked.help]),
            "reader": words.READER,
            "rows": [{"name": typeset(row.name), "asks": typeset(row.asks)} for row in self._rubric.rows],
            "scoring": typeset(asked.scoring),
            "length": words.length(asked.words.min, asked.words.max),
            "writings": [self._writing()],
        }

    def _standing(self) -> Standing:
        now = written(self._events, self._item)
        if now is None or (not now.text.strip() and now.handed_in is None):
            return Standing()
        return Standing("begun") if now.handed_in is None else Standing("done", resting=now.done)

    def _writing(self) -> View:
        now = written(self._events, self._item)
        text, done, before = (now.text, now.done, now.handed_in is not None) if now else ("", False, False)
        help_ = Help(words.SAMPLE, [], [("", typeset(self._reflection.sample))])
        return {
            "question": self._item,
            "label": words.YOUR_TEXT,
            "text": text,
            "longest": LONGEST_TEXT,
            "done": done,
            "compare": "" if done else words.HAND_IN_AGAIN if before else words.HAND_IN,
            "missing": WRITE_FIRST,
            "saved": words.HANDED_IN if done else words.REVISING if before else SAVED if text else "",
            "unsaved": UNSAVED,
            "help": dataclasses.asdict(help_) if before else None,
        }

    def _do(self, message: messages.Message) -> None:
        if not isinstance(message, messages.Write):
            raise Stale
        self._keep(message.id, wrote(message, [self._item]))
