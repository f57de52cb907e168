"""The list of changed scores: each change once, with its reason, in the order of the learners' family names."""

from __future__ import annotations

from datetime import UTC, datetime

from misread_grading.cohort_membership import Enrolled
from misread_grading.gradebook.history import Record
from misread_grading.gradebook.score_changes import ScoreChange, moves_between, table


def record(**scores: dict[str, float | None]) -> Record:
    return Record(datetime(2026, 3, 2, tzinfo=UTC), "m4-sam-and-priya", {}, scores, {})


def test_only_scores_that_differ_are_moves_and_a_new_learner_moves_from_nothing() -> None:
    before = record(ada={"a": 1.0, "b": 2.0}, gone={"a": 4.0})
    after = record(ada={"a": 1.0, "b": 3.0}, new={"a": None, "b": 0.0})
    assert list(moves_between(before, after, lambda cell: f"because of {cell}")) == [
        ScoreChange("ada", "b", 2.0, 3.0, "because of b"),
        ScoreChange("new", "b", None, 0.0, "because of b"),
    ]


def test_a_score_that_is_gone_is_a_move_to_nothing() -> None:
    (move,) = moves_between(record(ada={"a": 1.0}), record(ada={"a": None}), str)
    assert (move.before, move.after) == (1.0, None)


def test_the_table_goes_by_family_names_and_shows_who_somebody_is() -> None:
    moves = tuple(ScoreChange(student, "a", 1.0, 2.0, "a key") for student in ("one", "two", "three"))
    names = {"one": "Ada Weber", "two": "Ben Okri"}
    rows = table(moves, names, {"two": Enrolled("Autumn", "0042")}).rows
    assert [row[:4] for row in rows] == [
        ["two", "0042", "Ben Okri", "Autumn"],
        ["three", None, None, None],
        ["one", None, "Ada Weber", None],
    ]
