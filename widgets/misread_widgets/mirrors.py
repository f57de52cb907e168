"""Two mirrors: a talk line by line, each line to be turned over to what both thought, then questions on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from misread_widgets import assets, messages, words
from misread_widgets.piece import Deed, Piece, Place, Stale, Standing, standing_at
from misread_widgets.telling import Telling
from misread_widgets.writing import Help, draft, writing, wrote

if TYPE_CHECKING:
    from misread_scenarios.mirrors_model import Line, Writing
    from misread_scenarios.mirrors_model import Mirrors as Talk
    from misread_widgets.telling import View

SPOKEN = re.compile(r'\{([a-z][a-z0-9-]*)\}(.*?): (".*")$')
TRIES = 2
"""After so many marks the moment is told, whichever line was marked."""
MARK = "mark"


class Mirrors(Piece):
    """Shows one talk and its questions."""

    _esm = assets.script("mirrors.js")
    _css = assets.style()

    def __init__(self, place: Place, talk: Talk) -> None:
        """Show the talk with what has been marked and written so far."""
        self._talk = talk
        self._telling = Telling(talk, talk.names)
        super().__init__(place, talk.version)

    @property
    def marked(self) -> tuple[int, ...]:
        """The lines that were marked, in order; the first is the one that counts."""
        own = (event.data for event in self._events if event.item == self._item and event.kind == "answered")
        lines = (data.get("line") for data in own if data.get("question") == MARK)
        return tuple(line for line in lines if isinstance(line, int) and 1 <= line <= len(self._talk.lines))

    def _draw(self) -> View:
        talk, told, marked = self._talk, self._telling, self.marked
        open_ = bool(marked) and (talk.mark.key in marked or len(marked) >= TRIES)
        moment = {"label": words.MOMENT, "paragraphs": told.paragraphs(talk.moment)} if open_ else None
        return {
            "lang": talk.lang,
            "screen": "moment" if open_ else "lines",
            "turn": str(len(marked)),
            "kicker": words.minutes(talk.minutes),
            "title": told.text(talk.title),
            "say": told.text(talk.mark.answer(marked[-1])) if marked else "",
            "room": told.paragraphs(talk.room),
            "over": words.TURN_OVER,
            "back": words.TURN_BACK,
            "all_over": words.TURN_ALL_OVER,
            "all_back": words.TURN_ALL_BACK,
            "lines": [self._line(line) for line in talk.lines],
            "mark": self._mark(marked, asked=not open_),
            "moment": moment,
            "writings": [self._writing(one, marked[-1]) for one in talk.writings] if open_ else [],
        }

    def _line(self, line: Line) -> View:
        told = self._telling
        spoken = SPOKEN.match(line.text)
        raw = spoken[3] if spoken else line.text
        return {
            "number": line.number,
            "name": words.line(line.number),
            "speaker": told.speaker(spoken[1]) if spoken else None,
            "manner": told.text(spoken[2]) if spoken else "",
            "text": told.text(raw),
            "thoughts": [
                {**told.speaker(id_), "label": words.thought(told.names.of(id_).name), "text": told.text(thought)}
                for id_, thought in line.thoughts.items()
            ],
        }

    def _mark(self, marked: tuple[int, ...], *, asked: bool) -> View:
        mark, told = self._talk.mark, self._telling
        return {
            "key": str(len(marked)),
            "legend": told.text(mark.text),
            "options": [{"value": line.number, "name": words.line(line.number)} for line in self._talk.lines],
            "confirm": words.MARK_AGAIN if marked else words.MARK,
            "missing": words.MARK_FIRST,
            "asked": asked,
            "marked": words.marked(marked[-1]) if marked else "",
            "reply": told.text(mark.answer(marked[-1])) if marked else "",
        }

    def _writing(self, asked: Writing, line: int) -> View:
        told = self._telling
        lines = [(self._whose(who), told.text(text)) for who, text in asked.compare if self._fits(who, line)]
        help_ = Help(words.LOOK_FOR, [told.text(point) for point in asked.look_for], lines)
        return writing(asked.id, told.text(asked.text), draft(self._events, self._item, asked.id), help_)

    def _whose(self, who: str) -> str:
        return words.compare_with(self._telling.names.of(who).name if who else "")

    def _fits(self, who: str, line: int) -> bool:
        """Tell whether a line to compare with is nobody's in particular, or by somebody who speaks at the mark."""
        near = [SPOKEN.match(one.text) for one in self._talk.lines if one.number in (line, line - 1)]
        speakers = {match[1] for match in near if match}
        return not who or who in speakers or not speakers

    def _standing(self) -> Standing:
        asked, marked = self._talk.writings, self.marked
        written = [one for one in asked if draft(self._events, self._item, one.id).text.strip()]
        found = self._talk.mark.key in marked or len(marked) >= TRIES
        now = standing_at(found + len(written), 1 + len(asked))
        return Standing("begun") if marked and now.how_far == "ahead" else now

    def _do(self, message: messages.Message) -> None:
        match message:
            case messages.Answer(question="mark") if message.option <= len(self._talk.lines):
                if message.turn != str(len(self.marked)) or self._draw()["screen"] == "moment":
                    raise Stale
                slot = f"{self._item}/{MARK}/{message.turn}"
                self._keep(message.id, Deed("answered", {"question": MARK, "line": message.option}, slot=slot))
            case messages.Write():
                self._keep(message.id, wrote(message, [one.id for one in self._talk.writings]))
            case _:
                raise Stale
