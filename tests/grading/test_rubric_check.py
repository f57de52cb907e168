"""Marks are held against the rubric: every wrong row is named, and earlier marks count by the rows that are left."""

from __future__ import annotations

import html
from datetime import UTC, datetime
from typing import Any

import pytest
from markdown_it import MarkdownIt

from misread_grading.marking.rubric_check import BadMarks, check_rows, comment_of, marked_by
from misread_records import new_id
from misread_records.marking import Marking
from misread_scenarios.exercises import load_rubric
from tests.grading.graded_cohort import FULL, with_another_row

RUBRIC = load_rubric("R-C")


def marking(**changes: Any) -> Marking:  # noqa: ANN401 - any field
    fields = {"marker": "grace", "cohort": "Autumn", "lesson": "m4", "item": "X4.6", "learner": "ada", "text": "t"}
    made = {"id": new_id(), "at": datetime.now(UTC), "rubric": RUBRIC.version, "rows": FULL, "final": True}
    return Marking(**{**fields, **made, **changes})


def test_full_marks_are_marks() -> None:
    check_rows(RUBRIC, marking())
    check_rows(RUBRIC, marking(rows={}, final=False))


def test_every_wrong_row_is_named_at_once() -> None:
    with pytest.raises(BadMarks) as caught:
        check_rows(RUBRIC, marking(rows={"R-C.1": 3, "R-C.2": 0, "R-Z.9": 1}))
    assert str(caught.value).split("; ") == [
        "R-Z.9 is not a row of R-C",
        "R-C.1 takes 0 to 2, not 3",
        "R-C.3 has no mark yet",
        "R-C.4 has no mark yet",
    ]


def test_marks_count_as_they_are_while_the_rows_are_the_same() -> None:
    assert marked_by(RUBRIC, given := marking()) is given


def test_a_row_that_is_gone_counts_no_more_and_the_marking_stays_final() -> None:
    fewer = RUBRIC.model_copy(update={"rows": RUBRIC.rows[:-1]})
    found = marked_by(fewer, marking())
    assert (found.rows, found.final) == ({row: FULL[row] for row in list(FULL)[:-1]}, True)


def test_a_row_that_is_new_makes_a_final_marking_a_draft() -> None:
    found = marked_by(with_another_row("R-C"), marking())
    assert (found.rows, found.final) == ({row: FULL[row] for row in list(FULL)[:-1]}, False)
    assert not marked_by(with_another_row("R-C"), marking(final=False)).final


def test_a_comment_names_each_row_and_shows_what_readers_wrote_as_text() -> None:
    wrote = "# Good\n<script>alert(1)</script> *so* [far](javascript:x)"
    comment = comment_of(RUBRIC, [marking(comment=wrote), marking(rows=dict.fromkeys(FULL, 1), comment="  ")])
    *rows, words = comment.split("\n\n")
    assert rows == [f"{row.name}: {FULL[row.id]} and 1 of 2" for row in RUBRIC.rows]
    assert html.unescape(words).replace("  \n", "\n") == wrote
    shown = MarkdownIt().render(words)
    assert not any(mark in shown for mark in ("<script", "<h1", "<em", "<a "))
