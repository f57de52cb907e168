"""Questions that are answered in writing: the text saved so far, what stands beside it, and whether it was compared."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records.progress import Draft
from misread_widgets.protocol import LONGEST_TEXT
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from misread_records import Written
    from misread_widgets.views import View


def writing(question: str, label: str, now: Draft, help_: Help) -> View:
    """Return a question with its text; what it is compared with comes only after comparing has been asked for."""
    return {
        "question": question,
        "label": label,
        "parts": [],
        "few": None,
        "done": now.done,
        "compare": "" if now.done else ui_text.COMPARE,
        "saved": ui_text.SAVED if now.text else "",
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
        "missing": ui_text.WRITE_FIRST,
        "unsaved": ui_text.UNSAVED,
        "too_long": ui_text.too_long(LONGEST_TEXT),
        "beside": {
            "label": ui_text.BESIDE,
            "say": ui_text.BESIDE_SAY,
            "other": ui_text.BESIDE_OTHER,
            "handed": ui_text.BESIDE_HANDED_IN,
            "take": ui_text.BESIDE_TAKE,
            "keep": ui_text.BESIDE_KEEP,
            "saved": ui_text.BESIDE_SAVED,
            "not_handed": ui_text.BESIDE_NOT_HANDED_IN,
        },
    }


@dataclasses.dataclass(frozen=True)
class Help:
    """What to compare a text with: points to look for, and lines, each perhaps somebody's."""

    label: str
    points: list[str]
    lines: list[tuple[str, str]]
