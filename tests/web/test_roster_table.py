"""The table in a roster's file: which sign parts its columns, which line names them, and on which line each row is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.roster.table import DELIMITERS, HIGHEST_HEADING, RosterTable, table_of


def read(text: str) -> RosterTable:
    return table_of(text.encode(), None, 100)


def rows(text: str) -> list[tuple[int, list[str] | str]]:
    return list(read(text).rows)


@pytest.mark.parametrize("sign", DELIMITERS)
def test_the_sign_between_columns_is_found(sign: str) -> None:
    found = read(sign.join(["name", "e-mail"]) + "\n" + sign.join(["Ada", "a@example.org"]) + "\n")
    assert (found.delimiter, found.line, list(found.rows)) == (sign, 1, [(2, ["Ada", "a@example.org"])])


@pytest.mark.parametrize("line", ["sep=|", '"sep=|"', "SEP=|"])
def test_a_first_line_may_name_the_sign(line: str) -> None:
    found = read(f"{line}\r\nname|e-mail\r\nAda|a@example.org\r\n")
    assert (found.delimiter, found.line, list(found.rows)) == ("|", 2, [(3, ["Ada", "a@example.org"])])


def test_titles_above_the_headings_are_named() -> None:
    found = read("Participants of Spring\n\nname,e-mail\nAda,a@example.org\n")
    assert (found.line, found.notes) == (
        3,
        ("the lines above the column names were skipped: 'Participants of Spring'",),
    )
    assert list(found.rows) == [(4, ["Ada", "a@example.org"])]


def test_headings_too_far_below_are_not_looked_for() -> None:
    table = "name,e-mail\nAda,a@example.org\n"
    near, far = ("x\n" * number + table for number in (HIGHEST_HEADING - 1, HIGHEST_HEADING))
    assert read(near).line == HIGHEST_HEADING
    assert read(far).columns.problems


def test_a_row_knows_the_line_that_it_begins_on() -> None:
    text = 'name,note\n"Ada","two\nlines"\n\nBen,\n'
    assert [line for line, _ in rows(text)] == [2, 5]


def test_quotes_that_do_not_fit_are_a_problem_of_their_line_alone() -> None:
    (broken, message), after = rows('name,note\n"Ada"x,1\nBen,2\n')
    assert (broken, after) == (2, (3, ["Ben", "2"]))
    assert "write a quote within quotes twice" in message


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80))
def test_any_text_is_a_table_or_says_why_it_is_none(text: str) -> None:
    found = read(text)
    assert found.columns.problems or found.columns.places
    list(found.rows)
