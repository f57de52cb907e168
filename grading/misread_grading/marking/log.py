"""Log of all markings, for the people who answer for the marks: who gave which marks for which text, and when."""

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
    """Return a row for each finished marking, and for each draft that is its grader's last marking of the text.

    Args:
        piles: the texts of each exercise.
        names: the names of learners and graders, by their ids.
        enrolled: the cohorts of the learners, by their ids.
    """
    return Table("Readings", COLUMNS, [row for pile in piles for row in _rows(pile, names, enrolled)])


def _rows(pile: Pile, names: Mapping[str, str], enrolled: Mapping[str, Enrolled]) -> Iterator[list[Value]]:
    texts = {text.learner: (number, text) for number, text in pile.numbered().items()}
    valid = {marking.id: _state_of(state, marking) for state in pile.standings.values() for marking in state.readings}
    latest = {(marking.learner, marking.marker): marking.id for marking in pile.given}
    for marking in pile.given:
        # A page saves a draft every few seconds.
        if marking.learner in texts and (marking.final or latest[marking.learner, marking.marker] == marking.id):
            number, text = texts[marking.learner]
            state = valid.get(marking.id) or _why_not(pile, text, marking)
            marks = ", ".join(f"{row} {mark}" for row, mark in sorted(marking.rows.items()))
            cohort = enrolled.get(marking.learner, NOWHERE)
            learner = [marking.learner, cohort.number, names.get(marking.learner), cohort.cohort or None]
            who = [*learner, names.get(marking.marker) or marking.marker]
            near = pile.closeness(text)
            like = [near.words, round(100 * near.share), "yes" if near.is_close else ""]
            at = f"{marking.at:%Y-%m-%d %H:%M:%S}"
            yield [pile.task.item, number, *who, at, marks, marking.total, marking.comment, *like, state]


def _state_of(state: MarkingState, marking: Marking) -> str:
    """Return the state of a valid marking, in words."""
    if state.score is None:
        return WAITS
    return COUNTS if marking in state.deciding else OUTVOTED


def _why_not(pile: Pile, text: LearnerText, marking: Marking) -> str:
    """Return why a marking does not count."""
    if not marking.final:
        return DRAFT
    if marking.text != text.version:
        return OTHER_TEXT
    return REPLACED if {row.id for row in pile.task.rubric.rows} <= set(marking.rows) else OTHER_RUBRIC
