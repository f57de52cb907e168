"""Markings are only ever added: the last of each reader holds, and who gave what when stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from misread_records import IdTaken, Journal, new_id
from misread_records.marking import Marking
from misread_records.marking_store import Markings, latest

Opened = Callable[..., Journal]
both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)


def a_marking(**changes: Any) -> Marking:  # noqa: ANN401 - any field, with any value that a test wants to try
    fields = {
        "id": new_id(),
        "at": datetime.now(UTC),
        "marker": "grace",
        "cohort": "Autumn",
        "lesson": "m4-sam-and-priya",
        "item": "X4.6",
        "learner": "ada",
        "text": "f00d",
        "rubric": "c0de",
        "rows": {"R-C.1": 2, "R-C.2": 0},
        "comment": "The day is missing; “soon” is no day.",
    }
    return Marking(**{**fields, **changes})


@pytest.fixture
def markings(address: str) -> Iterator[Markings]:
    with Markings(address) as opened:
        yield opened


@both
def test_what_was_given_is_read_back_in_order(markings: Markings) -> None:
    given_ = [markings.append(a_marking(learner=learner)) for learner in ("ada", "bo", "ada")]
    assert markings.of_item("Autumn", "m4-sam-and-priya", "X4.6") == tuple(given_)
    assert markings.of_learner("ada") == (given_[0], given_[2])


@both
def test_items_cohorts_and_lessons_lie_apart(markings: Markings) -> None:
    kept = markings.append(a_marking())
    for other in ({"cohort": "Spring"}, {"lesson": "m2-being-understood"}, {"item": "X2.5"}):
        markings.append(a_marking(**other))
    assert markings.of_item("Autumn", "m4-sam-and-priya", "X4.6") == (kept,)


@both
def test_the_same_marking_sent_twice_counts_once(markings: Markings) -> None:
    first = markings.append(a_marking())
    again = markings.append(first.model_copy(update={"at": datetime.now(UTC)}))
    assert again == first
    assert markings.of_learner("ada") == (first,)


@both
def test_another_marking_under_the_same_id_is_refused(markings: Markings) -> None:
    first = markings.append(a_marking())
    with pytest.raises(IdTaken):
        markings.append(a_marking(id=first.id, rows={"R-C.1": 1}))
    assert markings.of_learner("ada") == (first,)


@both
def test_the_marks_of_a_learner_who_is_forgotten_go_too(address: str, markings: Markings, opened: Opened) -> None:
    markings.append(a_marking())
    other = markings.append(a_marking(learner="bo"))
    opened(address).forget("ada")
    assert markings.of_item("Autumn", "m4-sam-and-priya", "X4.6") == (other,)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_forgotten_comment_is_nowhere_in_the_file(address: str, folder: Path, opened: Opened) -> None:
    with Markings(address) as markings:
        markings.append(a_marking(comment="said of Ada alone"))
    opened(address).forget("ada")
    assert not [file for file in folder.iterdir() if b"said of Ada alone" in file.read_bytes()]


def test_the_latest_of_each_reader_holds() -> None:
    first, second, other = a_marking(), a_marking(rows={"R-C.1": 1}), a_marking(marker="hope")
    assert latest([first, other, second]) == {("ada", "grace"): second, ("ada", "hope"): other}


@given(rows=st.dictionaries(st.sampled_from(["R-C.1", "R-C.2", "R-C.3"]), st.integers(0, 2)))
def test_the_total_is_the_sum_of_the_rows(rows: dict[str, int]) -> None:
    assert a_marking(rows=rows).total == sum(rows.values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"rows": {"R-C.1": -1}},
        {"rows": {"R-C.1": 1.5}},
        {"rows": {"R-C.1": True}},
        {"marker": ""},
        {"comment": "x" * 10_001},
    ],
    ids=["below nothing", "half", "truth", "nobody", "endless"],
)
def test_what_is_no_marking_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_marking(**wrong)
