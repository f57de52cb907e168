"""Migrations of tables with alembic, which takes a tenth of a second to load."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, *, newest: str, stamp: str | None = None) -> None:
    """Migrate the tables to the newest revision.

    Args:
        connection: a connection to the database, inside a transaction.
        newest: the newest revision.
        stamp: the revision to record first, if the database has tables but records no revision yet.
    """
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "misread_records:migrations")
    if stamp is not None:
        command.stamp(config, stamp)
    command.upgrade(config, newest)
