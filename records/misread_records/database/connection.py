"""One database: its connections, and its errors in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Lock
from typing import Final, Self

from sqlalchemy import Connection, Engine, Table, text
from sqlalchemy.exc import SQLAlchemyError

from misread_records.database.addresses import shown
from misread_records.database.engines import file_of, open_engine
from misread_records.database.error_codes import in_plain_words
from misread_records.database.schema import bring_up_to_date
from misread_records.disk_space import check_room
from misread_records.errors import JournalError, JournalReadOnly

_MAY_ADD: Final = text(
    "SELECT current_setting('transaction_read_only') = 'off' AND has_table_privilege(:table, 'INSERT')"
)


class Database:
    """Connections to a database whose tables have the schema of this version of the program.

    Nothing is opened before it is needed, so a server may start while its database is still down.
    """

    def __init__(self, url: str, wait: float = 5.0) -> None:
        """Name the database, without connecting yet.

        Args:
            url: ``sqlite:////folder/misread.db`` or ``postgresql+psycopg://user@host/name``.
            wait: seconds to wait while another process writes.

        Raises:
            JournalMissing: if the URL means no database we can use.
        """
        self._engine = open_engine(url, wait)
        self._autocommitting = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._wait = wait
        self._turn = Lock()
        self._is_ready = False

    @property
    def where(self) -> str:
        """The address without its password, for messages."""
        return shown(self._engine.url)

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file, which one connection at a time may write."""
        return self._engine.dialect.name == "sqlite"

    def meaning(self, error: SQLAlchemyError) -> JournalError:
        """Return an error of this database in plain words."""
        return in_plain_words(error, self.where, self._wait)

    def autocommit(self) -> AbstractContextManager[Connection]:
        """Return a connection on which each statement is its own transaction, saved when the statement returns.

        PostgreSQL then needs one round trip for a statement instead of three (begin, statement, commit).

        Raises:
            JournalError: if the database cannot be reached, read or written.
        """
        return self._connected(self._autocommitting)

    def reading(self) -> AbstractContextManager[Connection]:
        """Return a connection for reading.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        # SQLite's driver begins a transaction only with the first change.
        return self._connected(self._engine if self.is_file else self._autocommitting)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Yield a connection whose changes are all saved at the end; an error saves none of them.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._plain_errors():
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    def prepare(self) -> None:
        """Bring the tables to this version's schema now, instead of at their first use.

        Raises:
            JournalError: if the database cannot be reached or changed.
        """
        with self._plain_errors():
            self._prepare()

    def check(self, table: Table) -> None:
        """Check that a row could be added to a table just now, without changing or locking anything.

        A full disk of a PostgreSQL server is not noticed before the server refuses a row.

        Raises:
            JournalError: if no row could be added, or the database cannot be reached.
        """
        with self.reading() as connection:
            if self.is_file:
                check_room(Path(file_of(connection)))
            elif not connection.execute(_MAY_ADD, {"table": table.name}).scalar():
                raise JournalReadOnly(self.where)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    @contextmanager
    def _connected(self, engine: Engine) -> Iterator[Connection]:
        with self._plain_errors():
            self._prepare()
            with engine.connect() as connection:
                yield connection

    def _prepare(self) -> None:
        with self._turn:
            if not self._is_ready:
                bring_up_to_date(self._engine, self._wait)
                self._is_ready = True

    @contextmanager
    def _plain_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise self.meaning(error) from error


class Store:
    """A store in a database. Several threads may use it, and several processes may use one database."""

    def __init__(self, url: str, wait: float = 5.0) -> None:
        """Name the database, without connecting yet.

        Args:
            url: ``sqlite:////folder/misread.db`` or ``postgresql+psycopg://user@host/name``.
            wait: seconds to wait while another process writes.

        Raises:
            JournalMissing: if the URL means no database we can use.
        """
        self._database = Database(url, wait)

    def __enter__(self) -> Self:
        """Return the store; the end of the block closes it."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.shut()

    def shut(self) -> None:
        """Close the connections to the database."""
        self._database.close()
