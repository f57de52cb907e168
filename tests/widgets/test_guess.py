"""A guess is made once, and what it holds back is shown then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from misread_scenarios.cards import load_guess
from misread_widgets import Lesson
from misread_widgets.views.typesetting import typeset

if TYPE_CHECKING:
    from tests.widgets.conftest import Hand


def test_a_guess_is_made_once_and_answered_then(lesson: Lesson, hand: type[Hand], sent: list[str]) -> None:
    card = load_guess("M2.try")
    guess = lesson.guess("M2.try")
    assert not any(typeset(text)[:40] in "".join(sent) for text in (*card.replies.values(), card.after))
    view = hand(guess).do("answer", question="guess", option=2)
    assert view["after"]["paragraphs"] == [typeset(card.replies["b"]), typeset(card.after)]
    assert view["ask"] is None
    assert hand(guess).do("answer", question="guess", option=1)["notice"] is not None
    assert guess.chosen == "b"
    (event,) = lesson.seat.journal.read("ada")
    assert (event.kind, event.data) == ("answered", {"choice": "b"})


def test_a_guess_without_replies_has_its_afterword_only(lesson: Lesson, hand: type[Hand]) -> None:
    view = hand(lesson.guess("M4.try")).do("answer", question="guess", option=4)
    assert view["after"]["paragraphs"] == [typeset(load_guess("M4.try").after)]
    assert view["after"]["chosen"] == "I would leave both boxes empty"


@pytest.mark.parametrize("option", [0, 5, 99, -1])
def test_a_guess_that_is_not_on_the_card_is_none(lesson: Lesson, hand: type[Hand], option: int) -> None:
    guess = lesson.guess("M4.try")
    assert hand(guess).do("answer", question="guess", option=option)["notice"] is not None
    assert guess.chosen is None
