"""What was handed in is read as it came: a notebook or why it is none, and answers that nobody changed since."""

from __future__ import annotations

import dataclasses
import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_grading.submissions.submission import (
    LARGEST,
    BadSubmission,
    Submission,
    is_sealed,
    moment,
    seal_problem,
    sealed,
)

NOTEBOOK: dict[str, Any] = {"nbformat": 4, "cells": [], "metadata": {}}


def submission(notebook: bytes | None) -> Submission:
    return Submission("ada", notebook, b"", "2026-03-02 09:00:00 UTC")


def test_a_notebook_is_read_as_it_came() -> None:
    assert submission(json.dumps(NOTEBOOK).encode()).content() == NOTEBOOK


@pytest.mark.parametrize(
    ("notebook", "why"),
    [
        (None, "there is no notebook"),
        (b"", "cut off, or is not a notebook"),
        (json.dumps(NOTEBOOK).encode()[:-1], "cut off, or is not a notebook"),
        (b"[" * 100_000, "cut off, or is not a notebook"),
        (b"\xff\xfe{}", "cut off, or is not a notebook"),
        (b"[]", "not of notebook format 4"),
        (b'{"nbformat": 3, "cells": []}', "not of notebook format 4"),
        (b'{"nbformat": 4, "cells": {}}', "not of notebook format 4"),
        (b" " * (LARGEST + 1), "at most"),
    ],
    ids=["missing", "empty", "cut", "deep", "bytes", "list", "format 3", "no cells", "large"],
)
def test_what_is_no_notebook_is_named(notebook: bytes | None, why: str) -> None:
    with pytest.raises(BadSubmission, match=why):
        submission(notebook).content()


@given(st.binary(max_size=200))
def test_any_bytes_are_a_notebook_or_refused(content: bytes) -> None:
    try:
        found = submission(content).content()
    except BadSubmission:
        return
    assert found["nbformat"] == 4


@pytest.mark.parametrize(
    "change", [{"notebook": b"x"}, {"answers": b"x"}, {"answers": None}, {"timestamp": ""}, {"refusal": "no"}]
)
def test_whatever_changes_changes_the_digest(change: dict[str, Any]) -> None:
    before = Submission("ada", b"{}", b"a\n", "2026-03-02 09:00:00 UTC")
    assert dataclasses.replace(before, **change).digest != before.digest
    assert dataclasses.replace(before, student="bo").digest == before.digest


def test_a_byte_moved_from_the_notebook_to_the_answers_changes_the_digest() -> None:
    assert Submission("ada", b"ab", b"c").digest != Submission("ada", b"a", b"bc").digest


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_a_seal_holds_for_the_answers_that_it_was_made_of(answers: bytes, others: bytes) -> None:
    collected = {**NOTEBOOK, "metadata": {"misread": {"answers": sealed(answers)}}}
    assert is_sealed(collected, answers)
    assert seal_problem(collected, answers) == ""
    assert is_sealed(collected, others) == (others == answers)
    assert bool(seal_problem(collected, others)) == (others != answers)


@pytest.mark.parametrize("notebook", [NOTEBOOK, None, [], {"metadata": {"misread": {"answers": 1}}}, {"metadata": 1}])
def test_a_notebook_without_a_seal_has_nothing_to_hold_against_its_answers(notebook: object) -> None:
    assert (is_sealed(notebook, b"a"), seal_problem(notebook, b"a")) == (False, "")


def test_a_timestamp_is_read_as_nbgrader_reads_it() -> None:
    assert moment("2026-03-02 09:00:00 UTC") == datetime(2026, 3, 2, 9)  # noqa: DTZ001 - as nbgrader keeps it
    assert moment("") is None
    with pytest.raises(BadSubmission, match="2026-01-31 09:00:00 UTC"):
        moment("no day")
