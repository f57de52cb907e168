"""Prepares authors' text for the browser: names filled in, quotation marks set, speech with its speaker."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any, Protocol

from misread_scenarios.model import CastMember
from misread_scenarios.names import SLOT, Names
from misread_widgets.language import _
from misread_widgets.views import ui_text
from misread_widgets.views.moods import mood
from misread_widgets.views.portraits import portrait
from misread_widgets.views.speech import parts, speaker_of
from misread_widgets.views.typesetting import typeset

View = dict[str, Any]
"""Plain data for the browser: every word that is shown, and nothing that the learner may not see yet."""

YOU = re.compile(r"(?:you|Sie)\b,?\s*")


class StoryContent(Protocol):
    """A story or talk: anything with a language and a cast."""

    @property
    def lang(self) -> str:
        """The language's tag."""
        ...

    @property
    def cast(self) -> dict[str, CastMember]:
        """The people, by the ids that slots use."""
        ...


@dataclasses.dataclass(frozen=True)
class Telling:
    """A story told with one set of names."""

    story: StoryContent
    names: Names

    def text(self, raw: str) -> str:
        """Return a text ready to be read."""
        return typeset(self.names.fill(raw), self.story.lang)

    def paragraph(self, raw: str) -> View:
        """Return a paragraph in parts, with its speaker if only one person speaks in it."""
        speaker = speaker_of(raw)
        if speaker not in self.story.cast:
            speaker = None
        if speaker is None:
            return {"speaker": None, "parts": [{"said": False, "text": self.text(raw)}]}
        pieces = parts(self.names.fill(raw))
        whole = typeset("".join(piece for _said, piece in pieces), self.story.lang)
        return {"speaker": self.speaker(speaker, [raw]), "parts": _cut(whole, pieces)}

    def paragraphs(self, raws: Iterable[str]) -> list[View]:
        """Return texts as paragraphs; a text with blank lines becomes several."""
        return [self.paragraph(part) for raw in raws for part in raw.split("\n\n") if part.strip()]

    def people(self, raws: Iterable[str]) -> list[View]:
        """Return the cast; a person is present if the texts name them."""
        texts = list(raws)
        named = {slot.partition(".")[0].partition(":")[0] for raw in texts for slot in SLOT.findall(raw)}
        return [self._person(id_, texts, here=id_ in named) for id_ in self.story.cast]

    def speaker(self, id_: str, raws: Iterable[str] = ()) -> View:
        """Return a person's name and portrait; the mood follows from the texts on the screen, with slots not filled."""
        name = self.names.of(id_)
        return {"name": name.name, "portrait": {**portrait(id_, name), "mood": int(mood(id_, raws))}}

    def _person(self, id_: str, raws: Iterable[str], *, here: bool) -> View:
        name, role = self.names.of(id_), self.story.cast[id_].role
        yours = YOU.match(role)
        role = self.text(role[yours.end() :] if yours else role)
        return {
            **self.speaker(id_, raws),
            "role": role[:1].upper() + role[1:],
            "pronouns": _(ui_text.PRONOUNS[name.pronouns]),
            "you": _(ui_text.YOU) if yours else "",
            "here": here or bool(yours),
        }


def _cut(whole: str, pieces: list[tuple[bool, str]]) -> list[View]:
    """Cut a typeset text at the ends of its original pieces; typesetting never changes the length of a text."""
    cut, start = [], 0
    for said, piece in pieces:
        cut.append({"said": said, "text": whole[start : start + len(piece)]})
        start += len(piece)
    return cut


def plain(texts: Iterable[str]) -> list[View]:
    """Return texts as paragraphs without a speaker and without names of a cast."""
    return [{"speaker": None, "parts": [{"said": False, "text": typeset(text)}]} for text in texts]
