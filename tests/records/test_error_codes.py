"""What a database's error codes mean: each family of errors by the codes of SQLite and PostgreSQL."""

from __future__ import annotations

import sqlite3

import psycopg
import pytest
from psycopg import errors
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from misread_records import (
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalMissing,
    JournalReadOnly,
)
from misread_records.database.error_codes import in_plain_words

WHERE = "postgresql+psycopg://reader:***@db/misread"
ON_SQLITE = {
    sqlite3.SQLITE_BUSY: JournalBusy,
    sqlite3.SQLITE_BUSY_SNAPSHOT: JournalBusy,
    sqlite3.SQLITE_LOCKED_SHAREDCACHE: JournalBusy,
    sqlite3.SQLITE_READONLY_DBMOVED: JournalReadOnly,
    sqlite3.SQLITE_PERM: JournalReadOnly,
    sqlite3.SQLITE_FULL: JournalFull,
    sqlite3.SQLITE_IOERR_WRITE: JournalFull,
    sqlite3.SQLITE_CORRUPT_INDEX: JournalDamaged,
    sqlite3.SQLITE_NOTADB: JournalDamaged,
    sqlite3.SQLITE_CANTOPEN: JournalMissing,
    sqlite3.SQLITE_ERROR: JournalDamaged,
}
ON_POSTGRESQL: dict[type[psycopg.Error], type[JournalError]] = {
    errors.LockNotAvailable: JournalBusy,
    errors.QueryCanceled: JournalBusy,
    errors.TooManyConnections: JournalBusy,
    errors.DeadlockDetected: JournalBusy,
    errors.ReadOnlySqlTransaction: JournalReadOnly,
    errors.InsufficientPrivilege: JournalReadOnly,
    errors.DiskFull: JournalFull,
    errors.DataCorrupted: JournalDamaged,
    errors.AdminShutdown: JournalMissing,
}


def of_sqlite(code: int) -> OperationalError:
    cause = sqlite3.OperationalError("it went wrong\nand on")
    cause.sqlite_errorcode = code
    return OperationalError("SELECT", {}, cause)


@pytest.mark.parametrize("code", ON_SQLITE)
def test_a_code_of_sqlite_has_its_family(code: int) -> None:
    assert type(in_plain_words(of_sqlite(code), WHERE, 5)) is ON_SQLITE[code]


@pytest.mark.parametrize("cause", ON_POSTGRESQL)
def test_a_state_of_postgresql_has_its_family(cause: type[psycopg.Error]) -> None:
    error = OperationalError("SELECT", {}, cause("it went wrong"))
    assert type(in_plain_words(error, WHERE, 5)) is ON_POSTGRESQL[cause]


def test_a_server_that_cannot_be_reached_is_missing() -> None:
    error = OperationalError("SELECT", {}, psycopg.OperationalError("connection refused"))
    assert type(in_plain_words(error, WHERE, 5)) is JournalMissing


def test_a_pool_without_a_free_connection_is_busy() -> None:
    found = in_plain_words(PoolTimeout("QueuePool limit reached"), WHERE, 7)
    assert type(found) is JournalBusy
    assert "7" in str(found)


def test_any_other_error_is_one_of_the_family_with_one_line_of_its_cause() -> None:
    found = in_plain_words(DBAPIError("SELECT secret", {"a": "words"}, Exception("odd\nsecond line")), WHERE, 5)
    assert isinstance(found, JournalError)
    assert ("odd" in str(found), "second line" in str(found), "words" in str(found)) == (True, False, False)
