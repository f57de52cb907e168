"""A database's address is read with care, and never shown with its password."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import JournalMisspelt
from misread_records.database.addresses import read_address, shown

PASSWORDS = st.text(st.characters(min_codepoint=33, max_codepoint=0x24F), min_size=8, max_size=30).map(
    lambda text: f"Pw!{text}"
)


@given(PASSWORDS)
def test_no_address_is_shown_with_its_password(password: str) -> None:
    written = quote(password, safe="")
    for text in (
        f"postgresql+psycopg://ada:{written}@db.example.org:5432/misread",
        f"postgresql+psycopg://ada@db.example.org/misread?password={written}",
        f"postgresql+psycopg://ada@db.example.org/misread?sslmode=require&sslpassword={written}",
    ):
        said = shown(read_address(text))
        assert password not in said
        assert written not in said
        assert said.startswith("postgresql+psycopg://ada")
        assert "db.example.org" in said


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("misread.db", "does not begin like"),
        ("postgresql+psycopg://ada:hunter22@db:port/misread", "is not a number"),
        ("postgresql+psycopg://ada:hunter22@db:99999/misread", "is not a number from 1 to"),
        ("postgresql+psycopg://ada:hunter22@db:0/misread", "is not a number from 1 to"),
        ("postgresql+psycopg://ada:hun@ter22@db/misread", "more than one @"),
        ("postgresql+psycopg://ada:hunter22@d b/misread", "a space, a line break"),
        ("postgresql+psycopg://ada:hunter22@db/misread\n", "a space, a line break"),
        ("postgresql+psycopg://ada:hunter22@d;b/misread", "its server's name contains a character"),
    ],
)
def test_a_wrong_address_is_refused_without_a_word_of_it(text: str, why: str) -> None:
    with pytest.raises(JournalMisspelt, match=why) as caught:
        read_address(text)
    assert not any(word in str(caught.value) for word in ("hunter22", "ter22", "ada"))


@pytest.mark.parametrize("text", ["sqlite:////folder with blanks/a.db", "postgresql+psycopg:///misread"])
def test_a_file_or_a_socket_may_have_any_name(text: str) -> None:
    assert shown(read_address(text)) == text
