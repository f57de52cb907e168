"""One database, for whatever is kept in it: connections, and errors in plain words."""

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
    """Connections to a database whose tables have the form that this version of the program wants.

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
        """The address, as a reader may see it: without a password."""
        return shown(self._engine.url)

    @property
    def is_file(self) -> bool:
        """Whether it is a file, in which one connection writes at a time."""
        return self._engine.dialect.name == "sqlite"

    def meaning(self, error: SQLAlchemyError) -> JournalError:
        """Return an error of this database in plain words."""
        return in_plain_words(error, self.where, self._wait)

    def autocommit(self) -> AbstractContextManager[Connection]:
        """Give a connection on which each statement stands for itself: what it changes is saved when it returns.

        PostgreSQL is asked once for a statement instead of three times, for a transaction's beginning and end as well.

        Raises:
            JournalError: if the database cannot be reached, read or written.
        """
        return self._connected(self._autocommitting)

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection to read with.

        Raises:
            JournalError: if the database cannot be reached or read.
        """
        # SQLite's driver begins a transaction only with the first change.
        return self._connected(self._engine if self.is_file else self._autocommitting)

    @contextmanager
    def changing(self) -> Iterator[Connection]:
        """Give a connection whose changes are all saved at the end, or none of them where something is raised.

        Raises:
            JournalError: if the database cannot be reached or written.
        """
        with self._plain_errors():
            self._prepare()
            with self._engine.begin() as connection:
                yield connection

    def prepare(self) -> None:
        """Bring the tables to the form that this version wants, now instead of when they are first needed.

        Raises:
            JournalError: if the database cannot be reached or changed.
        """
        with self._plain_errors():
            self._prepare()

    def check(self, table: Table) -> None:
        """Find out whether a row could be added to a table just now; nothing is changed or locked.

        Of a PostgreSQL whose disk is full nothing is known before it refuses a row.

        Raises:
            JournalError: if none could, or the database cannot be reached.
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
    """Something kept in a database. It may be used by several threads and, on one database, by several processes."""

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
        """Give it for a block, at whose end it is closed."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connections."""
        self.shut()

    def shut(self) -> None:
        """Close the connections to the database."""
        self._database.close()
