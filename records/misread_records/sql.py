"""The journal in a database: SQLite on one machine, PostgreSQL for a cohort; the same rules and the same table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any, Final

from sqlalchemy import Select, bindparam, delete, insert, select, text
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from misread_records.engines import open_engine
from misread_records.errors import IdTaken, JournalDamaged, SlotTaken
from misread_records.event import Event
from misread_records.marking_tables import MARKINGS
from misread_records.schema import bring_up_to_date
from misread_records.sql_errors import in_plain_words
from misread_records.tables import EVENTS, event_of, row_of
from misread_records.together import Together

# Written once: a page reads and saves with each click, and to write a query takes longer than to ask it.
_INSERT: Final = insert(EVENTS).inline()
_BY_ID: Final = select(EVENTS).where(EVENTS.c.id == bindparam("id"))
_THEIRS: Final = select(EVENTS).where(EVENTS.c.learner == bindparam("learner")).order_by(EVENTS.c.place)
_OF_LESSON: Final = _THEIRS.where(EVENTS.c.lesson == bindparam("lesson"))
_IN_SLOT: Final = _OF_LESSON.where(EVENTS.c.slot == bindparam("slot"))


class SqlJournal:
    """Keeps events in one table.

    Nothing is opened before the first append or read, so a server may start while its database is still down. Two
    events of one learner appended by two processes at the same instant may change places between two reads; those of
    one process keep their order.
    """

    def __init__(self, url: str, wait: float = 5.0) -> None:
        """Name the database, without connecting yet.

        Args:
            url: ``sqlite:////folder/answers.db`` or ``postgresql+psycopg://user@host/name``.
            wait: seconds to wait while another process writes.

        Raises:
            JournalMissing: where the URL means no database we can use.
        """
        self._engine = open_engine(url, wait)
        self._where = str(self._engine.url)
        self._wait = wait
        self._turn = Lock()
        self._is_ready = False
        # PostgreSQL lets many write at once, and gathers their commits itself.
        is_file = self._engine.dialect.name == "sqlite"
        self._save = Together(self._insert_all).save if is_file else self._insert

    def append(self, event: Event) -> Event:
        """Save an event; return only when it would survive a power cut."""
        with self._plain_errors():
            self._prepare()
            try:
                self._save(event)
            except IntegrityError as error:
                return self._settle(event, error)
        return event

    def read(self, learner: str, lesson: str | None = None) -> tuple[Event, ...]:
        """Give a learner's events in the order of appending."""
        query, values = (_THEIRS, {}) if lesson is None else (_OF_LESSON, {"lesson": lesson})
        with self._plain_errors():
            self._prepare()
            return self._select(query, learner=learner, **values)

    def forget(self, learner: str) -> int:
        """Delete every event of a learner and every marking of their texts; SQLite also wipes where they stood."""
        with self._plain_errors():
            self._prepare()
            with self._engine.connect() as connection:
                is_file = connection.dialect.name == "sqlite"
                if is_file:
                    connection.execute(text("PRAGMA secure_delete=ON"))
                connection.execute(delete(MARKINGS).where(MARKINGS.c.learner == learner))
                deleted = connection.execute(delete(EVENTS).where(EVENTS.c.learner == learner)).rowcount
                connection.commit()
                if is_file:
                    # What was deleted may still stand in the log that is kept beside the file.
                    connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        return deleted

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _prepare(self) -> None:
        with self._turn:
            if not self._is_ready:
                bring_up_to_date(self._engine, self._wait)
                self._is_ready = True

    def _insert(self, event: Event) -> None:
        with self._engine.begin() as connection:
            connection.execute(_INSERT, row_of(event))

    def _insert_all(self, events: Sequence[Event]) -> list[Exception | None]:
        """Insert those that nothing stands in the way of, in one transaction; return what was wrong with the others."""
        found: list[Exception | None] = []
        with self._engine.begin() as connection:
            for event in events:
                try:
                    connection.execute(_INSERT, row_of(event))
                except IntegrityError as error:
                    found.append(error)
                else:
                    found.append(None)
        return found

    def _settle(self, event: Event, error: IntegrityError) -> Event:
        """Find out what stood in the way of a new row."""
        for twin in self._select(_BY_ID, id=event.id):
            if twin.does_the_same(event):
                return twin
            raise IdTaken(event.id) from error
        for rival in self._select(_IN_SLOT, learner=event.learner, lesson=event.lesson, slot=event.slot):
            raise SlotTaken(rival) from error
        raise error

    def _select(self, query: Select[Any], **values: object) -> tuple[Event, ...]:
        try:
            with self._engine.connect() as connection:
                rows = connection.execute(query, values).all()
            return tuple(map(event_of, rows))
        except ValueError as error:
            raise JournalDamaged(self._where, f"holds a row that is no event: {error}") from error

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise in_plain_words(error, self._where, self._wait) from error
