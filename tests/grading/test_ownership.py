"""Answers that are somebody else's count for nobody but the first who handed them in."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from misread_grading.submissions.ownership import refusals
from misread_grading.submissions.submission import Submission

FIRST, LATER = "2026-03-02 09:00:00 UTC", "2026-03-02 10:00:00 UTC"


def handed_in(student: str, ids: str, at: str = "", learner: str = "me", **more: str) -> Submission:
    lines = "".join(json.dumps({"id": id_, "learner": learner}) + "\n" for id_ in ids)
    return Submission(student, b"{}", lines.encode(), at, **more)


def test_everybodys_own_answers_count() -> None:
    assert refusals([handed_in("ada", "ab", FIRST), handed_in("bo", "cd", FIRST), handed_in("cy", "")]) == {}


def test_of_the_same_answers_those_that_came_first_count() -> None:
    found = refusals([handed_in("bo", "ab", LATER), handed_in("ada", "ab", FIRST)])
    assert list(found) == ["bo"]
    assert "before by somebody else" in found["bo"]


def test_one_line_of_another_learner_is_enough() -> None:
    assert list(refusals([handed_in("ada", "abcd", FIRST), handed_in("bo", "dxyz", LATER)])) == ["bo"]


def test_of_two_that_came_at_once_neither_counts() -> None:
    found = refusals([handed_in("ada", "ab", FIRST), handed_in("bo", "b", FIRST), handed_in("cy", "c", FIRST)])
    assert sorted(found) == ["ada", "bo"]
    assert all("nothing says who was first" in why for why in found.values())


def test_a_submission_without_a_time_is_not_the_first() -> None:
    assert list(refusals([handed_in("ada", "ab"), handed_in("bo", "ab", LATER)])) == ["ada"]


def test_when_it_arrived_counts_before_what_its_timestamp_says() -> None:
    early = handed_in("ada", "ab", FIRST, arrived=LATER)
    assert list(refusals([early, handed_in("bo", "ab", FIRST)])) == ["ada"]


def test_answers_in_another_name_are_refused() -> None:
    assert list(refusals([handed_in("ada", "ab", learner="bo"), handed_in("cy", "c", learner="cy")])) == ["ada"]


def test_an_id_in_capitals_is_the_same_id() -> None:
    assert list(refusals([handed_in("ada", "ab", FIRST), handed_in("bo", "AB", LATER)])) == ["bo"]


def test_lines_that_cannot_be_read_name_nobody() -> None:
    torn = b'{"id": "a", "lear\n\xff\n[1]\n' + b"[" * 100_000 + b"\n"
    assert refusals([Submission("ada", b"{}", torn, FIRST), Submission("bo", b"{}", torn, LATER)]) == {}
    assert refusals([Submission("ada", None, None), Submission("bo", None, None)]) == {}


@given(
    st.lists(st.tuples(st.sets(st.sampled_from("abcdef"), max_size=4), st.sampled_from(["", FIRST, LATER])), max_size=6)
)
def test_no_event_counts_for_two_learners(handed: list[tuple[set[str], str]]) -> None:
    given_ = [handed_in(f"s{number}", "".join(sorted(ids)), at) for number, (ids, at) in enumerate(handed)]
    found = refusals(given_)
    counted = [id_ for number, (ids, _) in enumerate(handed) if f"s{number}" not in found for id_ in ids]
    assert len(counted) == len(set(counted))
