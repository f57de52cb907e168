"""The view of a question that is answered in writing: its text so far, other versions, and the help to compare with."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from misread_records.progress import Draft
from misread_widgets.language import _
from misread_widgets.protocol import LONGEST_TEXT
from misread_widgets.views import ui_text

if TYPE_CHECKING:
    from misread_records import Written
    from misread_widgets.views import View


def writing(question: str, label: str, now: Draft, help_: Help) -> View:
    """Return a question with its text; the help is included only after the learner has asked to compare."""
    return {
        "question": question,
        "label": label,
        "parts": [],
        "few": None,
        "done": now.done,
        "compare": "" if now.done else _(ui_text.COMPARE),
        "saved": _(ui_text.SAVED) if now.text else "",
        "help": dataclasses.asdict(help_) if now.done else None,
        **text_view(now.kept),
    }


def text_view(now: Written | None) -> View:
    """Return a text with its other versions, and the words about saving it."""
    return {
        "text": now.text if now else "",
        "versions": [
            {
                "seen": now.seen(version),
                "text": version.text,
                "done": version.done,
                "at": version.at.isoformat(timespec="seconds"),
            }
            for version in now.standing
        ]
        if now
        else [],
        "longest": LONGEST_TEXT,
        "missing": _(ui_text.WRITE_FIRST),
        "unsaved": _(ui_text.UNSAVED),
        "too_long": ui_text.too_long(LONGEST_TEXT),
        "beside": {
            "label": _(ui_text.BESIDE),
            "say": _(ui_text.BESIDE_SAY),
            "other": _(ui_text.BESIDE_OTHER),
            "handed": _(ui_text.BESIDE_HANDED_IN),
            "take": _(ui_text.BESIDE_TAKE),
            "keep": _(ui_text.BESIDE_KEEP),
            "saved": _(ui_text.BESIDE_SAVED),
            "not_handed": _(ui_text.BESIDE_NOT_HANDED_IN),
        },
    }


@dataclasses.dataclass(frozen=True)
class Help:
    """The help that a text is compared with: points to look for, and lines, each with its speaker (empty if none)."""

    label: str
    points: list[str]
    lines: list[tuple[str, str]]
