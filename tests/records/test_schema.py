"""The tables' form: made anew or brought up from any older one, it is the same, whole, and made once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from importlib import resources
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError

from misread_records import Event, Journal, JournalDamaged, JournalTooNew
from misread_records.database.engines import open_engine
from misread_records.database.schema import NEWEST, REVISIONS, TABLES, bring_up_to_date, revision_of
from misread_records.database.tables import EVENTS, METADATA

Make = Callable[..., Event]
Opened = Callable[..., Journal]

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_engine(address, 5)
    yield engine
    engine.dispose()


@pytest.fixture
def older(engine: Engine) -> Engine:
    """A database as the first version left it: events alone, and no word of how far it is."""
    METADATA.create_all(engine, [EVENTS])
    return engine


def form(engine: Engine) -> dict[str, Any]:
    """Everything that a database says of the tables."""
    found = inspect(engine)
    return {
        table: {
            "columns": [{**column, "type": str(column["type"])} for column in found.get_columns(table)],
            "key": found.get_pk_constraint(table),
            "unique": sorted(found.get_unique_constraints(table), key=str),
            "foreign": sorted(found.get_foreign_keys(table), key=str),
            "indexes": sorted(found.get_indexes(table), key=str),
        }
        for table in sorted(found.get_table_names())
    }


def test_the_steps_are_the_files_in_their_order() -> None:
    config = Config()
    config.set_main_option("script_location", "misread_records:migrations")
    steps = [script.revision for script in ScriptDirectory.from_config(config).walk_revisions()]
    assert tuple(reversed(steps)) == REVISIONS
    files = resources.files("misread_records").joinpath("migrations", "versions").iterdir()
    assert {Path(str(file)).stem for file in files if file.name.endswith(".py")} == {*REVISIONS, "__init__"}


def test_every_table_is_one_that_is_made() -> None:
    assert set(TABLES) == set(METADATA.tables.values())


@both
def test_a_new_database_has_the_form_that_the_program_wants(engine: Engine) -> None:
    assert revision_of(engine) is None
    bring_up_to_date(engine, 5)
    assert revision_of(engine) == NEWEST
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []


@both
def test_an_older_database_comes_to_the_same_form_as_a_new_one(
    older: Engine,
) -> None:
    assert revision_of(older) == REVISIONS[0]
    bring_up_to_date(older, 5)
    assert revision_of(older) == NEWEST
    changed = form(older)
    METADATA.drop_all(older)
    with older.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    bring_up_to_date(older, 5)
    new = form(older)
    assert {name for name in new if name != "alembic_version"} == set(METADATA.tables)
    for table in METADATA.tables:
        assert changed[table] == new[table], table


@both
def test_the_first_step_makes_the_table_of_events_as_it_is_declared(engine: Engine) -> None:
    bring_up_to_date(engine, 5)
    declared = form(engine)["events"]
    with engine.begin() as connection:
        for table in reversed(TABLES):
            table.drop(connection)
        connection.execute(text("DELETE FROM alembic_version"))
    bring_up_to_date_by_steps(engine)
    assert form(engine)["events"] == declared


def bring_up_to_date_by_steps(engine: Engine) -> None:
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "misread_records:migrations")
        command.upgrade(config, NEWEST)


@both
def test_answers_of_an_older_database_are_kept_and_added_to(
    older: Engine, address: str, opened: Opened, an_event: Make
) -> None:
    event = an_event()
    with older.begin() as connection:
        connection.execute(EVENTS.insert(), {**dict(event), "data": '{"scene":"N1","pick":"report"}'})
    journal = opened(address)
    assert journal.read("ada") == (event,)
    later = journal.append(an_event())
    assert journal.read("ada") == (event, later)


@both
@pytest.mark.parametrize("start", ["engine", "older"])
def test_many_may_bring_one_database_up_to_date_at_the_same_moment(
    address: str, start: str, request: pytest.FixtureRequest
) -> None:
    first: Engine = request.getfixturevalue(start)
    engines = [open_engine(address, 5) for _ in range(4)]
    together = Barrier(len(engines))

    def bring(engine: Engine) -> None:
        together.wait()
        bring_up_to_date(engine, 5)

    with ThreadPoolExecutor(len(engines)) as threads:
        list(threads.map(bring, engines))
    assert revision_of(first) == NEWEST
    for engine in engines:
        engine.dispose()


@both
def test_a_change_that_fails_half_way_leaves_no_half(older: Engine) -> None:
    """The second of the new tables cannot be made, so that the first is not there either."""
    with older.begin() as connection:
        connection.execute(text("CREATE TABLE members (party TEXT)"))
    before = form(older)
    with pytest.raises(Exception, match="members"):
        bring_up_to_date(older, 5)
    assert form(older) == before
    assert revision_of(older) == REVISIONS[0]


@both
def test_a_database_of_a_newer_version_is_refused_and_left_alone(
    engine: Engine, address: str, opened: Opened, an_event: Make
) -> None:
    bring_up_to_date(engine, 5)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'moon'"))
    before = form(engine)
    journal = opened(address)
    for attempt in (lambda: journal.append(an_event()), lambda: journal.read("ada")):
        with pytest.raises(JournalTooNew, match=r"newer one \(to 'moon'\).*Install the newer version"):
            attempt()
    assert form(engine) == before


@on_sqlite
def test_a_table_of_events_of_another_make_is_left_alone(address: str, opened: Opened, an_event: Make) -> None:
    path = Path(address.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, party TEXT)")
    with pytest.raises(JournalDamaged, match="no column place, learner"):
        opened(address).append(an_event())
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute("SELECT name FROM sqlite_master").fetchall()
    assert tables == [("events",)]


@on_sqlite
def test_a_database_that_is_up_to_date_is_only_looked_at(engine: Engine, address: str) -> None:
    bring_up_to_date(engine, 5)
    engine.dispose()
    with closing(sqlite3.connect(f"file:{address.removeprefix('sqlite:///')}?mode=ro", uri=True)):
        reading = open_engine(f"{address.replace('sqlite:///', 'sqlite:///file:')}?mode=ro&uri=true", 1)
        bring_up_to_date(reading, 1)
        with reading.connect() as connection, pytest.raises(OperationalError, match="readonly"):
            connection.execute(text("CREATE TABLE a (b)"))
        reading.dispose()
