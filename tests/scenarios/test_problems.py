"""A problem names its place and what would have worked; a file with very many problems is read no further."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.problems import MOST_OFFERED, MOST_PROBLEMS, Findings, Problem, TooManyProblems, listed, offer


def test_a_problem_is_a_line_that_an_editor_can_jump_to() -> None:
    assert (
        str(Problem("case.md", 7, "SC010", "there is no fact 'efect'")) == "case.md:7: SC010 there is no fact 'efect'"
    )
    assert str(Problem("case.md", 7, "Q6", "it is long", "warn")).endswith("it is long (warning)")


def test_problems_are_sorted_by_their_lines() -> None:
    problems = [Problem("b.md", 1, "SC001", "x"), Problem("a.md", 20, "Q1", "x"), Problem("a.md", 3, "SC010", "x")]
    assert [(each.source, each.line) for each in sorted(problems)] == [("a.md", 3), ("a.md", 20), ("b.md", 1)]


def test_the_nearest_known_word_is_offered_and_else_a_list_of_them() -> None:
    assert offer("efect", ["effect", "score", "hours"]) == "did you mean 'effect'?"
    assert offer("x", ["effect", "score"]) == "there are: effect, score"
    assert offer("x", []) == "there are none yet"


@given(st.text(), st.lists(st.text(min_size=1), max_size=100))
def test_an_offer_is_short_whatever_was_written(given_: str, words: list[str]) -> None:
    said = offer(given_, words)
    assert said.startswith(("did you mean", "there are"))
    assert said.count(", ") <= MOST_OFFERED - 1 + sum(word.count(", ") for word in words)


def test_a_list_is_cut_with_a_mark_and_never_in_silence() -> None:
    said = offer("?", (f"word{number}" for number in range(MOST_OFFERED + 1)))
    assert said.endswith(" …")
    assert not offer("?", (f"word{number}" for number in range(MOST_OFFERED))).endswith("…")


def test_names_are_listed_as_a_sentence_lists_them() -> None:
    assert [listed("abc"[:number]) for number in range(4)] == ["nothing", "'a'", "'a' or 'b'", "'a', 'b' or 'c'"]


def test_after_a_thousand_problems_the_reader_stops_and_says_so() -> None:
    findings = Findings("case.md")
    for line in range(MOST_PROBLEMS):
        findings.add("SC007", line, "a line stands where none can")
    with pytest.raises(TooManyProblems):
        findings.add("SC007", MOST_PROBLEMS, "one more")
    assert "put the first ones right" in findings.problems[-1].message
    assert len(findings.problems) == MOST_PROBLEMS + 1
