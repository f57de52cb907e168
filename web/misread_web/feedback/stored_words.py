"""What a release stored in English, in the spoken language: reasons, states, names of items and competencies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from misread_grading.reports import title_of
from misread_scenarios.competencies import competencies
from misread_scenarios.language import SOURCE, figure, speaking, spoken
from misread_web.language import N_, _

if TYPE_CHECKING:
    from misread_grading.reports import FeedbackChange, ItemFeedback

STORED = frozenset(
    {
        N_("a grader has marked the text"),
        N_("a grader has marked the text again"),
        N_("a grader is to mark the text again"),
        # as earlier versions stored it:
        N_("a reader has marked the text"),
        N_("a reader has read the text again"),
        N_("a reader is to read the text again"),
        N_("other work was handed in since"),
        N_("what is asked there has changed, and everybody was scored again"),
        N_("it was scored again"),
        N_("the due date, your extra time or the cost of late work has changed"),
        N_("the lesson asks this now"),
        N_("the lesson asks this no more"),
        N_("Handing in late"),
        N_("points taken off"),
        N_("not finished"),
        N_("not tried"),
        N_("does not count"),
    }
)
"""The phrases that a release stores."""
_BEGUN = re.compile(r"not finished \((\d+) of (\d+) decisions\)")


def shown(stored: str) -> str:
    """Return a stored phrase, or the name of a competency, in the spoken language; any other text as it is."""
    if begun := _BEGUN.fullmatch(stored):
        return _("not finished ({decisions} of {of} decisions)").format(decisions=begun[1], of=begun[2])
    if stored in STORED:
        return _(stored)
    with speaking(SOURCE):
        names = {competency.name: id_ for id_, competency in competencies().items()}
    return competencies()[names[stored]].name if stored in names else stored


def title(part: ItemFeedback) -> str:
    """Return the title of a part: as it was released, or in another language as it is now."""
    return part.title if spoken() == SOURCE or not part.lines else title_of(part.lines[0].item)


def changed(change: FeedbackChange) -> str:
    """Return a change in words: 6 to 5 points."""
    if change.before == change.after:
        return _("the same points") if change.after is not None else _("no points yet")
    before, after = (figure(points) if points is not None else _("none") for points in (change.before, change.after))
    return _("{before} to {after} points").format(before=before, after=after)
