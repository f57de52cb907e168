"""Questions that are answered in writing: the text saved so far, what stands beside it, and whether it was compared."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records import written
from misread_widgets import words
from misread_widgets.messages import LONGEST_TEXT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from misread_records import Event, Written
    from misread_widgets.telling import View


@dataclasses.dataclass(frozen=True)
class Draft:
    """What somebody has written to a question; `done` once they have asked to compare it, `kept` all that stands."""

    text: str = ""
    done: bool = False
    kept: Written | None = None


def draft(events: Iterable[Event], item: str, question: str) -> Draft:
    """Return the text to a question as it stands."""
    now = written(events, item, question)
    return Draft(now.text, now.handed is not None, now) if now else Draft()


def writing(question: str, label: str, now: Draft, help_: Help) -> View:
    """Return a question with its text; what it is compared with comes only after comparing has been asked for."""
    return {
        "question": question,
        "label": label,
        "parts": [],
        "few": None,
        "done": now.done,
        "compare": "" if now.done else words.COMPARE,
        "saved": words.SAVED if now.text else "",
        "help": dataclasses.asdict(help_) if now.done else None,
        **text_view(now.kept),
    }


def text_view(now: Written | None) -> View:
    """Return a text with all that stands beside it, and what is said of saving it."""
    return {
        "text": now.text if now else "",
        "versions": [
            {"seen": now.seen(one), "text": one.text, "done": one.done, "at": one.at.isoformat(timespec="seconds")}
            for one in now.standing
        ]
        if now
        else [],
        "longest": LONGEST_TEXT,
        "missing": words.WRITE_FIRST,
        "unsaved": words.UNSAVED,
        "too_long": words.too_long(LONGEST_TEXT),
        "beside": {
            "label": words.BESIDE,
            "say": words.BESIDE_SAY,
            "other": words.BESIDE_OTHER,
            "handed": words.BESIDE_HANDED_IN,
            "take": words.BESIDE_TAKE,
            "keep": words.BESIDE_KEEP,
            "saved": words.BESIDE_SAVED,
            "not_handed": words.BESIDE_NOT_HANDED_IN,
        },
    }


@dataclasses.dataclass(frozen=True)
class Help:
    """What to compare a text with: points to look for, and lines, each perhaps somebody's."""

    label: str
    points: list[str]
    lines: list[tuple[str, str]]
