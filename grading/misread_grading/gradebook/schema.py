"""Makes the tables of a gradebook, without the program that nbgrader starts to find out their version."""

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
"""Columns by which formgrader and this package look up rows, and for which nbgrader makes no index."""


def make_tables(url: str) -> None:
    """Make the tables in an empty database, record their nbgrader version, and add indices.

    nbgrader makes them as well, but it asks `alembic` on the path for that version, and that may not be there.
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
    """Return whether a database is already the gradebook of a course; nbgrader writes the course into it at once.

    Raises:
        sqlalchemy.exc.SQLAlchemyError: if it cannot be read.
    """
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            has_courses = inspect(connection).has_table("course")
            return has_courses and connection.execute(text("SELECT 1 FROM course")).first() is not None
    finally:
        engine.dispose()
