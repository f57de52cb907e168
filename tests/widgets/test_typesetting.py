"""Authors type straight quotation marks and apostrophes, and readers of English see printed ones."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.language import speaking
from misread_widgets.views.typesetting import typeset

BACK = str.maketrans({"“": '"', "”": '"', "\u2018": "'", "\u2019": "'"})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"Well," says Ada.', "“Well,” says Ada."),
        ('Ada says "well" and ("no").', "Ada says “well” and (“no”)."),
        ("He said, \"She said 'no' to me.\"", "He said, “She said \u2018no\u2019 to me.”"),
        ("It's Sam's, and they aren't.", "It\u2019s Sam\u2019s, and they aren\u2019t."),
        ('A dash—"here"—and there', "A dash—“here”—and there"),
        ("the leaders' names", "the leaders\u2019 names"),
        ("", ""),
    ],
)
def test_marks_stand_as_a_printer_sets_them(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


@given(st.text("ab \"'([—.\n", max_size=40))
def test_only_the_marks_change_and_none_is_left_straight(text: str) -> None:
    found = typeset(text)
    assert found.translate(BACK) == text
    assert not re.search("[\"']", found)
    assert typeset(found) == found


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('"So", sagt Ada, "geht\'s."', "„So“, sagt Ada, „geht\u2019s.“"),
        ("\"Sie hat 'jetzt nicht' gesagt.\"", "„Sie hat \u201ajetzt nicht\u2018 gesagt.“"),
        ('Er sagt "gut" und ("nein").', "Er sagt „gut“ und („nein“)."),
    ],
)
@pytest.mark.parametrize("lang", ["de", "de-AT"])
def test_german_has_marks_of_its_own(typed: str, printed: str, lang: str) -> None:
    assert typeset(typed, lang) == printed
    with speaking("de"):
        assert typeset(typed) == printed


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_other_languages_keep_what_their_authors_wrote(lang: str) -> None:
    assert typeset('"So" sagt\'s Ada.', lang) == '"So" sagt\'s Ada.'


@pytest.mark.parametrize("lang", ["en", "en-GB"])
def test_every_english_is_english(lang: str) -> None:
    assert typeset('"So"', lang) == "“So”"
