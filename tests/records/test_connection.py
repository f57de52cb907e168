"""A database's connections: changes are all saved or none, and nothing is opened before it is needed."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select, text

from misread_records import JournalDamaged, JournalMissing
from misread_records.database.connection import Database
from misread_records.database.sign_in_tables import SHARED
from misread_records.database.tables import EVENTS

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    with closing(Database(address)) as database:
        yield database


def add(connection: Connection) -> None:
    connection.execute(insert(SHARED).values(at=datetime.now(UTC)))


def number(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(SHARED)).scalar_one())


@both
def test_changes_are_saved_at_the_end(database: Database) -> None:
    with database.changing() as connection:
        add(connection)
        add(connection)
    assert number(database) == 2


@both
def test_where_something_is_raised_nothing_is_changed(database: Database) -> None:
    def fail(connection: Connection) -> None:
        add(connection)
        raise LookupError

    with pytest.raises(LookupError), database.changing() as connection:
        fail(connection)
    assert number(database) == 0


@both
def test_a_statement_of_its_own_is_saved_whatever_follows(database: Database) -> None:
    def fail(connection: Connection) -> None:
        add(connection)
        raise LookupError

    with pytest.raises(LookupError), database.autocommit() as connection:
        fail(connection)
    assert number(database) == 1


@both
def test_an_error_of_the_database_is_one_of_the_journals(database: Database) -> None:
    with pytest.raises(JournalDamaged, match="nowhere"), database.reading() as connection:
        connection.execute(text("SELECT * FROM nowhere"))
    assert number(database) == 0


@both
def test_threads_that_come_first_at_once_find_the_tables_made_once(database: Database) -> None:
    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(lambda _number: number(database), range(16))) == {0}


@both
def test_a_table_that_takes_rows_is_well_and_looking_changes_nothing(database: Database) -> None:
    database.check(EVENTS)
    assert number(database) == 0


def test_nothing_is_opened_before_it_is_needed(tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path}/misread.db")) as database:
        assert list(tmp_path.iterdir()) == []
        database.prepare()
        assert (tmp_path / "misread.db").is_file()
        assert database.is_file


def test_a_server_that_is_away_is_missing_and_shown_without_its_password() -> None:
    with closing(Database("postgresql+psycopg://ada:hunter22@127.0.0.1:1/misread", 1)) as database:
        assert not database.is_file
        with pytest.raises(JournalMissing) as caught:
            database.prepare()
        for said in (str(caught.value), database.where):
            assert ("hunter22" in said, "127.0.0.1:1" in said) == (False, True)
