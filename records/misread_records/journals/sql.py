"""The journal in a database: SQLite on one machine, PostgreSQL for a cohort, with the same rules and table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, text, update
from sqlalchemy.exc import IntegrityError

from misread_records.database import EVENTS, MARKINGS, Database, event_of, row_of
from misread_records.errors import IdTaken, JournalDamaged, JournalError, Replaced, SlotTaken
from misread_records.event import Event
from misread_records.journals.group_commit import GroupCommit
from misread_records.journals.protocol import Known

# Built once: each click reads and saves, and building a query takes longer than running it.
_INSERT: Final = insert(EVENTS).inline()
_FIELDS: Final = tuple(column.name for column in EVENTS.columns if column.name != "place")
# One statement, so that the earlier event is deleted exactly when the new one is saved; the row moves to the end.
_REPLACE: Final = (
    update(EVENTS)
    .where(
        EVENTS.c.id == bindparam("earlier"),
        EVENTS.c.learner == bindparam("their"),
        EVENTS.c.lesson == bindparam("their_lesson"),
    )
    .values({name: bindparam(f"new_{name}") for name in _FIELDS})
)
_AT_END: Final = {
    "sqlite": _REPLACE.values(place=select(func.max(EVENTS.alias().c.place) + 1).scalar_subquery()),
    "postgresql": _REPLACE.values(place=func.nextval(func.pg_get_serial_sequence(EVENTS.name, "place"))),
}
_BY_ID: Final = select(EVENTS).where(EVENTS.c.id == bindparam("id"))
_THEIRS: Final = select(EVENTS).where(EVENTS.c.learner == bindparam("learner")).order_by(EVENTS.c.place)
_OF_LESSON: Final = _THEIRS.where(EVENTS.c.lesson == bindparam("lesson"))
_PLACE: Final = select(EVENTS.c.place).where(EVENTS.c.id == bindparam("last"))
_NUMBER: Final = select(func.count()).where(EVENTS.c.learner == bindparam("learner"))
_NUMBER_OF_LESSON: Final = _NUMBER.where(EVENTS.c.lesson == bindparam("lesson"))
_ON: Final = _THEIRS.add_columns(_NUMBER.scalar_subquery()).where(EVENTS.c.place >= _PLACE.scalar_subquery())
_ON_OF_LESSON: Final = _OF_LESSON.add_columns(_NUMBER_OF_LESSON.scalar_subquery()).where(
    EVENTS.c.place >= _PLACE.scalar_subquery()
)
_IN_SLOT: Final = _OF_LESSON.where(EVENTS.c.slot == bindparam("slot"))


class _Saving(NamedTuple):
    """An event to save, perhaps instead of an earlier one."""

    event: Event
    earlier: UUID | None = None


class SqlJournal:
    """Keeps events in one table.

    Nothing is opened before the first append or read, so a server may start while its database is still down. If two
    processes append events of one learner at the same instant, the two events may swap places between two reads;
    events of one process keep their order.
    """

    def __init__(self, url: str, wait: float = 5.0) -> None:
        """Name the database, without connecting yet.

        Args:
            url: ``sqlite:////folder/answers.db`` or ``postgresql+psycopg://user@host/name``.
            wait: seconds to wait while another process writes.

        Raises:
            JournalMissing: if the URL means no database we can use.
        """
        self._database = Database(url, wait)
        # PostgreSQL allows many writers at once, and groups their commits itself.
        self._save = GroupCommit(self._insert_all).save if self._database.is_file else self._insert

    def append(self, event: Event) -> Event:
        """Save an event; return only when it would survive a power cut."""
        try:
            self._save(_Saving(event))
        except IntegrityError as error:
            return self._settle(event, error)
        return event

    def replace(self, event: Event, earlier: UUID) -> Event:
        """Save an event instead of an earlier one."""
        try:
            self._save(_Saving(event, earlier))
        except IntegrityError as error:
            return self._settle(event, error)
        except Replaced:
            for twin in self._select(_BY_ID, id=event.id):
                if twin.does_the_same(event):
                    return twin
            raise
        return event

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Return a learner's events in the order of appending."""
        query, values = (_THEIRS, {}) if lesson is None else (_OF_LESSON, {"lesson": lesson})
        return self._select(query, learner=learner, **values)

    def read_on(self, learner: str, lesson: str | None, known: Known) -> tuple[Event, ...] | None:
        """Return the events after the known ones; None if the known ones are no longer the first.

        Another process may have begun to append an event before the last known one and finished after it. That event
        comes before the last known one, so the number of earlier events reveals it.
        """
        with self._bad_rows_as_damage():
            query, values = (_ON, {}) if lesson is None else (_ON_OF_LESSON, {"lesson": lesson})
            rows = self._rows(query, learner=learner, last=known.last, **values)
            if not rows or rows[0][-1] != known.number + len(rows) - 1:
                return None
            return tuple(event_of(row[:-1]) for row in rows[1:])

    def forget(self, learner: str) -> int:
        """Delete every event of a learner and every marking of their texts; SQLite also overwrites the deleted data."""
        with self._database.changing() as connection:
            connection.execute(delete(MARKINGS).where(MARKINGS.c.learner == learner))
            deleted = connection.execute(delete(EVENTS).where(EVENTS.c.learner == learner)).rowcount
        if self._database.is_file:
            with self._database.reading() as connection:
                # The write-ahead log beside the file may still hold the deleted rows.
                connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return deleted

    def check(self) -> None:
        """Check that events can be read and saved."""
        self.read("")
        self._database.check(EVENTS)

    def close(self) -> None:
        """Close the connections."""
        self._database.close()

    def _insert(self, saving: _Saving) -> None:
        with self._database.autocommit() as connection:
            error = _refusal(connection, saving)
        if error is not None:
            raise error

    def _insert_all(self, savings: Sequence[_Saving]) -> list[IntegrityError | JournalError | None]:
        """Save events in one transaction; return the error of each event that could not be saved, else None."""
        with self._database.changing() as connection:
            return [_refusal(connection, saving) for saving in savings]

    def _settle(self, event: Event, error: IntegrityError) -> Event:
        """Return the stored event if it is the same; otherwise raise the reason why the new row was refused."""
        for twin in self._select(_BY_ID, id=event.id):
            if twin.does_the_same(event):
                return twin
            raise IdTaken(event.id) from error
        for rival in self._select(_IN_SLOT, learner=event.learner, lesson=event.lesson, slot=event.slot):
            raise SlotTaken(rival) from error
        raise self._database.meaning(error) from error

    def _select(self, query: Select[Any], **values: object) -> tuple[Event, ...]:
        with self._bad_rows_as_damage():
            return tuple(map(event_of, self._rows(query, **values)))

    def _rows(self, query: Select[Any], **values: object) -> Sequence[Row[Any]]:
        with self._database.reading() as connection:
            return connection.execute(query, values).all()

    @contextmanager
    def _bad_rows_as_damage(self) -> Iterator[None]:
        """Report a row that cannot be read as damage by another program."""
        try:
            yield
        except ValueError as error:
            raise JournalDamaged(self._database.where, f"holds a row that is not an event: {error}") from error


def _refusal(connection: Connection, saving: _Saving) -> IntegrityError | JournalError | None:
    """Save an event; return the error that prevents it, or None."""
    event, earlier = saving
    try:
        if earlier is None:
            connection.execute(_INSERT, row_of(event))
            return None
        whose = {"earlier": earlier, "their": event.learner, "their_lesson": event.lesson}
        row = {f"new_{name}": value for name, value in row_of(event).items()}
        replaced = connection.execute(_AT_END[connection.dialect.name], {**row, **whose}).rowcount
    except IntegrityError as error:
        return error
    return None if replaced else Replaced(earlier)
