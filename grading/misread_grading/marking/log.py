"""Who gave what for which text, and when: all that was given, for those who answer for the marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from misread_grading.cohort_membership import NOWHERE, Enrolled
from misread_grading.reports import Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from misread_grading.marking.pile import Pile
    from misread_grading.marking.workflow import LearnerText, MarkingState
    from misread_grading.reports import Value
    from misread_records.marking import Marking

COLUMNS = ["item", "text", "learner", "staff id", "name", "cohort", "reader", "given (UTC)", "marks", "total"]
COLUMNS += ["comment", "words", "in the model text (%)", "close to it", "state"]
COUNTS, WAITS, OUTVOTED = "counts", "waits for another reader", "a third reader decided"
DRAFT, REPLACED = "draft", "given anew since"
OTHER_TEXT, OTHER_RUBRIC = "for the text before", "for the rubric before"


def readings(piles: Iterable[Pile], names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> Table:
    """Return a row for each time that a reader was done with a text, and for each draft that still lies there.

    Args:
        piles: the texts of each exercise.
        names: of learners and of readers, by their ids.
        enrolled: where the learners are enrolled, by their ids.
    """
    return Table("Readings", COLUMNS, [row for pile in piles for row in _rows(pile, names, enrolled)])


def _rows(pile: Pile, names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> Iterator[list[Value]]:
    texts = {text.learner: (number, text) for number, text in pile.numbered().items()}
    holding = {one.id: _standing_of(found, one) for found in pile.standings.values() for one in found.readings}
    latest = {(one.learner, one.marker): one.id for one in pile.given}
    for one in pile.given:
        # A page saves a draft every few seconds.
        if one.learner in texts and (one.final or latest[one.learner, one.marker] == one.id):
            number, text = texts[one.learner]
            state = holding.get(one.id) or _why_not(pile, text, one)
            marks = ", ".join(f"{row} {mark}" for row, mark in sorted(one.rows.items()))
            there = enrolled.get(one.learner, NOWHERE)
            learner = [one.learner, there.number, names.get(one.learner), there.cohort or None]
            who = [*learner, names.get(one.marker) or one.marker]
            near = pile.closeness(text)
            like = [near.words, round(100 * near.share), "yes" if near.is_close else ""]
            at = f"{one.at:%Y-%m-%d %H:%M:%S}"
            yield [pile.task.item, number, *who, at, marks, one.total, one.comment, *like, state]


def _standing_of(found: MarkingState, one: Marking) -> str:
    """Say what becomes of something that was given and holds."""
    if found.score is None:
        return WAITS
    return COUNTS if one in found.deciding else OUTVOTED


def _why_not(pile: Pile, text: LearnerText, one: Marking) -> str:
    """Say why something that was given does not count."""
    if not one.final:
        return DRAFT
    if one.text != text.version:
        return OTHER_TEXT
    return REPLACED if {row.id for row in pile.task.rubric.rows} <= set(one.rows) else OTHER_RUBRIC
