"""What a database's error codes mean, in the words of the journal's error family."""

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
# A file that a limit keeps from growing gives an error of writing, not the one of a full disk.
_NO_ROOM = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_TRUNCATE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    "53100",
}


def in_plain_words(error: SQLAlchemyError, where: str, wait: float) -> JournalError:
    """Say what a database error means for the journal.

    Args:
        error: what SQLAlchemy raised.
        where: the database, as a reader may see it: without a password.
        wait: seconds that were waited for a lock.
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
    """Give SQLite's extended and primary code, or PostgreSQL's SQLSTATE."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        extended = getattr(cause, "sqlite_errorcode", 0)
        return {extended, extended & 0xFF}
    state = getattr(cause, "sqlstate", None)
    return {state} if isinstance(state, str) else set()


def _first_line(error: SQLAlchemyError) -> str:
    cause = error.orig if isinstance(error, DBAPIError) else error
    return str(cause).strip().partition("\n")[0]
