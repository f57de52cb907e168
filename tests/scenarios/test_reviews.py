"""Review cards: every core idea returns twice, and nothing but the question itself gives the best option away."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from misread_scenarios.cards import Recall, cards
from misread_scenarios.ideas import ideas
from misread_scenarios.review_checks import RULES, check_reviews
from misread_scenarios.reviews import ReviewCard, ReviewChoice, UnknownReviewCard, review_card, review_cards

RULE = {rule.code: rule for rule in RULES}


def card(id_: str = "M1.review.9", *, key: str = "a", covers: tuple[str, ...] = ("S38",), **texts: str) -> ReviewCard:
    words = {"a": "About this long", "b": "About that long", "c": "About so long", **texts}
    options = {name: {"text": text, "why": "Because."} for name, text in words.items() if name in "abc"}
    choice = {"ask": "Which?", "options": options, "key": key}
    return ReviewCard.model_validate(
        {
            "id": id_,
            "module": id_.partition(".")[0],
            "text": "What?",
            "good": texts.get("good", "Something else."),
            "covers": covers,
            "next": (2, 21),
            "choice": choice,
        }
    )


def told(code: str, *given: ReviewCard) -> list[str]:
    return [problem.message for problem in RULE[code].problems({each.id: each for each in given})]


def test_the_library_keeps_every_rule() -> None:
    assert check_reviews() == ()


def test_every_question_of_an_exit_card_returns_and_each_card_has_a_choice() -> None:
    asked = {question.id for one in cards().values() if isinstance(one, Recall) for question in one.questions}
    assert asked <= review_cards().keys()
    assert [one.id for one in review_cards().values() if one.choice is None] == []


def test_the_cards_of_one_day_fit_into_eight_minutes() -> None:
    on_a_day = [(one.module, day) for one in review_cards().values() for day in one.next]
    assert max(on_a_day.count(each) for each in on_a_day) <= 5


def test_a_core_idea_that_returns_once_is_named() -> None:
    messages = told("RV001", card(covers=tuple(id_ for id_ in ideas() if id_ != "S38")))
    assert len(messages) == 1
    assert "'S38' returns in 0 of at least 2" in messages[0]


def test_cards_of_an_elective_do_not_count() -> None:
    assert len(told("RV001", card("EL1.review.1", covers=tuple(ideas())))) == sum(one.core for one in ideas().values())


def test_an_unknown_idea_is_named_with_the_nearest_one() -> None:
    (message,) = told("RV002", card(covers=("S380",)))
    assert "'S380'" in message
    assert "S38" in message


def test_a_best_option_that_is_much_longer_is_named() -> None:
    messages = told("RV003", card(a="A very careful and complete and balanced option"))
    assert "has 47 characters" in messages[0]


def test_best_options_that_are_too_often_the_longest_are_named() -> None:
    long, short = (card(f"M1.review.{n}", a=text) for n, text in ((1, "About this longx"), (2, "About")))
    assert "in 1 of 2 choices: M1.review.1" in told("RV003", long, short)[-1]
    assert told("RV003", short) == []


def test_a_model_answer_that_names_the_best_option_is_named() -> None:
    messages = told("RV004", card(a="Write down the date", good="You should write the dates down."))
    assert "in 1 of 1 choices" in messages[0]


def test_a_key_that_is_no_option_is_refused() -> None:
    with pytest.raises(ValidationError, match="there is no option 'x'"):
        ReviewChoice.model_validate({"ask": "?", "options": {o: {"text": "t", "why": "w"} for o in "abc"}, "key": "x"})


def test_an_unknown_card_offers_the_nearest() -> None:
    with pytest.raises(UnknownReviewCard, match=r"M4\.review\.1"):
        review_card("M4.reviews.1")
