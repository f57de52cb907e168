"""Engines for SQLite and PostgreSQL, set up so that both keep the same promises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import URL, Connection, Dialect, Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import NoSuchModuleError

from misread_records.database.addresses import read_address, shown
from misread_records.errors import JournalBusy, JournalMissing
from misread_records.private_files import FILE_MODE, make_file

_CREATING = 7_306_921_142
"""The number of the PostgreSQL advisory lock for changes to the tables; any number unused elsewhere would do."""


def open_engine(url: str, wait: float) -> Engine:
    """Make an engine whose commits are on the disk when they return.

    Args:
        url: an SQLAlchemy URL for SQLite or PostgreSQL.
        wait: the seconds to wait for another process's lock.

    Raises:
        JournalMisspelt: if the URL is not a valid address.
        JournalMissing: if the URL names another kind of database, or the database's driver is not installed.
    """
    address = read_address(url)
    arguments = _connect_arguments(address, wait)
    try:
        engine = create_engine(address, pool_pre_ping=True, connect_args=arguments)
    except (NoSuchModuleError, ModuleNotFoundError) as error:
        missing = "its driver is not installed: pip install 'misread[postgresql]'"
        raise JournalMissing(shown(address), missing) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "do_connect", _made_private)
        event.listen(engine, "connect", _sync_fully)
    return engine


def psycopg_for(url: str, wait: float) -> tuple[Any, dict[str, Any]]:
    """Return the driver of a PostgreSQL database, and the options with which it connects.

    Args:
        url: an SQLAlchemy URL for PostgreSQL.
        wait: the seconds after which a silent connection is given up.

    Raises:
        JournalMisspelt: if the URL is not a valid address.
        JournalMissing: if the database's driver is not installed.
    """
    engine = open_engine(url, wait)
    _, options = engine.dialect.create_connect_args(engine.url)
    return engine.dialect.loaded_dbapi, {**options, **_connect_arguments(engine.url, wait)}


def _made_private(_dialect: Dialect, _record: object, arguments: list[Any], _named: dict[str, Any]) -> None:
    """Create a missing database file for its owner alone; SQLite gives the log the same access rights."""
    with suppress(OSError):  # if the file cannot be created, SQLite reports it when it opens the file
        make_file(Path(arguments[0]))


def _connect_arguments(address: URL, wait: float) -> dict[str, Any]:
    backend = address.get_backend_name()
    if backend == "sqlite" and address.database not in {None, "", ":memory:"}:
        return {"timeout": wait}
    if backend == "postgresql":
        waiting = f"-c lock_timeout={round(wait * 1000)}"
        return {
            "connect_timeout": max(2, round(wait)),
            "options": f"-c synchronous_commit=on {waiting}",
            **_given_up_after(wait),
        }
    raise JournalMissing(shown(address), "answers can be kept only in PostgreSQL or in a SQLite file")


def _given_up_after(wait: float) -> dict[str, int]:
    """Return the options by which libpq gives up a silent connection, for example after the network went down.

    The server has to acknowledge sent data within the time (TCP_USER_TIMEOUT, RFC 5482, in milliseconds). If no data
    is being sent, keepalive packets ask whether the server is still there.
    """
    return {
        "tcp_user_timeout": max(2000, round(wait * 1000)),
        "keepalives_idle": max(1, round(wait)),
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }


@contextmanager
def alone(connection: Connection, wait: float) -> Iterator[None]:
    """Keep every other process from creating or changing the tables, and put SQLite into WAL mode.

    SQLite keeps the mode in its file. A change of mode fails at once, without waiting, while another connection uses
    the file; a lock file beside the database prevents that.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _CREATING})
        yield
        return
    file = file_of(connection)
    try:
        with FileLock(f"{file}.lock", timeout=wait, poll_interval=0.005, mode=FILE_MODE):
            connection.execute(text("PRAGMA journal_mode=WAL"))
            yield
    except Timeout as error:
        raise JournalBusy(file, wait) from error


def file_of(connection: Connection) -> str:
    """Return the path of the file that a SQLite connection has open."""
    return str(connection.execute(text("PRAGMA database_list")).mappings().all()[0]["file"])


def _sync_fully(connection: DBAPIConnection, _record: object) -> None:
    """Have SQLite wait for the disk at every commit, in WAL mode too, and overwrite deleted drafts with zeros."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
