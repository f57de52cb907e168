"""What the database journals add to the promises of all: settings that make them true, and one table for both."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, inspect, text

from misread_records import Event, Journal, JournalMissing
from misread_records.database.engines import open_engine
from misread_records.database.schema import bring_up_to_date

Make = Callable[..., Event]
Opened = Callable[..., Journal]

both = pytest.mark.parametrize("address", ["sqlite", "postgresql"], indirect=True)
on_sqlite = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("address", ["postgresql"], indirect=True)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    engine = open_engine(address, 1)
    bring_up_to_date(engine, 1)
    yield engine
    engine.dispose()


def setting(engine: Engine, question: str) -> object:
    with engine.connect() as connection:
        return connection.execute(text(question)).scalar_one()


@on_sqlite
def test_sqlite_writes_ahead_and_waits_for_the_disk_at_every_commit(engine: Engine) -> None:
    full = 2
    assert setting(engine, "PRAGMA journal_mode") == "wal"
    assert setting(engine, "PRAGMA synchronous") == full
    assert setting(engine, "PRAGMA busy_timeout") == 1000


@on_sqlite
def test_every_connection_to_sqlite_waits_for_the_disk(engine: Engine) -> None:
    with engine.connect() as one, engine.connect() as other:
        for connection in (one, other):
            assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2


@on_postgresql
def test_postgresql_waits_for_the_disk_and_no_longer_than_told_for_a_lock(engine: Engine) -> None:
    assert setting(engine, "SHOW synchronous_commit") == "on"
    assert setting(engine, "SHOW lock_timeout") == "1s"


@on_postgresql
def test_a_connection_to_postgresql_whose_other_end_falls_silent_is_given_up(engine: Engine) -> None:
    with engine.connect() as connection:
        psycopgs = connection.connection.driver_connection
        assert isinstance(psycopgs, psycopg.Connection)
        told = psycopgs.info.get_parameters()
    assert told["tcp_user_timeout"] == "2000"
    assert [told[f"keepalives_{name}"] for name in ("idle", "interval", "count")] == ["1", "1", "3"]


def test_a_server_that_takes_a_connection_and_says_nothing_is_away(opened: Opened) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        journal = opened(f"postgresql+psycopg://ada@127.0.0.1:{silent.getsockname()[1]}/answers", 1)
        with pytest.raises(JournalMissing):
            journal.read("ada")


@both
def test_ids_and_slots_are_kept_apart_by_the_database_itself(engine: Engine) -> None:
    found = {tuple(each["column_names"]) for each in inspect(engine).get_unique_constraints("events")}
    assert found == {("id",), ("learner", "lesson", "slot")}


@both
def test_constraints_have_names_that_a_later_change_can_use(engine: Engine) -> None:
    names = {each["name"] for each in inspect(engine).get_unique_constraints("events")}
    assert names == {"uq_events_id", "uq_events_learner_lesson_slot"}


@both
def test_creating_the_tables_again_changes_nothing(
    engine: Engine, opened: Opened, address: str, an_event: Make
) -> None:
    event = opened(address).append(an_event())
    bring_up_to_date(engine, 1)
    assert opened(address).read("ada") == (event,)


@both
def test_a_moment_of_another_zone_comes_back_in_utc(journal: Journal, an_event: Make) -> None:
    at = datetime(2026, 3, 29, 1, 59, 59, 999_999, tzinfo=timezone(timedelta(hours=5, minutes=45)))
    journal.append(an_event(at=at))
    (event,) = journal.read("ada")
    assert event.at == at
    assert event.at.tzinfo == UTC


@on_postgresql
def test_a_server_that_lives_in_another_zone_changes_no_moment(
    engine: Engine, opened: Opened, address: str, an_event: Make
) -> None:
    with engine.connect() as connection:
        connection.execute(text(f"ALTER ROLE {engine.url.username} SET timezone = 'Asia/Kathmandu'"))
        connection.commit()
    event = opened(address).append(an_event())
    (found,) = opened(address).read("ada")
    assert found.at == event.at
    assert found.at.utcoffset() == timedelta(0)


@on_sqlite
def test_other_programs_can_read_the_table(address: str, journal: Journal, an_event: Make) -> None:
    event = journal.append(an_event(data={"text": "Zoë"}, cohort="spring"))
    path = Path(address.removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection:
        row = connection.execute("SELECT learner, cohort, at, kind, data FROM events").fetchone()
    assert row == ("ada", "spring", event.at.strftime("%Y-%m-%d %H:%M:%S.%f"), "picked", '{"text":"Zoë"}')


@on_sqlite
def test_a_closed_journal_leaves_one_file_that_can_be_copied(
    address: str, opened: Opened, an_event: Make, tmp_path: Path
) -> None:
    journal = opened(address)
    event = journal.append(an_event())
    journal.close()
    path = Path(address.removeprefix("sqlite:///"))
    copy = tmp_path / "copy.db"
    copy.write_bytes(path.read_bytes())
    assert opened(f"sqlite:///{copy}").read("ada") == (event,)


@both
def test_a_journal_is_opened_without_touching_its_place(address: str, opened: Opened, folder: Path) -> None:
    opened(address)
    assert list(folder.iterdir()) == []
