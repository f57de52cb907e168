"""The tables of a gradebook, made without the program that nbgrader starts to learn their version."""

from __future__ import annotations

from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import create_engine, inspect, text

from misread_grading import lazy_imports

_LOOKED_UP = {
    "submitted_notebook": "assignment_id",
    "grade": "notebook_id",
    "comment": "notebook_id",
}
"""Columns by which formgrader and we look rows up, and which nbgrader keeps in no index of their own."""


def make_tables(url: str) -> None:
    """Make the tables in a database that has none, write down which version of nbgrader's they are, and add indices.

    nbgrader makes them as well, but asks `alembic` on the path for that version, which need not be there.
    """
    engine = create_engine(url)
    with engine.begin() as connection:
        if not inspect(connection).get_table_names():
            Base.metadata.create_all(connection)
            connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)"))
            head = lazy_imports.ScriptDirectory(ALEMBIC_DIR).get_current_head()
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
        for table, column in _LOOKED_UP.items():
            name = f"ix_misread_{table}_{column}"
            connection.execute(text(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({column})"))
    engine.dispose()


def is_in_use(url: str) -> bool:
    """Tell whether a database is the gradebook of a course already: nbgrader writes the course down as it is made.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: where it cannot be looked at.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            there = inspect(connection).has_table("course")
            return there and connection.execute(text("SELECT 1 FROM course")).first() is not None
    finally:
        engine.dispose()
