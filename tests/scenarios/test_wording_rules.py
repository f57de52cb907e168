"""Reading level, inclusive language and claims: what the measures find in texts, and what they leave alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_scenarios.checks import inclusive, reading_level
from misread_scenarios.evidence import causal_words, citations, studies


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        # 0.39 * words / sentences + 11.8 * syllables / words - 15.59, worked out by hand
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59),
        ("She asked. He said no.", 0.39 * 5 / 2 + 11.8 * 5 / 5 - 15.59),
        ("Institutional communication", 0.39 * 2 + 11.8 * 10 / 2 - 15.59),
    ],
)
def test_the_grade_is_that_of_flesch_and_kincaid(text: str, grade: float) -> None:
    assert reading_level.grade(text) == pytest.approx(grade, abs=0.01)


def test_short_sentences_read_at_a_lower_grade_than_the_same_words_in_one() -> None:
    apart = "We met on Monday. We met again in May. Nobody took a note."
    assert reading_level.grade(apart) < reading_level.grade(apart.replace(".", ","))


def test_a_text_a_whole_and_a_mean_sentence_are_each_named() -> None:
    long = "the word is short and so is the next one of them " * 4
    found = dict(reading_level.hard_texts([("a", long), ("b", "Institutional organisations " * 7)], "whole"))
    assert found["b"].startswith("this text reads at grade")
    assert "whole" in found
    assert list(reading_level.hard_texts([("a", "We met on Monday. It rained.")], "whole")) == []
    assert list(reading_level.hard_texts([], "whole")) == []


@pytest.mark.parametrize(
    "text",
    [
        "The chairman asks.",
        "Two foremen came.",
        "It took nine man-hours.",
        "Everyone says what he or she thinks.",
        "He turned a  blind eye to it.",
        "She’s over the hill.",
        "A gentlemen’s agreement",
        "The SALESMEN come on Thursday.",
    ],
)
def test_a_term_of_the_list_is_found_in_any_spelling_and_says_what_to_write(text: str) -> None:
    (said,) = inclusive.left_out(text)
    assert "leaves somebody out; write " in said


@pytest.mark.parametrize(
    "text",
    [
        "The role fit blind spot is a name.",
        "The blind is down.",
        "Human ours",
        "The chair asks.",
        "a dumbbell",
        "Ninjago",
    ],
)
def test_other_words_and_exceptions_are_left_alone(text: str) -> None:
    assert list(inclusive.left_out(text)) == []


@given(st.text())
def test_any_text_can_be_looked_at(text: str) -> None:
    list(inclusive.left_out(text))
    list(citations(text))
    causal_words(text)


def test_citations_are_known_by_authors_and_year() -> None:
    text = "It went so (Van Dyne, Ang and Botero, 2003), not (He, Kang and Lacetera, 2021; Nobody, 1999) in 1973."
    found = dict(citations(text))
    assert found["Van Dyne, Ang and Botero, 2003"] == studies()["E19"]
    assert found["He, Kang and Lacetera, 2021"] == studies()["E8"]
    assert found["Nobody, 1999"] is None
    assert len(found) == 3


def test_no_two_studies_are_cited_alike() -> None:
    cited = [(study.who, study.year) for study in studies().values()]
    assert len(set(cited)) == len(cited)


def test_causes_are_named_and_what_goes_together_is_not() -> None:
    assert causal_words("Safety raises output and led to sales.") == ["raises", "led to"]
    assert causal_words("Safety goes with output; the gap shrank.") == []
