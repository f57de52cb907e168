"""Answers that were handed in as a file: all of them count, or it is said why none do."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from misread_records.submission_answers import HandedIn, NotCounted, events_of, graded, grading, read_handed_in
from tests.grading.fake_learners import M4, Pen


def played() -> Pen:
    pen = Pen("ada")
    pen.play("sam-priya", random.Random(5))  # noqa: S311 - no secret
    return pen


def test_answers_are_read_but_for_a_last_line_that_was_cut_off() -> None:
    lines = played().lines()
    whole, cut = HandedIn(lines), HandedIn(lines[:-20])
    assert (whole.is_cut_off, cut.is_cut_off, HandedIn(None).is_cut_off) == (False, True, False)
    assert cut.events(M4) == whole.events(M4)[:-1]
    assert HandedIn(lines + lines).events(M4) == whole.events(M4)
    assert HandedIn(b"").events(M4) == ()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: None, "There is no answers.jsonl"),
        (lambda lines: b"x\n" + lines, "Line 1 of answers.jsonl"),
        (lambda lines: lines.replace(b'"picked"', b'"won"', 1), "Line 2 of answers.jsonl"),
        (lambda lines: lines.replace(M4.encode(), b"m2"), "answers of another lesson"),
        (lambda lines: lines.replace(b'"learner":"ada"', b'"learner":"bo"', 1), "answers of 2 people"),
    ],
)
def test_answers_that_cannot_count_say_why(change: Callable[[bytes], bytes | None], why: str) -> None:
    with pytest.raises(NotCounted, match=why):
        HandedIn(change(played().lines())).events(M4)


def test_a_submission_is_there_only_while_it_is_graded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert graded() is None
    with grading(HandedIn(b"", "no")):
        found = graded()
        assert found is not None
        assert found.refusal == "no"
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    assert graded() is None


def test_a_kernel_of_nbgraders_finds_the_answers_in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = played().lines()
    tmp_path.joinpath("answers.jsonl").write_bytes(lines)
    tmp_path.joinpath("refused.txt").write_text("not yours\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert graded() == read_handed_in(tmp_path) == HandedIn(lines, "not yours")
    assert len(events_of(lines)) == len(lines.splitlines())


def test_a_refusal_counts_before_whatever_is_in_the_file() -> None:
    with pytest.raises(NotCounted, match="not yours"):
        HandedIn(played().lines(), "not yours").events(M4)


def test_one_submission_may_be_graded_within_another() -> None:
    outer, inner = HandedIn(b"", "outer"), HandedIn(b"", "inner")
    with grading(outer):
        with grading(inner):
            assert graded() is inner
        assert graded() is outer
    assert graded() is None
