"""The direction in which a language is written, and in which a text is when its language is not known."""

from __future__ import annotations

import pytest

from misread_scenarios.direction import direction, first_direction, set_apart

ENDED = "انتهى!"


@pytest.mark.parametrize("tag", ["ar", "ar-EG", "he-IL", "fa", "ur-PK", "yi", "dv", "az-Arab", "ku-Arab-IQ", "AR-eg"])
def test_a_language_or_script_of_the_near_east_is_written_from_right_to_left(tag: str) -> None:
    assert direction(tag) == "rtl"


@pytest.mark.parametrize("tag", ["en", "de-CH", "ar-Latn", "he-Latn-IL", "az", "zh-Hant-TW", "tlh", "sr-Cyrl"])
def test_any_other_is_written_from_left_to_right(tag: str) -> None:
    assert direction(tag) == "ltr"


def test_a_text_has_the_direction_of_its_first_letter_that_has_one() -> None:
    texts = ["(3) لا طلب, not asked", "שלום, she said", "Nobody said שלום", "3: 14", "", "« Bon » لا"]
    assert [first_direction(text) for text in texts] == ["rtl", "rtl", "ltr", "ltr", "ltr", "ltr"]


def test_only_a_text_that_turns_the_line_is_set_apart() -> None:
    assert set_apart("Settled", "en") == "Settled"
    assert set_apart(ENDED, "ar") == f"\u2067{ENDED}\u2069"
