"""Review cards: questions that return some days after a lesson, to be answered from memory, with a choice behind them.

The questions of a lesson's exit card return on the days that the card names. A file in `library/reviews/` adds a choice
to them, and further cards.
"""

from __future__ import annotations

import functools
from typing import Annotated, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from misread_scenarios.cards import Recall, cards
from misread_scenarios.library import FOLDER
from misread_scenarios.problems import offer
from misread_scenarios.versioned import Versioned

REVIEWS = FOLDER / "reviews"
Words = Annotated[str, Field(min_length=1)]
Days = Annotated[tuple[Annotated[int, Field(ge=1, le=365)], ...], Field(min_length=1)]


class UnknownReviewCard(LookupError):
    """There is no review card of that id; the message offers the nearest one."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReviewOption(_Frozen):
    """An option of a choice, and why it is, or isn't, the best one."""

    text: Words
    why: Words


class ReviewChoice(_Frozen):
    """The choice behind a question from memory: a new situation, its options, and the id of the best one."""

    ask: Words
    options: Annotated[dict[str, ReviewOption], Field(min_length=3, max_length=5)]
    key: str

    @model_validator(mode="after")
    def _has_its_key(self) -> Self:
        if self.key not in self.options:
            raise ValueError(f"there is no option '{self.key}'; {offer(self.key, self.options)}")
        return self


class ReviewCard(Versioned):
    """A question that returns some days after its lesson.

    Attributes:
        id: the id of the card, which its events have: `M4.exit.1` or `M4.review.1`.
        module: the module of the lesson after which it returns.
        text: the question, which is answered from memory.
        good: what a full answer holds.
        covers: the ideas of the course that it asks for.
        next: the days after the lesson on which it returns, smallest first.
        choice: the choice that follows; None for a card without one.
    """

    id: str
    module: str
    text: Words
    good: Words
    covers: Annotated[tuple[str, ...], Field(min_length=1)]
    next: Days
    choice: ReviewChoice | None = None


class _Further(_Frozen):
    """A card of a file, without what its place in the file says."""

    text: Words
    good: Words
    covers: Annotated[tuple[str, ...], Field(min_length=1)]
    next: Days
    choice: ReviewChoice


class _File(_Frozen):
    choices: dict[str, ReviewChoice] = {}
    cards: dict[str, _Further] = {}


_FILE = TypeAdapter(_File)


@functools.cache
def review_cards() -> dict[str, ReviewCard]:
    """Return all review cards by their ids: of each module the questions of its exit card, then its further cards.

    Raises:
        UnknownReviewCard: if a file adds a choice to a question that no exit card asks.
    """
    choices: dict[str, ReviewChoice] = {}
    further: dict[str, _Further] = {}
    for path in sorted(REVIEWS.glob("*.yaml")):
        file = _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))
        choices |= file.choices
        further |= file.cards
    by_id = {
        question.id: ReviewCard(
            id=question.id,
            module=id_.partition(".")[0],
            text=question.text,
            good=question.good,
            covers=question.covers,
            next=tuple(sorted(question.next)),
            choice=choices.pop(question.id, None),
        )
        for id_, card in cards().items()
        if isinstance(card, Recall)
        for question in card.questions
    }
    for id_ in choices:
        raise UnknownReviewCard(f"no exit card asks '{id_[:60]}'; {offer(id_, by_id)}")
    for id_, card in further.items():
        fields = {**dict(card), "next": tuple(sorted(card.next))}
        by_id[id_] = ReviewCard(id=id_, module=id_.partition(".")[0], **fields)
    return by_id


def review_card(id_: str) -> ReviewCard:
    """Return a review card; raises UnknownReviewCard if there is none of that id."""
    try:
        return review_cards()[id_]
    except KeyError:
        message = f"there is no review card '{id_[:60]}' in the library; {offer(id_, review_cards())}"
        raise UnknownReviewCard(message) from None
