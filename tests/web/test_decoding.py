"""A file's text, from whatever program wrote it: UTF-8, UTF-16, or a guess between what old spreadsheets write."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.roster.decoding import BYTE_ORDER_MARKS, DecodedText, Unreadable, decoded

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=60)


@given(TEXTS)
def test_utf_8_is_read_with_and_without_its_mark(text: str) -> None:
    for mark in (b"", codecs.BOM_UTF8):
        assert decoded(mark + text.encode()) == DecodedText(text)
        assert decoded(mark + text.encode(), "utf-8") == DecodedText(text)


@given(TEXTS, st.sampled_from(sorted(BYTE_ORDER_MARKS.items())))
def test_a_byte_order_mark_says_the_encoding(text: str, marked: tuple[bytes, str]) -> None:
    mark, encoding = marked
    assert decoded(mark + text.encode(encoding)) == DecodedText(text)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    text = "name;e-mail\nZoë Müller;zoe@example.org\n"
    assert decoded(text.encode(encoding)) == DecodedText(text)


@pytest.mark.parametrize("name", ["Zoë Müller", "José Núñez", "François Lefèvre", "Søren Ågård", "Aïcha O’Neill"])
@pytest.mark.parametrize(("encoding", "end"), [("cp1252", "\r\n"), ("mac_roman", "\r")])
def test_a_name_of_western_europe_is_guessed_right(name: str, encoding: str, end: str) -> None:
    text = f"name,e-mail{end}{name},a@example.org{end}"
    assert decoded(text.encode(encoding)) == DecodedText(text, encoding)


def test_an_encoding_that_is_named_is_not_guessed() -> None:
    assert decoded("Łukasz".encode("cp1250"), "cp1250") == DecodedText("Łukasz")
    with pytest.raises(Unreadable, match="not text in ASCII"):
        decoded("Zoë".encode(), "ascii")


@pytest.mark.parametrize("raw", [b"\0\0\0\0", b"\xd8\0\0\xd8"])
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        decoded(raw)


@given(st.binary(max_size=80))
def test_any_bytes_are_text_without_zeros_or_refused(raw: bytes) -> None:
    try:
        assert "\0" not in decoded(raw).text
    except Unreadable as error:
        assert str(error)  # noqa: PT017 - one of two ends
