"""The widget of two mirrors: a talk whose lines turn over to show what both people thought, then questions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from misread_records.progress import (
    MARK,
    ItemProgress,
    draft,
    is_moment_told,
    marked_lines,
    mirrors_standing,
)
from misread_widgets import assets, protocol
from misread_widgets.language import _
from misread_widgets.lesson_widget import Deed, LessonWidget, Stale, WidgetPlace
from misread_widgets.views import Telling, ui_text
from misread_widgets.writing import Help, writing

if TYPE_CHECKING:
    from misread_scenarios.mirrors import Mirrors as Talk
    from misread_scenarios.mirrors import TalkLine, Writing
    from misread_widgets.views import View

SPOKEN = re.compile(r'\{([a-z][a-z0-9-]*)\}(.*?): (".*")$')


class Mirrors(LessonWidget):
    """Shows one talk and its questions."""

    _esm = assets.script("mirrors.js")
    _css = assets.style()

    def __init__(self, place: WidgetPlace, talk: Talk) -> None:
        """Show the talk with the marks and texts so far."""
        self._talk = talk
        self._telling = Telling(talk, talk.names)
        super().__init__(place, talk.version)

    @property
    def marked(self) -> tuple[int, ...]:
        """The numbers of the marked lines, in order; the first one counts."""
        return marked_lines(self._events, self._item, self._talk)

    def _draw(self) -> View:
        talk, telling, marks = self._talk, self._telling, self.marked
        open_ = is_moment_told(marks, talk)
        moment = {"label": _(ui_text.MOMENT), "paragraphs": telling.paragraphs(talk.moment)} if open_ else None
        return {
            "lang": talk.lang,
            "screen": "moment" if open_ else "lines",
            "turn": str(len(marks)),
            "kicker": ui_text.minutes(talk.minutes),
            "title": telling.text(talk.title),
            "say": telling.text(talk.mark.answer(marks[-1])) if marks else "",
            "room": telling.paragraphs(talk.room),
            "over": _(ui_text.TURN_OVER),
            "back": _(ui_text.TURN_BACK),
            "all_over": _(ui_text.TURN_ALL_OVER),
            "all_back": _(ui_text.TURN_ALL_BACK),
            "lines": [self._line(line) for line in talk.lines],
            "mark": self._mark(marks, asked=not open_),
            "moment": moment,
            "writings": [self._writing(question, marks[-1]) for question in talk.writings] if open_ else [],
        }

    def _line(self, line: TalkLine) -> View:
        telling = self._telling
        spoken = SPOKEN.match(line.text)
        raw = spoken[3] if spoken else line.text
        return {
            "number": line.number,
            "name": ui_text.line(line.number),
            "speaker": telling.speaker(spoken[1]) if spoken else None,
            "manner": telling.text(spoken[2]) if spoken else "",
            "text": telling.text(raw),
            "thoughts": [
                {
                    **telling.speaker(id_),
                    "label": ui_text.thought(telling.names.of(id_).name),
                    "text": telling.text(thought),
                }
                for id_, thought in line.thoughts.items()
            ],
        }

    def _mark(self, marks: tuple[int, ...], *, asked: bool) -> View:
        mark, telling = self._talk.mark, self._telling
        return {
            "key": str(len(marks)),
            "legend": telling.text(mark.text),
            "options": [{"value": line.number, "name": ui_text.line(line.number)} for line in self._talk.lines],
            "confirm": _(ui_text.MARK_AGAIN) if marks else _(ui_text.MARK),
            "missing": _(ui_text.MARK_FIRST),
            "asked": asked,
            "marked": ui_text.marked(marks[-1]) if marks else "",
            "reply": telling.text(mark.answer(marks[-1])) if marks else "",
        }

    def _writing(self, asked: Writing, line: int) -> View:
        telling = self._telling
        lines = [(self._whose(who), telling.text(text)) for who, text in asked.compare if self._fits(who, line)]
        help_ = Help(_(ui_text.LOOK_FOR), [telling.text(point) for point in asked.look_for], lines)
        return writing(asked.id, telling.text(asked.text), draft(self._events, self._item, asked.id), help_)

    def _whose(self, who: str) -> str:
        return ui_text.compare_with(self._telling.names.of(who).name if who else "")

    def _fits(self, who: str, line: int) -> bool:
        """Return whether a text to compare with has no speaker, or is by somebody who speaks at the marked line."""
        near = [SPOKEN.match(each.text) for each in self._talk.lines if each.number in (line, line - 1)]
        speakers = {match[1] for match in near if match}
        return not who or who in speakers or not speakers

    def _standing(self) -> ItemProgress:
        return mirrors_standing(self._events, self._item, self._talk)

    def _do(self, message: protocol.Message) -> None:
        match message:
            case protocol.Answer(question="mark") if message.option <= len(self._talk.lines):
                if message.turn != str(len(self.marked)) or self._draw()["screen"] == "moment":
                    raise Stale
                slot = f"{self._item}/{MARK}/{message.turn}"
                self._keep(message.id, Deed("answered", {"question": MARK, "line": message.option}, slot=slot))
            case protocol.Write():
                self._write(message, [question.id for question in self._talk.writings])
            case _:
                raise Stale
