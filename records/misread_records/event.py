"""One thing that a learner did, as a small record that is never changed.

An event says who did what, where and when. Scores, progress and the screen to show are computed from events and
content and never saved in events, so a changed answer key re-scores everybody, and a crash loses nothing.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)

from misread_records.errors import BadEvent
from misread_records.uuid7 import check_version

LONGEST_DATA = 200_000
"""The most bytes of an event's data, written as JSON in UTF-8."""
LONGEST_NAME = 200
"""The most characters in the name of a learner, a cohort, a lesson, an item, a slot or a content version."""
DEEPEST_DATA = 32
"""The most levels of nested lists and objects in an event's data."""
MOST_ATTEMPTS = 1_000_000
"""The highest number of an attempt."""

Kind = Literal["picked", "answered", "wrote", "opened", "finished", "restarted", "joined", "hosted", "voted"]
KINDS = frozenset(get_args(Kind))


def _printable(name: str) -> str:
    if not name.isprintable():
        raise ValueError("only visible characters and plain spaces are allowed")
    return name


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("this moment lies outside the years 1 to 9999 in UTC") from None


def _is_shallow(value: object, levels: int = DEEPEST_DATA) -> bool:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return inner is None or (levels > 0 and all(_is_shallow(part, levels - 1) for part in inner))


def _shallow(data: object) -> object:
    if not _is_shallow(data):
        raise ValueError(f"lists and objects may be nested at most {DEEPEST_DATA} deep")
    return data


def _own_copy(data: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """Check the size of data and copy it, so that changes to the original cannot change the event."""
    text = data_text(data)
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        raise ValueError("it holds half a character (a lone surrogate), which cannot be saved") from None
    if size > LONGEST_DATA:
        raise ValueError(f"it has {size:,} bytes, and at most {LONGEST_DATA:,} fit; shorten the text")
    copy: dict[str, JsonValue] = json.loads(text)
    return copy


def data_text(data: dict[str, JsonValue]) -> str:
    """Write an event's data as compact JSON.

    Raises:
        ValueError: if it holds a value that JSON does not have, for example NaN.
    """
    return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


Name = Annotated[str, Field(min_length=1, max_length=LONGEST_NAME), AfterValidator(_printable)]


class Event(BaseModel):
    """One thing that one learner did.

    Attributes:
        id: a UUID of version 7, made on the learner's side, so that sending it twice counts once.
        learner: who did it.
        cohort: the learner's group; None for a learner without one.
        at: when it arrived, in UTC; a time without a time zone is refused.
        lesson: the lesson.
        item: the scenario, exercise or form in the lesson.
        kind: what was done.
        attempt: the number of the try at the item, counted from 1.
        data: the details, as JSON of at most ``LONGEST_DATA`` bytes. Learners' text in it is never run as code.
        content: the version of the content that the learner saw.
        slot: a place that only one of this learner's events in this lesson may take, so that two tabs cannot both
            decide.

    Raises:
        BadEvent: if a field is not allowed; the error names every such field.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    # These two also accept text, since JSON has neither UUIDs nor dates.
    id: Annotated[UUID, Field(strict=False), AfterValidator(check_version)]
    learner: Name
    cohort: Name | None
    at: Annotated[AwareDatetime, Field(strict=False), AfterValidator(_in_utc)]
    lesson: Name
    item: Name
    kind: Kind
    attempt: Annotated[int, Field(ge=1, le=MOST_ATTEMPTS)]
    data: Annotated[dict[str, JsonValue], BeforeValidator(_shallow), AfterValidator(_own_copy)]
    content: Name
    slot: Name | None = None

    @model_validator(mode="wrap")
    @classmethod
    def _named_plainly(cls, values: object, check: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            return check(values)
        except ValidationError as error:
            raise BadEvent(*_sentences(error)) from error

    @classmethod
    def as_saved(cls, fields: dict[str, Any]) -> Self:
        """Return a saved event; only fields that another program may have damaged are checked again.

        Each click reads many events, so checking every field would be slow. The event owns `fields` from now on.

        Raises:
            BadEvent: if a damaged field is found.
        """
        if fields["kind"] not in KINDS or type(fields["data"]) is not dict or type(fields["attempt"]) is not int:
            return cls(**fields)
        event = cls.__new__(cls)
        # What pydantic's `model_construct` does, without its search for defaults, which takes longer than all else.
        object.__setattr__(event, "__dict__", fields)
        object.__setattr__(event, "__pydantic_fields_set__", set(fields))
        object.__setattr__(event, "__pydantic_extra__", None)
        object.__setattr__(event, "__pydantic_private__", None)
        return event

    def does_the_same(self, other: Event) -> bool:
        """Return whether two events record the same action; time of arrival and content version may differ.

        A choice that is sent again after a lost connection gets a new time and content version, but is the same choice.
        """
        return all(getattr(self, field) == getattr(other, field) for field in _DEED)

    def to_line(self) -> str:
        """Return the event as one line of JSON, without the line break."""
        return self.model_dump_json()

    @classmethod
    def from_line(cls, line: str | bytes) -> Self:
        """Read an event back from its line.

        Raises:
            BadEvent: if the line is not the JSON of an event.
        """
        try:
            return cls.model_validate_json(line)
        except ValidationError as error:
            raise BadEvent(*_sentences(error)) from error


_DEED = ("id", "learner", "lesson", "item", "kind", "attempt", "data", "slot")


def _sentences(error: ValidationError) -> list[str]:
    """Return each problem as ``field: what is wrong``, without the learner's own words."""
    return [
        f"{(problem['loc'] or ('line',))[0]}: {problem['msg'].removeprefix('Value error, ')}"
        for problem in error.errors(include_url=False, include_input=False)
    ]
