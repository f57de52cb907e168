"""The glossary: every word has a meaning that a learner reads at a glance, and the lesson that explains it."""

from __future__ import annotations

import pytest

from misread_scenarios.glossary import Term, glossary


def test_the_words_are_in_alphabetical_order_whatever_article_they_have() -> None:
    words = [word.removeprefix("the ") for word in glossary()]
    assert words == sorted(words)


@pytest.mark.parametrize(("word", "term"), glossary().items(), ids=str)
def test_a_meaning_is_one_to_three_sentences(word: str, term: Term) -> None:
    assert word == word.strip()
    assert 5 <= len(term.meaning.split()) <= 45
    assert term.meaning.endswith(".")
