"""The messages that a browser may send to a widget. Anything else is ignored."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from misread_records.uuid7 import check_version
from misread_scenarios.exercises import HIGHEST, LOWEST, OPTIONS

LONGEST_TEXT = 20_000
"""The most characters of a learner's text."""
MOST_VERSIONS = 60
"""The most versions that a message may say its text was written over."""


OfScreen = Annotated[int, Field(ge=1, le=99, strict=True)]
"""A place on the screen, counted from 1."""


class Message(BaseModel):
    """One action on a page. Its `id` makes it count only once; `turn` is the key of the screen it was done on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[UUID, AfterValidator(check_version)]
    turn: Annotated[str, Field(max_length=40)]


class Begin(Message):
    """Leave the cover."""

    do: Literal["begin"]


class Choose(Message):
    """Confirm options by their places on the screen (`"1"` is the first), with the confidence if one is asked for."""

    do: Literal["choose"]
    options: Annotated[tuple[Annotated[str, Field(max_length=3)], ...], Field(min_length=1, max_length=9)]
    confidence: Annotated[int, Field(ge=0, le=100, strict=True)] | None = None


class GoOn(Message):
    """Leave the consequence of a choice."""

    do: Literal["go-on"]


class Rewind(Message):
    """Go back to a decision (counted from 1): begin a new run that keeps the choices before it."""

    do: Literal["rewind"]
    to: Annotated[int, Field(ge=1, le=999, strict=True)]


class FirstRun(Message):
    """Return to the first run, which is not over."""

    do: Literal["first-run"]


class OpenRun(Message):
    """Open another run, by its attempt: to read its debrief again, or to go on with it."""

    do: Literal["open-run"]
    attempt: Annotated[int, Field(ge=1, le=9999, strict=True)]


class Restart(Message):
    """Play again from the beginning, with other names."""

    do: Literal["restart"]


class Answer(Message):
    """Choose one option on a card, by its place (counted from 1)."""

    do: Literal["answer"]
    question: Annotated[str, Field(max_length=80)]
    option: Annotated[int, Field(ge=1, le=99, strict=True)]


class Pick(Message):
    """Answer a multi-select exercise by the places of lines on the screen (counted from 1), in the order of picking."""

    do: Literal["pick"]
    lines: Annotated[tuple[OfScreen, ...], Field(min_length=1, max_length=40)]


class Match(Message):
    """Answer a match exercise by the places of values: for each line on the screen, one for each column."""

    do: Literal["match"]
    values: Annotated[
        tuple[Annotated[tuple[OfScreen, ...], Field(min_length=1, max_length=5)], ...],
        Field(min_length=1, max_length=40),
    ]


class PickEach(Message):
    """Answer a choose or highlight exercise by the places of each item's options (counted from 1)."""

    do: Literal["pick-each"]
    picks: Annotated[
        tuple[Annotated[tuple[OfScreen, ...], Field(max_length=20)], ...], Field(min_length=1, max_length=40)
    ]


class Order(Message):
    """Answer an order or rank exercise by the earlier places of its cards, and by a cut if one is asked for."""

    do: Literal["order"]
    orders: Annotated[
        tuple[Annotated[tuple[OfScreen, ...], Field(min_length=1, max_length=12)], ...],
        Field(min_length=1, max_length=12),
    ]
    cut: OfScreen | None = None


class OpenStep(Message):
    """Open a step of an exercise that has several, counted from 1. Nothing is saved."""

    do: Literal["open-step"]
    step: Annotated[int, Field(ge=1, le=9, strict=True)]


class Rate(Message):
    """Rate the options of a situation, in the order of the screen, and pick the best by its place (from 1)."""

    do: Literal["rate"]
    ratings: Annotated[
        tuple[Annotated[int, Field(ge=LOWEST, le=HIGHEST, strict=True)], ...],
        Field(min_length=OPTIONS, max_length=OPTIONS),
    ]
    best: Annotated[int, Field(ge=1, le=OPTIONS, strict=True)]


class Look(Message):
    """Look at data: the place of an option (counted from 1) in each list of a data exercise."""

    do: Literal["look"]
    picks: Annotated[tuple[OfScreen, ...], Field(min_length=1, max_length=20)]


class AnswerEach(Message):
    """Answer the questions of a data exercise: each by a number as it was typed, or by the places of its options."""

    do: Literal["answer-each"]
    answers: Annotated[
        tuple[
            Annotated[str, Field(max_length=LONGEST_TEXT, strict=True)]
            | Annotated[tuple[OfScreen, ...], Field(min_length=1, max_length=20)],
            ...,
        ],
        Field(min_length=1, max_length=20),
    ]


class Write(Message):
    """Save a text; `done` asks to compare it or to hand it in.

    `on` has the ids of the versions that the page showed when the text was begun, and of those that it has sent since.
    It is None from pages that are older than versions.
    """

    do: Literal["write"]
    question: Annotated[str, Field(max_length=80)]
    text: Annotated[str, Field(max_length=LONGEST_TEXT, strict=True)]
    done: Annotated[bool, Field(strict=True)]
    on: Annotated[tuple[UUID, ...], Field(max_length=MOST_VERSIONS)] | None = None


class MarkOwnText(Message):
    """Mark your own text: the points for each row of its rubric."""

    do: Literal["mark"]
    marks: Annotated[tuple[Annotated[int, Field(ge=0, le=2, strict=True)], ...], Field(min_length=1, max_length=9)]


class CompareVersions(Message):
    """Set two versions of a form side by side, by their places in the list (counted from 1), the earlier one first."""

    do: Literal["compare"]
    versions: tuple[OfScreen, OfScreen]


class TakeAway(Message):
    """Take a form along as a file. Nothing is saved."""

    do: Literal["take-away"]
    way: Literal["word", "pdf", "calendar"]


AnyMessage = (
    Begin
    | Choose
    | GoOn
    | Rewind
    | FirstRun
    | OpenRun
    | Restart
    | Answer
    | Pick
    | Match
    | PickEach
    | Order
    | OpenStep
    | Rate
    | Look
    | AnswerEach
    | Write
    | MarkOwnText
    | CompareVersions
    | TakeAway
)
_known: TypeAdapter[AnyMessage] = TypeAdapter(Annotated[AnyMessage, Field(discriminator="do")])


def understand(content: object) -> AnyMessage | None:
    """Return the message; None if it is not valid."""
    try:
        return _known.validate_python(content)
    except ValidationError:
        return None
