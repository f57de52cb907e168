"""The version of content changes with every word of it, and with nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from misread_scenarios.versioned import Versioned


class Card(Versioned):
    """Content with a text and a number."""

    text: str
    points: int = 0


@given(st.text(), st.text(), st.integers(0, 3), st.integers(0, 3))
def test_two_contents_have_one_version_if_they_say_the_same(text: str, other: str, points: int, more: int) -> None:
    same = (text, points) == (other, more)
    assert (Card(text=text, points=points).version == Card(text=other, points=more).version) is same


def test_a_copy_works_its_version_out_anew() -> None:
    card = Card(text="Ask first.")
    before = card.version
    changed = card.model_copy(update={"text": "Ask twice."})
    assert (card.version, changed.version == before) == (before, False)
    assert changed.model_copy(update={"text": "Ask first."}).version == before


def test_content_cannot_be_changed_and_takes_no_other_fields() -> None:
    with pytest.raises(ValidationError):
        Card(text="Ask first.").text = "Tell."  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Card(text="Ask first.", colour="red")  # type: ignore[call-arg]


def test_content_is_english_unless_it_says_otherwise() -> None:
    class German(Card):
        lang: str = "de"

    assert (Card(text="x").language, German(text="x").language) == ("en", "de")
