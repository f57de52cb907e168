"""The schema of a database, brought up to date with this version of the program."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, Engine, inspect, text

from misread_records.database.certificate_table import CERTIFICATES
from misread_records.database.engines import alone
from misread_records.database.marking_tables import MARKINGS
from misread_records.database.people_tables import COHORTS, MEMBERS
from misread_records.database.sign_in_tables import SHARED, SIGN_INS
from misread_records.database.tables import EVENTS, METADATA
from misread_records.errors import JournalDamaged, JournalTooNew

REVISIONS: Final = ("events", "people", "markings", "sign_ins", "family_names", "certificates")
"""Every revision of the tables, oldest first; each is a file in `migrations/versions`."""
NEWEST: Final = REVISIONS[-1]
TABLES: Final = (EVENTS, COHORTS, MEMBERS, MARKINGS, SIGN_INS, SHARED, CERTIFICATES)
_VERSION_TABLE = "alembic_version"


def bring_up_to_date(engine: Engine, wait: float) -> None:
    """Create the tables if there are none, and migrate older ones; several processes may call this at the same time.

    If the database is up to date, nothing is written, so a read-only database can still be read.

    Args:
        engine: the engine of the database.
        wait: the seconds to wait for another process that is doing the same.

    Raises:
        JournalTooNew: if a newer version of the program has changed the tables.
        JournalDamaged: if the events table lacks our columns, so that it belongs to another program.
        JournalBusy: if another process takes longer than `wait`.
    """
    if revision_of(engine) == NEWEST:
        return
    with engine.connect() as connection, alone(connection, wait):
        _begin(connection)
        _change(connection)
        connection.commit()
    _fold(engine)


def revision_of(engine: Engine) -> str | None:
    """Return the revision of a database's tables; None if the database has none of our tables.

    Raises:
        JournalTooNew: if this version of the program does not know the revision.
    """
    with engine.connect() as connection:
        return _revision(connection)


def _revision(connection: Connection) -> str | None:
    inspector = inspect(connection)
    if not inspector.has_table(_VERSION_TABLE):
        return REVISIONS[0] if inspector.has_table(EVENTS.name) else None
    revision = connection.execute(text(f"SELECT version_num FROM {_VERSION_TABLE}")).scalar_one_or_none()  # noqa: S608 - the name is the constant above
    if revision is not None and revision not in REVISIONS:
        raise JournalTooNew(str(connection.engine.url), str(revision))
    return revision


def _begin(connection: Connection) -> None:
    """Begin a transaction in SQLite, so that it makes all changes or none; its driver would commit each by itself."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _change(connection: Connection) -> None:
    revision = _revision(connection)
    if revision is None:
        METADATA.create_all(connection, TABLES)
        connection.execute(text(f"CREATE TABLE {_VERSION_TABLE} (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
        connection.execute(text(f"INSERT INTO {_VERSION_TABLE} VALUES (:newest)"), {"newest": NEWEST})  # noqa: S608 - the same constant
    elif revision != NEWEST:
        _check_columns(connection)
        _migrate(connection, revision)


def _check_columns(connection: Connection) -> None:
    """Check the columns of the events table, which may be another program's table of the same name."""
    existing = {column["name"] for column in inspect(connection).get_columns(EVENTS.name)}
    missing = [column.name for column in EVENTS.columns if column.name not in existing]
    if missing:
        why = f"does not answer as it should: its table {EVENTS.name!r} has no column {', '.join(missing)}"
        raise JournalDamaged(str(connection.engine.url), why)


def _migrate(connection: Connection, revision: str) -> None:
    # alembic takes longer to load than everything else here, and a database needs it once for each new version
    from misread_records.database.migration import upgrade  # noqa: PLC0415

    is_stamped = inspect(connection).has_table(_VERSION_TABLE)
    upgrade(connection, newest=NEWEST, stamp=None if is_stamped else revision)


def _fold(engine: Engine) -> None:
    """Move the changes in SQLite's log into its file, which empties the log."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
