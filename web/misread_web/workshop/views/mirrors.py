"""The two mirrors with a group: half of it reads one person's thoughts, half the other's; afterwards, all read both.

Everybody has a side, by the order of joining. The group votes on the line at which one more sentence would have helped.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

from misread_scenarios.format import load_mirrors
from misread_web.language import _
from misread_web.workshop.views.hosted import hosted, message_of, mirrors_view
from misread_web.workshop.views.on_phones import BadVote, not_understood
from misread_web.workshop.views.paging import GAP, LINES, lines, packed, prose_pages
from misread_web.workshop.views.parts import OPTION_LINE, Part, QuestionOnPhones, QuestionView, listed
from misread_web.workshop.views.spread import Option
from misread_web.workshop.views.step_view import prose_page
from misread_widgets.language import _ as widget_words
from misread_widgets.protocol import Answer as MarkMessage
from misread_widgets.views import Telling, plain, typeset, ui_text

if TYPE_CHECKING:
    from pydantic import JsonValue

    from misread_scenarios.mirrors import Mirrors
    from misread_widgets.views import View

SIDES = 2


class MirrorsView(QuestionView):
    """The talk on the projector and for the facilitator; nobody's thoughts stand there before the result."""

    @functools.cached_property
    def talk(self) -> Mirrors:
        """The talk."""
        return load_mirrors(self.state.step.item)

    @functools.cached_property
    def telling(self) -> Telling:
        """The talk with its names."""
        return Telling(self.talk, self.talk.names)

    @property
    def lang(self) -> str:
        """The language of the talk."""
        return self.talk.lang

    @property
    def kicker(self) -> str:
        """What it is."""
        return _("A talk from two sides")

    @property
    def heading(self) -> str:
        """Its title."""
        return self.telling.text(self.talk.title)

    @property
    def legend(self) -> str:
        """The question."""
        return self.telling.text(self.talk.mark.text)

    def note(self) -> list[View]:
        """Return the facilitator's notes on the talk."""
        return self.telling.paragraphs(self.talk.host)

    @functools.cached_property
    def thinkers(self) -> tuple[str, ...]:
        """The ids of the two people whose thoughts are told."""
        return tuple(dict.fromkeys(id_ for line in self.talk.lines for id_ in line.thoughts))

    def side_of(self, participant: str) -> str:
        """Return the id of the person whose thoughts a participant reads first."""
        place = list(self.workshop.participants).index(participant)
        return self.thinkers[place % SIDES]

    @functools.cached_property
    def parts(self) -> tuple[Part, ...]:
        """The lines of the talk."""
        options = tuple(
            Option(str(line.number), str(line.number), self.telling.text(line.text)) for line in self.talk.lines
        )
        return (Part("", options, lambda answer: (str(answer),), frozenset({str(self.talk.mark.key)})),)

    def told_pages(self) -> list[View]:
        """Return the room and the talk as it was said."""
        room = [prose_page(each) for each in prose_pages(self.telling.paragraphs(self.talk.room))]
        return [*room, *self.asked_pages()] if self.state.phase == "read" else room

    def asked_pages(self) -> list[View]:
        """Return the pages with the numbered lines of the talk, below the question."""
        rows = [{"letter": each.letter, "text": each.text, "hours": ""} for each in self.parts[0].options]
        return listed(self.legend, ((row, lines(row["text"], OPTION_LINE) + GAP) for row in rows))

    def pages(self) -> list[View]:
        """Return the pages of the present phase."""
        return self.told_pages() if self.state.phase == "read" else super().pages()

    def key_pages(self) -> list[View]:
        """Return the spread with the key, the moment, and every line with what both people thought."""
        pages = super().key_pages()
        if not pages:
            return []
        moment = prose_pages(self.telling.paragraphs(self.talk.moment))
        label = widget_words(ui_text.MOMENT)
        return [*pages, *(prose_page(each, label) for each in moment), *self._thoughts()]

    def _thoughts(self) -> list[View]:
        names = {id_: self.telling.names.of(id_).name for id_ in self.thinkers}
        blocks = [
            {
                "label": f"{line.number} · {self.telling.text(line.text)}",
                "paragraphs": plain(
                    ui_text.thought(names[id_]) + ": " + self.telling.text(thought)
                    for id_, thought in line.thoughts.items()
                ),
            }
            for line in self.talk.lines
        ]
        heights = ((block, _height(block)) for block in blocks)
        label = _("What both of them thought")
        return [{"kind": "blocks", "label": label, "blocks": each} for each in packed(heights, LINES - 0.5)]


def _height(block: View) -> float:
    texts = ["".join(part["text"] for part in paragraph["parts"]) for paragraph in block["paragraphs"]]
    return lines(block["label"]) + sum(lines(text) + 0.5 for text in texts)


class MirrorsOnPhones(QuestionOnPhones):
    """The talk on the phones, with the thoughts of one's own side, and later of both."""

    step: MirrorsView

    @property
    def is_told(self) -> bool:
        """Whether both sides read everything: once the result is shown."""
        return self.state.phase in ("revealed", "talk") and self.ballot.revealed > 0

    def told(self) -> View | None:
        """Return nothing: the widget has the room and the talk."""
        return None

    def form(self) -> View | None:
        """Return nothing: the widget asks."""
        return None

    def more(self) -> View:
        """Say that the talk stays on the page in every phase."""
        return {"stays": True}

    def own(self, participant: str) -> View:
        """Return the talk with the thoughts of the participant's side, or of both."""
        side = self.step.side_of(participant)
        view = mirrors_view(self.workshop.code, self.step.talk.id, self.step.lang)
        drawn = [
            {
                **shown,
                "thoughts": [
                    thought
                    for id_, thought in zip(line.thoughts, shown["thoughts"], strict=True)
                    if self.is_told or id_ == side
                ],
            }
            for line, shown in zip(self.step.talk.lines, view["lines"], strict=True)
        ]
        is_open = self.state.phase == "vote"
        mark = {**view["mark"], "key": f"{self.ballot.number} {self.ballot.round}", "asked": is_open}
        widget = {**view, "kicker": "", "title": "", "say": "", "lines": drawn, "mark": mark, "moment": self._moment()}
        name = self.step.telling.names.of(side).name
        half = _("You read what {name} thinks; the other half of the room reads the other side.").format(name=name)
        return {
            "side": _("Now you can read both sides.") if self.is_told else half,
            "widget": hosted("mirrors.js", widget),
        }

    def _moment(self) -> View | None:
        if not self.step.is_key_shown:
            return None
        paragraphs = self.step.telling.paragraphs(self.step.talk.moment)
        return {"label": widget_words(ui_text.MOMENT), "paragraphs": paragraphs}

    def kept(self, participant: str, sent: JsonValue) -> JsonValue:  # noqa: ARG002 - all have the same lines
        """Return the number of the line that was marked."""
        message = message_of(sent)
        if not isinstance(message, MarkMessage) or message.option > len(self.step.talk.lines):
            raise BadVote(not_understood())
        return message.option

    def chosen(self, answer: JsonValue) -> list[str]:
        """Return the line that was marked."""
        return [f"{ui_text.line(int(each.id))}: {typeset(each.text)}" for _place, each in self._picked(answer)]
