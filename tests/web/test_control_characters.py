"""A learner's text as it may stand in a page: every word of it, and no sign that acts on its reader."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.site.control_characters import escaped, inert

TEXTS = st.text(st.characters(codec=None) | st.sampled_from("\u202e\u2066\x00\x1b\r\u2028\ufeff\ud800"), max_size=60)


@given(TEXTS)
def test_words_stay_and_controls_go(text: str) -> None:
    found = inert(text)
    assert not any(unicodedata.category(sign) == "Cc" and sign not in "\t\n" for sign in found)
    assert not any("\u202a" <= sign <= "\u202e" or "\u2066" <= sign <= "\u2069" for sign in found)
    letters = [sign for sign in text if sign.isalnum()]
    assert [sign for sign in found if sign.isalnum()] == letters


@pytest.mark.parametrize("end", ["\r\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_every_line_end_is_a_plain_one(end: str) -> None:
    assert inert(f"one{end}two") == "one\ntwo"


def test_markup_and_formulas_are_left_to_the_place_that_shows_them() -> None:
    assert inert('<b>1</b> =SUM(A1) "x" \t & more') == '<b>1</b> =SUM(A1) "x" \t & more'


@given(st.text(max_size=60))
def test_escaped_json_says_the_same_and_shows_no_hidden_sign(text: str) -> None:
    found = escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(found) == text
    assert not any(sign in found for sign in "\u202e\u2066\u200f\ufeff\u2028\x7f\x9b")
