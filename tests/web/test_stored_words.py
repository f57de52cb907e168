"""Feedback was stored in English; its reader gets it in their language, as far as it is not somebody's own words."""

from __future__ import annotations

import pytest

from misread_grading.reports import FeedbackChange, released_feedback
from misread_records.scoring import Met, Reached
from misread_scenarios.competencies import competencies
from misread_scenarios.language import speaking
from misread_web.feedback.stored_words import STORED, changed, shown

REASONS = ("FIRST", "AGAIN", "REOPENED", "ANEW", "CONTENT", "SCORED", "LATENESS", "ADDED", "DROPPED")


def test_every_reason_and_state_that_is_stored_is_known() -> None:
    reasons = {getattr(released_feedback, name) for name in REASONS}
    states = {str(Reached(met)) for met in Met if met not in {Met.DONE, Met.BEGUN}}
    assert reasons | states <= STORED


def test_stored_phrases_are_said_in_german() -> None:
    with speaking("de"):
        for stored in sorted(STORED):
            assert shown(stored) != stored
        assert shown(str(Reached(Met.BEGUN, 3, 9))) == "nicht beendet (3 von 9 Entscheidungen)"
        assert shown("Somebody’s own words") == "Somebody’s own words"
    for competency in competencies().values():
        with speaking("de"):
            assert shown(competency.name) in {other.name for other in competencies().values()}
        assert shown(competency.name) == competency.name


@pytest.mark.parametrize(
    ("before", "after", "english", "german"),
    [
        (6.0, 5.5, "6 to 5.5 points", "6 auf 5,5 Punkte"),
        (None, 2.0, "none to 2 points", "keine auf 2 Punkte"),
        (2.0, 2.0, "the same points", "dieselben Punkte"),
        (None, None, "no points yet", "noch keine Punkte"),
    ],
)
def test_a_change_is_said_in_both_languages(
    before: float | None, after: float | None, english: str, german: str
) -> None:
    change = FeedbackChange("X4.2", "X4-2", before, after, "it was scored again")
    assert changed(change) == english
    with speaking("de"):
        assert changed(change) == german
