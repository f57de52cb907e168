"""Who somebody is on a list: tidy names, what tells two people apart, and what a list may not say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.event import LONGEST_NAME
from misread_records.people.errors import BadNewcomer
from misread_records.people.members import JOINERS, Newcomer, folded, marks_of, tidy

TEXT = st.text(st.characters(blacklist_categories=["Cs"]))


@given(TEXT)
def test_tidying_a_text_twice_changes_nothing_more(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "  " not in tidy(text)


def test_marks_of_direction_go_and_joiners_of_persian_names_stay() -> None:
    assert tidy("\u200fAda \u202aWeber\u202c") == "Ada Weber"
    for joiner in JOINERS:
        assert tidy(f"نازنین{joiner}زهرا") == f"نازنین{joiner}زهرا"


def test_a_decomposed_accent_and_a_composed_one_are_the_same_name() -> None:
    assert Newcomer("Zoe\u0308 Lang") == Newcomer("Zoë  Lang")


def test_an_address_and_an_id_tell_people_apart_and_a_name_only_without_them() -> None:
    assert marks_of("Ada", "Ada@Example.org", "41") == {("e-mail address", "ada@example.org"), ("id", "41")}
    assert marks_of("Ada", None, None) == {("name", "ada")}
    assert Newcomer("Ada", "ADA@example.org").marks & Newcomer("A. Weber", "ada@example.org", "41").marks


def test_capital_letters_and_a_german_sharp_s_make_no_difference() -> None:
    assert folded("STRASSE") == folded("Straße")


def test_names_are_written_with_the_given_name_first_and_sorted_by_the_family_name() -> None:
    newcomer = Newcomer("Weber, Ada")
    assert (newcomer.name, newcomer.family) == ("Ada Weber", "Weber")
    assert Newcomer("Ada van Dijk", family="van Dijk").family == "van Dijk"
    assert Newcomer("Ada van Dijk", family="Weber").family != "Weber"  # it is not a part of the name


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"name": "  "}, "the name is missing"),
        ({"name": "A" * (LONGEST_NAME + 1)}, f"at most {LONGEST_NAME} fit"),
        ({"name": "Ada\x07"}, "holds a character that cannot be shown"),
        ({"name": "Ada", "email": "ada at example.org"}, "is not an e-mail address; an example is ada@example.org"),
        ({"name": "Ada", "email": "ada@example.org,bo@example.org"}, "is not an e-mail address"),
    ],
)
def test_a_field_that_is_not_allowed_is_named_with_its_fault(given: dict[str, Any], fault: str) -> None:
    with pytest.raises(BadNewcomer, match=fault):
        Newcomer(**given)


def test_every_problem_of_a_person_is_named_at_once() -> None:
    with pytest.raises(BadNewcomer) as refused:
        Newcomer("", "nowhere", "\x07")
    assert [word in str(refused.value) for word in ("name is missing", "e-mail address", "the id")] == [True] * 3
