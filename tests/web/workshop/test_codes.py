"""Codes have letters that nobody mistakes for others, and are read however they are typed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from misread_web.workshop.codes import (
    JOIN_LENGTH,
    LETTERS,
    OWN_LENGTH,
    foreign,
    new_code,
    own_code,
    spaced,
    typed,
)

CODES = st.text(LETTERS, min_size=JOIN_LENGTH, max_size=JOIN_LENGTH)


def test_no_letter_looks_like_another_or_like_a_figure() -> None:
    alike = ("O0QD", "I1LJ", "S5", "Z2", "B8", "G6C", "UV", "E3", "A4")
    assert [pair for pair in alike if len(set(pair) & set(LETTERS)) > 1] == []
    assert len(set(LETTERS)) == len(LETTERS)
    assert len(LETTERS) ** JOIN_LENGTH > 7_000_000


def test_a_new_code_has_six_of_these_letters_and_is_another_one_each_time() -> None:
    codes = {new_code() for _ in range(200)}
    assert all(re.fullmatch(f"[{LETTERS}]{{6}}", code) for code in codes)
    assert len(codes) > 190


@given(CODES, st.lists(st.sampled_from(["", " ", "-", "  ", ".", "\t"]), min_size=JOIN_LENGTH, max_size=JOIN_LENGTH))
def test_a_code_is_read_in_any_case_and_with_anything_between_its_letters(code: str, between: list[str]) -> None:
    text = "".join(gap + letter for gap, letter in zip(between, code.lower(), strict=True))
    assert typed(f" {text} ") == code
    assert typed(spaced(code)) == code


@given(st.text())
def test_the_characters_that_no_code_has_are_named_whatever_is_typed(text: str) -> None:
    code = typed(text)
    assert set(foreign(code)) == set(code) - set(LETTERS)


def test_an_own_code_follows_from_the_secret_the_workshop_and_the_participant() -> None:
    own = own_code("secret", "KFRDGH", "p1")
    assert re.fullmatch(f"[{LETTERS}]{{{OWN_LENGTH}}}", own)
    assert own == own_code("secret", "KFRDGH", "p1")
    others = {own_code("other", "KFRDGH", "p1"), own_code("secret", "KFRDGJ", "p1"), own_code("secret", "KFRDGH", "p2")}
    assert own not in others
    assert len(others) == 3
