"""The tables of a database, brought to where this version of the program wants them."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from misread_records.database.engines import alone
from misread_records.database.marking_tables import MARKINGS
from misread_records.database.people_tables import COHORTS, MEMBERS
from misread_records.database.sign_in_tables import SHARED, SIGN_INS
from misread_records.database.tables import EVENTS, METADATA
from misread_records.errors import JournalDamaged, JournalTooNew

REVISIONS: Final = ("events", "people", "markings", "sign_ins", "family_names")
"""Every step that the tables have taken, oldest first; each is a file in `migrations/versions`."""
NEWEST: Final = REVISIONS[-1]
TABLES: Final = (EVENTS, COHORTS, MEMBERS, MARKINGS, SIGN_INS, SHARED)
_VERSION_TABLE = "alembic_version"


def bring_up_to_date(engine: Engine, wait: float) -> None:
    """Create the tables where there are none, and change older ones; any number of processes may try at once.

    A database that is up to date is only looked at, so that one that may not be written can still be read.

    Args:
        engine: of the database.
        wait: seconds to wait for another process that is doing the same.

    Raises:
        JournalTooNew: if a newer version of the program has changed the tables.
        JournalDamaged: if a table of ours has another program's columns.
        JournalBusy: if another process takes longer than we wait.
    """
    if revision_of(engine) == NEWEST:
        return
    with engine.connect() as connection, alone(connection, wait):
        _begin(connection)
        _change(connection)
        connection.commit()
    _fold(engine)


def revision_of(engine: Engine) -> str | None:
    """Return the step that a database's tables are at; None if it has none of ours.

    Raises:
        JournalTooNew: if this version of the program does not know it.
    """
    with engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    found = inspect(connection)
    if not found.has_table(_VERSION_TABLE):
        return REVISIONS[0] if found.has_table(EVENTS.name) else None
    revision = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - the name stands above
    if revision is not None and revision not in REVISIONS:
        raise JournalTooNew(str(connection.engine.url), str(revision))
    return revision


def _begin(connection: Connection) -> None:
    """Have SQLite, too, make every change or none: its driver would otherwise commit each by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _change(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is None:
        METADATA.create_all(connection, TABLES)
        connection.execute(text(f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text(f"INSERT INTO {_VERSION_TABLE} VALUES (:newest)"), {"newest": NEWEST})  # noqa: S608 - likewise
    elif revision != NEWEST:
        _check_columns(connection)
        _migrate(connection, revision)


def _check_columns(connection: Connection) -> None:
    """Leave a database alone that merely has a table of the same name."""
    there = {column["name"] for column in inspect(connection).get_columns(EVENTS.name)}
    missing = [column.name for column in EVENTS.columns if column.name not in there]
    if missing:
        why = f"does not answer as it should: its table {EVENTS.name!r} has no column {', '.join(missing)}"
        raise JournalDamaged(str(connection.engine.url), why)


def _migrate(connection: Connection, revision: str) -> None:
    # alembic takes longer to load than all else here, and a database needs it once in a version's life
    from misread_records.database.migration import upgrade  # noqa: PLC0415

    is_stamped = inspect(connection).has_table(_VERSION_TABLE)
    upgrade(connection, newest=NEWEST, stamp=None if is_stamped else revision)


def _fold(engine: Engine) -> None:
    """Write what SQLite has logged into its file, which leaves the log short."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
