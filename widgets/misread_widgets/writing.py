"""Questions that are answered in writing: the text saved so far, and whether it has been compared."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_widgets import words
from misread_widgets.messages import LONGEST_TEXT, Write
from misread_widgets.piece import Deed, Stale

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records import Event
    from misread_widgets.telling import View


@dataclasses.dataclass(frozen=True)
class Draft:
    """What somebody has written to a question; `done` once they have asked to compare it."""

    text: str = ""
    done: bool = False


def draft(events: Iterable[Event], item: str, question: str) -> Draft:
    """Return the latest text to a question."""
    now = Draft()
    for event in events:
        if event.item == item and event.kind == "wrote" and event.data.get("question") == question:
            now = Draft(str(event.data.get("text", "")), now.done or event.data.get("done") is True)
    return now


def writing(question: str, label: str, now: Draft, help_: Help) -> View:
    """Return a question with its text; what it is compared with comes only after comparing has been asked for."""
    return {
        "question": question,
        "label": label,
        "text": now.text,
        "longest": LONGEST_TEXT,
        "parts": [],
        "few": None,
        "done": now.done,
        "compare": "" if now.done else words.COMPARE,
        "missing": words.WRITE_FIRST,
        "saved": words.SAVED if now.text else "",
        "unsaved": words.UNSAVED,
        "help": dataclasses.asdict(help_) if now.done else None,
    }


@dataclasses.dataclass(frozen=True)
class Help:
    """What to compare a text with: points to look for, and lines, each perhaps somebody's."""

    label: str
    points: list[str]
    lines: list[tuple[str, str]]


def wrote(message: Write, questions: Iterable[str]) -> Deed:
    """Return what is to be kept of a text; raises Stale where the question is not asked here, or the text is empty."""
    if message.question not in questions or (message.done and not message.text.strip()):
        raise Stale
    return Deed("wrote", {"question": message.question, "text": message.text, "done": message.done})
