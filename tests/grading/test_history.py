"""What scores were at each grading is kept: by the content of then, file by file, without those who are gone."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from misread_grading.course import Course
from misread_grading.gradebook import history
from misread_grading.gradebook.history import (
    BadRecord,
    Record,
    changed_since,
    forget,
    keep,
    keep_graded,
    last,
    record,
    versions,
)
from misread_grading.gradebook.score_changes import ScoreChange, moves_between
from tests.grading.fake_learners import GRADED
from tests.grading.graded_cohort import M4, graded


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    return graded(tmp_path_factory.mktemp("course"), {"ada": "first text", "bo": "second text"})


@pytest.fixture
def kept(tmp_path: Path, course: Course) -> tuple[Course, Record]:
    """A folder of records of its own, with one in it."""
    found = record(course, M4)
    elsewhere = dataclasses.replace(course, folder=tmp_path)
    keep(elsewhere, found)
    return elsewhere, found


def changed(found: Record, student: str, cell: str, points: float) -> Record:
    scores = {**found.scores, student: {**found.scores[student], cell: points}}
    return dataclasses.replace(found, scores=scores)


def test_a_record_has_everybodys_scores_and_the_versions_of_what_they_did(course: Course) -> None:
    found = record(course, M4)
    assert found.scores.keys() == {"ada", "bo"}
    assert found.scores["ada"]["X4-6"] is None
    assert found.versions == versions(set(GRADED[M4]))


def test_what_was_kept_is_read_back_and_the_last_counts(kept: tuple[Course, Record]) -> None:
    course, found = kept
    assert last(course, M4) == found
    assert last(course, "m2-being-understood") is None
    later = dataclasses.replace(changed(found, "ada", "X4-2", 1.0), at=found.at.replace(year=found.at.year + 1))
    assert keep(course, later).stat().st_mode & 0o077 == 0
    assert last(course, M4) == later


def test_a_learner_who_is_gone_is_in_no_record(kept: tuple[Course, Record]) -> None:
    course, found = kept
    forget(course, "ada")
    after = last(course, M4)
    assert after is not None
    assert after.scores == {"bo": found.scores["bo"]}
    assert all(b"ada" not in path.read_bytes() for path in (course.folder / history.FOLDER).rglob("*.json"))


def test_a_file_that_was_changed_is_named(kept: tuple[Course, Record]) -> None:
    course, _ = kept
    (path,) = (course.folder / history.FOLDER / M4).iterdir()
    path.write_text("{}", "utf-8")
    with pytest.raises(BadRecord, match=f"{path.name} cannot be read as a record of scores"):
        last(course, M4)


def test_where_content_has_changed_the_scores_of_then_stay(course: Course) -> None:
    before = changed(record(course, M4), "ada", "X4-2", 4.5)
    older = dataclasses.replace(before, versions={**before.versions, "X4.2": "of before"})
    assert changed_since(older, versions({"X4.2", "X4.5"})) == {"X4.2"}
    found = record(course, M4, older)
    assert found.scores["ada"]["X4-2"] == 4.5
    assert found.versions["X4.2"] == "of before"
    assert record(course, M4, before).scores["ada"]["X4-2"] != 4.5


def test_after_a_grading_the_items_that_changed_since_others_were_scored_are_named(course: Course) -> None:
    assert keep_graded(course, M4) == []
    found = last(course, M4)
    assert found is not None
    later = found.at.replace(year=found.at.year + 1)
    keep(course, dataclasses.replace(found, at=later, versions={**found.versions, "X4.5": "of before"}))
    assert keep_graded(course, M4) == ["X4.5"]


def test_moves_are_the_scores_that_differ_each_with_its_reason(course: Course) -> None:
    before = record(course, M4)
    after = changed(changed(before, "bo", "X4-2", 3.0), "ada", "X4-6", 5.5)
    assert list(moves_between(before, after, lambda cell: f"why {cell}")) == [
        ScoreChange("ada", "X4-6", None, 5.5, "why X4-6"),
        ScoreChange("bo", "X4-2", before.scores["bo"]["X4-2"], 3.0, "why X4-2"),
    ]
    assert list(moves_between(before, before, str)) == []
    alone = dataclasses.replace(before, scores={"ada": before.scores["ada"]})
    assert {(move.student, move.before) for move in moves_between(alone, before, str)} == {
        ("bo", None) for points in before.scores["bo"].values() if points is not None
    }
