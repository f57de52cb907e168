"""The end of a case in a workshop: the ending, the turning point, the competencies and the other branches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_web.language import _
from misread_web.workshop.views.paging import GAP, LINES, lines, packed, prose_pages
from misread_web.workshop.views.step_view import prose_page
from misread_widgets.views import debrief, forks, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from misread_records.play_state import PlayState
    from misread_widgets.views import Scenes, View


def ending_pages(sitting: PlayState, scenes: Scenes) -> list[View]:
    """Return the pages of an ending and its debrief: what a learner sees in a lesson, one idea a page."""
    view = debrief(sitting, scenes)
    told = [*view["ending"], *(plain([view["truth"]]) if view["truth"] else [])]
    return [
        *(prose_page(each) for each in prose_pages(told)),
        *_turning(view["turning"]),
        *_competencies(view["closer"]["bars"]),
        *_other_endings(sitting, scenes, view["closer"]["decisions"]["text"]),
    ]


def _turning(turning: View | None) -> Iterator[View]:
    if turning is None:
        return
    head = {"label": "", "paragraphs": plain([turning["decision"], turning["stake"]])}
    blocks = [head] + [
        {"label": part["label"], "paragraphs": [*plain(part["texts"]), *part["quoted"]]}
        for part in turning["parts"]
        if part["texts"] or part["quoted"]
    ]
    heights = ((block, _block_lines(block)) for block in blocks)
    for page in packed(heights, LINES - 1):
        yield {"kind": "blocks", "label": turning["label"], "blocks": page}


def _block_lines(block: View) -> float:
    texts = ("".join(part["text"] for part in paragraph["parts"]) for paragraph in block["paragraphs"])
    return (1.1 if block["label"] else 0) + sum(lines(text) + GAP for text in texts)


def _competencies(bars: View | None) -> Iterator[View]:
    if bars is None:
        return
    items = [{name: item[name] for name in ("name", "share", "figure")} for item in bars["items"]]
    for page in packed(((item, 1.9) for item in items), LINES + 3.5):
        yield {"kind": "bars", "label": _("What the room’s path shows"), "items": page}


def _other_endings(sitting: PlayState, scenes: Scenes, text: str) -> Iterator[View]:
    """Yield the choices that would by themselves have led to another ending."""
    own = sitting.stand.ending
    if own is None or not text:
        return
    say = scenes.telling.text
    rows = [
        {
            "at": _("{number}. {title}:").format(number=fork.number, title=say(fork.step.scene.title)),
            "text": " ".join(say(choice.text) for choice in fork.move.choices),
            "to": say(ending.title),
        }
        for fork in forks(sitting.stand)
        if fork.led.is_kept and (ending := fork.led.stand.ending) not in (None, own)
    ]
    heights = ((row, GAP + lines(" → ".join(row.values()))) for row in rows)
    label = _("Where else this could have led")
    for place, page in enumerate(packed(heights, LINES - lines(text) - GAP) or [[]]):
        yield {"kind": "endings", "label": label, "text": "" if place else text, "rows": page}
