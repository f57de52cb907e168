"""The SQL table of events, the same for SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from pydantic_core import from_json
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)

from misread_records.errors import BadEvent
from misread_records.event import LONGEST_NAME, Event, data_text


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, even if the database keeps no time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Return a stored moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


METADATA: Final = MetaData(
    naming_convention={"pk": "pk_%(table_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s"},
)

EVENTS: Final = Table(
    "events",
    METADATA,
    Column("place", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("id", Uuid(), nullable=False),
    Column("learner", String(LONGEST_NAME), nullable=False),
    Column("cohort", String(LONGEST_NAME)),
    Column("at", Moment(), nullable=False),
    Column("lesson", String(LONGEST_NAME), nullable=False),
    Column("item", String(LONGEST_NAME), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("attempt", Integer(), nullable=False),
    # JSON kept as text: PostgreSQL's own JSON would refuse the character NUL and reorder keys.
    Column("data", Text(), nullable=False),
    Column("content", String(LONGEST_NAME), nullable=False),
    Column("slot", String(LONGEST_NAME)),
    UniqueConstraint("id"),
    # Several rows may have no slot, because NULL equals nothing. Reads of a lesson use this index too.
    UniqueConstraint("learner", "lesson", "slot"),
)


_FIELDS: Final = tuple(column.name for column in EVENTS.columns if column.name != "place")


def row_of(event: Event) -> dict[str, Any]:
    """Return an event as a row: a value for each column."""
    return {**dict(event), "data": data_text(event.data)}


def event_of(row: Sequence[Any]) -> Event:
    """Return the event in a row that has all columns.

    Raises:
        ValueError: if the row is not an event, because another program changed it; the message names its place.
    """
    place = row[0]
    fields: dict[str, Any] = dict(zip(_FIELDS, row[1:], strict=True))
    try:
        fields["data"] = from_json(fields["data"])
        return Event.as_saved(fields)
    except BadEvent as error:
        raise ValueError(f"place {place}: {'; '.join(error.problems)}") from error
    except ValueError as error:
        raise ValueError(f"place {place}: data: this is not JSON") from error
