"""The debrief deck is made of the group's own votes, one idea a slide."""

from __future__ import annotations

import pytest

from misread_web.workshop import deck_of, most_divided, report_of
from tests.web.workshop.finished import PEOPLE, Held


@pytest.fixture(scope="module")
def held() -> Held:
    return Held()


def test_the_deck_has_the_spread_the_movement_the_question_and_the_other_branch(held: Held) -> None:
    slides = deck_of(held.workshop)
    questions = [question for part in report_of(held.workshop).parts for question in part.questions]
    kinds = [slide.kind for slide in slides]
    assert kinds[0] == "title"
    assert kinds[-2:] == ["approach", "next"]
    assert kinds.count("spread") == sum(bool(question.rounds) for question in questions)
    assert kinds.count("moves") == 1
    spread = next(slide for slide in slides if slide.kind == "spread" and len(slide.rounds) > 1)
    assert spread.rounds == ("First vote", "Second vote")
    assert [answer.letter for answer in spread.answers] == ["A", "B", "C", "D"]
    assert sum(answer.counts[-1] or 0 for answer in spread.answers) == len(PEOPLE)


def test_the_other_branch_is_one_that_the_group_did_not_follow(held: Held) -> None:
    part = report_of(held.workshop).parts[1]
    divided = most_divided(part)
    assert divided is not None
    (other, ended) = [slide for slide in deck_of(held.workshop) if slide.kind == "branch"]
    assert other.title in {answer.text for answer in divided.answers} - set(divided.followed)
    assert other.lines
    assert ended.title == part.ending != ""
    assert "ended with" in other.lines[-1] or "been the same" in other.lines[-1]


def test_a_hidden_result_is_on_no_slide() -> None:
    slides = deck_of(Held(people=PEOPLE[:2]).workshop)
    assert {slide.kind for slide in slides} & {"spread", "moves", "approach", "question"} == set()


def test_results_that_were_not_revealed_are_on_no_slide() -> None:
    held = Held()
    held.workshop.is_over = False
    held.done("begin", step="warm")
    before = deck_of(held.workshop)
    held.done("vote")
    held.vote(**dict.fromkeys(PEOPLE, 0))
    held.done("close")
    assert deck_of(held.workshop) == before
    held.done("reveal")
    assert deck_of(held.workshop) != before


def test_the_projector_shows_only_words_that_the_facilitator_has_let_through(held: Held) -> None:
    (words,) = [slide for slide in deck_of(held.workshop) if slide.kind == "words"]
    assert words.lines == ("tired",)
