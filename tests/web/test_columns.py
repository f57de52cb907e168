"""Which column of a roster means what, by headings in many languages, with accents, signs and capitals or without."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.roster.columns import FIELDS, bare, columns_of, looks_like_an_id

HEADINGS = [(word, field) for field, ranks in FIELDS.items() for words in ranks for word in words.split()]


def test_no_heading_means_two_things() -> None:
    words = [word for word, _ in HEADINGS]
    assert len(set(words)) == len(words)
    assert all(bare(word) == word for word in words)


@given(st.sampled_from(HEADINGS), st.sampled_from(["{}", " {} ", "{}:", "({})", '"{}"']), st.booleans())
def test_a_heading_is_known_whatever_signs_are_around_it(
    heading: tuple[str, str],
    around: str,
    is_large: bool,  # noqa: FBT001 - drawn
) -> None:
    word, field = heading
    cell = around.format(word.upper() if is_large else word)
    assert columns_of([cell, "remark"]).places == {field: 0}


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (["E-Mail-Adresse", "Vorname", "Nachname"], {"first": 1, "last": 2, "email": 0}),
        (["Prénom", "Nom de famille", "Adresse électronique"], {"first": 0, "last": 1, "email": 2}),
        (["Student", "ID", "SIS User ID", "SIS Login ID"], {"name": 0, "number": 2, "login": 3}),
        (["Worker", "Email - Home", "Email - Primary Work"], {"name": 0, "email": 2}),
        (["Legal Name", "Preferred Name"], {"name": 1}),
    ],
)
def test_of_several_columns_the_one_that_means_most_counts(cells: list[str], places: dict[str, int]) -> None:
    found = columns_of(cells)
    assert (found.places, found.problems) == (places, ())
    assert set(found.ignored) == set(range(len(cells))) - set(places.values())


def test_two_columns_that_mean_the_same_are_a_problem() -> None:
    (problem,) = columns_of(["name", "e-mail", "Mail"]).problems
    assert problem == "the columns 'e-mail' and 'Mail' mean the same; leave one out"


@pytest.mark.parametrize("cells", [[], ["", " "], ["e-mail", "id"], ["Ada Weber", "ada@example.org"]])
def test_a_line_without_names_says_what_it_must_hold(cells: list[str]) -> None:
    assert "one of them 'name' (or 'first name' and 'last name')" in columns_of(cells).problems[-1]


@pytest.mark.parametrize("heading", ["Cost code", "Staff-No.", "Kundennummer", "Matricule"])
def test_a_column_of_ids_is_suspected_by_its_heading(heading: str) -> None:
    assert looks_like_an_id(heading)


@pytest.mark.parametrize("heading", ["Notes", "Idea", "Video", ""])
def test_a_column_of_words_is_not_suspected(heading: str) -> None:
    assert not looks_like_an_id(heading)
