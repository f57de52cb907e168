"""Words are counted by Unicode's rules for word boundaries, in whatever language a text is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.word_count import count_words

ENGLISH = "Don’t wait: my boss's 3.5-hour plan (v2) won't do, e.g. on 24 Nov. Ask — and listen…"
GERMAN = (
    "Der Geschäftsführer sagte: „Schön, daß Sie’s so sehen!“ Am 24.11. um 9:30 Uhr geht’s weiter, z. B. in Köln/Düren."
)
FRENCH = (
    "L’équipe n’a pas répondu aujourd’hui ; peut-être qu’elle s’attend à « autre chose » : c’est-à-dire 3,5 heures."
)
ARABIC = "قال المدير: «لا تنتظر، اسأل فريقك الآن!» ثم كتبَ ٢٤ ملاحظةً في الاجتماع."
JAPANESE = "上司は来週の会議について何も言いませんでした。私は東京で働いています。"
CHINESE = "经理没有说下周的会议。我们在北京工作\uff0c请先问一下你的同事。"
SAMPLES = {
    "English": (ENGLISH, 18),
    "German": (GERMAN, 21),
    "French": (FRENCH, 17),
    "Arabic": (ARABIC, 13),
    "Japanese": (JAPANESE, 21),
    "Chinese": (CHINESE, 15),
}
"""A text in each language, with its number of words."""


@pytest.mark.parametrize("language", SAMPLES)
def test_a_text_has_as_many_words_as_its_language_says(language: str) -> None:
    text, words = SAMPLES[language]
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        (" \n\t ", 0),
        ("— … !? 🙂", 0),
        ("one", 1),
        ("well-known", 2),
        ("e.g.", 2),
        ("3.5", 1),
        ("can't", 1),
        ("half \ud83d a sign", 3),
    ],
)
def test_only_what_holds_a_letter_or_a_digit_is_a_word(text: str, words: int) -> None:
    assert count_words(text) == words


@given(st.text())
def test_any_text_has_at_most_as_many_words_as_letters_and_digits(text: str) -> None:
    assert 0 <= count_words(text) <= sum(sign.isalnum() for sign in text)


@given(st.lists(st.text("abcdefghij", min_size=1), max_size=50))
def test_words_between_spaces_are_counted_one_by_one(words: list[str]) -> None:
    assert count_words(" ".join(words)) == len(words)
