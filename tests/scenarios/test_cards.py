"""The cards of the lessons, and the levels of the competencies."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from misread_scenarios.cards import Guess, Recall, cards, load_guess, load_recall
from misread_scenarios.competencies import competencies
from misread_scenarios.library import library, load


def test_the_two_lessons_have_a_guess_and_three_questions_each() -> None:
    for module in ("M2", "M4"):
        assert len(load_guess(f"{module}.try").choices) in (3, 4)
        assert [question.id for question in load_recall(f"{module}.exit").questions] == [
            f"{module}.exit.{number}" for number in (1, 2, 3)
        ]


def test_every_reply_belongs_to_a_choice() -> None:
    for card in cards().values():
        if isinstance(card, Guess):
            assert set(card.replies) <= set(card.choices)
        else:
            assert all(question.next == tuple(sorted(question.next)) for question in card.questions)


def test_one_changed_word_changes_the_version() -> None:
    card = load_guess("M4.try")
    assert card.model_copy(update={"ask": card.ask + " "}).version != card.version
    assert card.model_copy().version == card.version


def test_a_card_with_a_field_too_many_is_refused() -> None:
    with pytest.raises(ValidationError, match="points"):
        Recall.model_validate({**load_recall("M4.exit").model_dump(), "points": 3})


def test_every_competency_that_is_scored_has_three_levels_in_words() -> None:
    known = competencies()
    choices = [choice for id_ in library() for scene in load(id_).scenes for choice in scene.choices]
    scored = {name for choice in choices for score in choice.scores for name in score.points}
    assert scored <= set(known)
    assert all(len(set(competency.levels)) == 3 for competency in known.values())
