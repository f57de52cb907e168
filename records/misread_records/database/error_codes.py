"""Error codes of databases, translated into errors of the journal."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from misread_records.errors import (
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalMissing,
    JournalReadOnly,
)

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, "55P03", "57014", "53300", "40001", "40P01"}
_READ_ONLY = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, "25006", "42501"}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, "XX001", "XX002"}
# If a limit keeps a file from growing, SQLite reports a write error instead of a full disk.
_NO_ROOM = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    "53100",
}


def in_plain_words(error: SQLAlchemyError, where: str, wait: float) -> JournalError:
    """Return the journal error that a database error means.

    Args:
        error: the error from SQLAlchemy.
        where: the address of the database, without passwords.
        wait: the seconds that were spent waiting for a lock.
    """
    codes = _codes(error)
    if codes & _BUSY or isinstance(error, PoolTimeout):
        return JournalBusy(where, wait)
    if codes & _READ_ONLY:
        return JournalReadOnly(where)
    if codes & _NO_ROOM:
        return JournalFull(where)
    if codes & _DAMAGED:
        return JournalDamaged(where, f"is damaged: {_first_line(error)}")
    if isinstance(error, OperationalError) and sqlite3.SQLITE_ERROR not in codes:
        return JournalMissing(where, _first_line(error))
    return JournalDamaged(where, f"does not answer as it should: {_first_line(error)}")


def _codes(error: SQLAlchemyError) -> set[int | str]:
    """Return SQLite's extended and primary code, or PostgreSQL's SQLSTATE."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        extended = getattr(cause, "sqlite_errorcode", 0)
        return {extended, extended & 0xFF}
    state = getattr(cause, "sqlstate", None)
    return {state} if isinstance(state, str) else set()


def _first_line(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).strip().partition("\n")[0]
