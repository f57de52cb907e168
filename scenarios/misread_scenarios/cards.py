"""The cards of a lesson: a guess before it, and questions from memory after it."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from misread_scenarios.language import spoken
from misread_scenarios.library import FOLDER
from misread_scenarios.problems import offer
from misread_scenarios.translation import translated
from misread_scenarios.versioned import Versioned

LESSONS = FOLDER / "lessons"


class UnknownCard(LookupError):
    """There is no card of that name; the message offers the nearest name."""


class _Card(Versioned):
    title: str
    minutes: Annotated[int, Field(ge=1)]
    covers: tuple[str, ...]
    paragraphs: tuple[str, ...]


class Guess(_Card):
    """A first guess: a situation and a question. Nothing is scored; `after`, and perhaps a reply, follow the choice."""

    kind: Literal["guess"]
    ask: str
    choices: Annotated[dict[str, str], Field(min_length=2)]
    replies: dict[str, str] = Field(default_factory=dict)
    after: str


class Question(BaseModel):
    """A question to answer from memory; `good` is what a full answer holds, `next` the days after which it returns."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    good: str
    covers: tuple[str, ...]
    next: tuple[int, ...]


class Recall(_Card):
    """Questions to answer from memory first and to compare afterwards."""

    kind: Literal["recall"]
    questions: Annotated[tuple[Question, ...], Field(min_length=1)]


Card = Annotated[Guess | Recall, Field(discriminator="kind")]
C = TypeVar("C", Guess, Recall)
_FILE: TypeAdapter[dict[str, Card]] = TypeAdapter(dict[str, Card])


def cards() -> dict[str, Guess | Recall]:
    """Return all cards of the library by their ids (`M4.try`, `M4.exit`), in the spoken language if translated."""
    return _cards(spoken())


@functools.cache
def _cards(lang: str) -> dict[str, Guess | Recall]:
    return {id_: card for path in card_files() for id_, card in translated(cards_in(path), path, lang).items()}


def card_files() -> list[Path]:
    """Return the files of cards, in order; a name with two dots is a translation's."""
    return [path for path in sorted(LESSONS.glob("*.yaml")) if "." not in path.stem]


def cards_in(path: Path) -> dict[str, Guess | Recall]:
    """Return the cards of a file in English, by their ids."""
    return _FILE.validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def load_guess(id_: str) -> Guess:
    """Return a guess; raises UnknownCard if there is no guess of that id."""
    return _load(id_, Guess)


def load_recall(id_: str) -> Recall:
    """Return questions from memory; raises UnknownCard if there are none of that id."""
    return _load(id_, Recall)


def _load(id_: str, kind: type[C]) -> C:
    card = cards().get(id_)
    if not isinstance(card, kind):
        of_kind = [name for name, other in cards().items() if isinstance(other, kind)]
        raise UnknownCard(f"there is no {kind.__name__.lower()} '{id_[:60]}' in the library; {offer(id_, of_kind)}")
    return card
