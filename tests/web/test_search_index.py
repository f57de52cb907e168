"""The search: what has the words comes first, whatever is typed, and nothing breaks it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_course.catalogue import lessons
from misread_course.passages import Passage, passages
from misread_scenarios.glossary import glossary
from misread_web.reference.search_index import MOST_SHOWN, Found, SearchIndex, words

INDEX = SearchIndex([passage for lesson in lessons() for passage in passages(lesson)], glossary())


def texts(found: Found) -> list[str]:
    """The whole text of each hit, in small letters."""
    sources = [hit.source for hit in found.hits]
    return [
        f"{source.heading} {source.text}".casefold()
        if isinstance(source, Passage)
        else f"{source} {glossary()[source].meaning}".casefold()
        for source in sources
    ]


@given(st.text(max_size=60))
def test_anything_may_be_typed(asked: str) -> None:
    found = INDEX.search(asked)
    assert len(found.hits) == min(found.number, MOST_SHOWN)
    assert bool(found.number) <= bool(words(asked))


@pytest.mark.parametrize("asked", ['"', "NEAR(", "a AND", "heading:x", "-", "*", "'; DROP TABLE text", "(", "^trial"])
def test_what_means_something_to_the_index_is_only_a_word(asked: str) -> None:
    assert INDEX.search(asked).number >= 0


@pytest.mark.parametrize("word", ["trial", "standard", "mentoring", "handover"])
def test_every_hit_has_the_word(word: str) -> None:
    found = INDEX.search(word)
    assert found.number
    assert all(word in text for text in texts(found))


def test_all_of_the_words_are_better_than_some() -> None:
    both = INDEX.search("trial way back")
    assert not both.is_loose
    assert all(word in text for text in texts(both) for word in ("trial", "way", "back"))
    loose = INDEX.search("trial zeppelin")
    assert loose.is_loose
    assert loose.number == INDEX.search("trial").number


def test_the_beginning_of_a_word_and_another_form_of_it_find_the_same() -> None:
    assert INDEX.search("mentor").number == INDEX.search("mentoring").number > 0


def test_a_word_of_the_glossary_comes_first_when_it_is_searched_for() -> None:
    for word in ("pooled rate", "micro-penalty", "hidden ambition"):
        assert INDEX.search(word).hits[0].source == word


def test_the_words_that_were_found_are_marked_in_the_snippet() -> None:
    hit = next(hit for hit in INDEX.search("penalty").hits if any(part.is_found for part in hit.snippet))
    assert {part.text.casefold().rstrip("s") for part in hit.snippet if part.is_found} <= {"penalty", "penaltie"}


def test_a_word_that_the_course_lacks_leads_to_one_that_it_has() -> None:
    found = INDEX.search("plateu")
    assert found.number == 0
    assert found.suggestion == "plateau"
    assert INDEX.search(found.suggestion).number


def test_nonsense_has_no_suggestion() -> None:
    assert INDEX.search("qqqqzzzz") == Found((), 0)
