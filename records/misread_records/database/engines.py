"""How each database is opened: what makes SQLite and PostgreSQL keep the same promises."""

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
"""The number of PostgreSQL's advisory lock for our tables' form; any would do that nobody else uses."""


def open_engine(url: str, wait: float) -> Engine:
    """Make an engine whose commits are on the disk when they return.

    Args:
        url: an SQLAlchemy URL for SQLite or PostgreSQL.
        wait: seconds to wait for another process's lock.

    Raises:
        JournalMisspelt: if the URL is not written as it should be.
        JournalMissing: if it means no database we can use, or its driver is not installed.
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


def _made_private(_dialect: Dialect, _record: object, arguments: list[Any], _named: dict[str, Any]) -> None:
    """Make a database's file, where it is missing, for its owner alone; its log has the rights of the file."""
    with suppress(OSError):  # SQLite says in its own words what cannot be made or opened
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
    raise JournalMissing(shown(address), "answers are kept in PostgreSQL or in a SQLite file")


def _given_up_after(wait: float) -> dict[str, int]:
    """Return how libpq gives up a connection whose other end is silent, as one is behind a network that went away.

    What was sent has to be taken within the time (TCP_USER_TIMEOUT, RFC 5482, in milliseconds); where nothing is
    under way, the other end is asked whether it is still there.
    """
    return {
        "tcp_user_timeout": max(2000, round(wait * 1000)),
        "keepalives_idle": max(1, round(wait)),
        "keepalives_interval": 1,
        "keepalives_count": 3,
    }


@contextmanager
def alone(connection: Connection, wait: float) -> Iterator[None]:
    """Keep every other process from creating or changing the tables; SQLite is put into WAL mode on the way.

    SQLite keeps the mode in its file. To change it fails at once, without waiting, while anybody else has the file
    open in earnest; hence a lock of our own beside the file.
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
    """Return the path of the file that a connection to SQLite has open."""
    return str(connection.execute(text("PRAGMA database_list")).mappings().all()[0]["file"])


def _sync_fully(connection: DBAPIConnection, _record: object) -> None:
    """Have SQLite wait for the disk at every commit, in WAL mode too, and wipe where a draft stood that gave way."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA secure_delete=ON")
    cursor.close()
