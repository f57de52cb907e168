"""When a journal cannot be written: the right words, in bounded time, and nothing lost that was saved before."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

import psycopg
import pytest
from filelock import FileLock
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import DBAPIError

from misread_records import (
    Event,
    Journal,
    JournalBusy,
    JournalDamaged,
    JournalError,
    JournalFull,
    JournalMissing,
    JournalReadOnly,
    disk_space,
)
from misread_records.database.error_codes import in_plain_words

Make = Callable[..., Event]
Opened = Callable[..., Journal]
FewRights = Callable[[], AbstractContextManager[None]]


class Process(Protocol):
    def answer(self) -> str: ...
    def end(self) -> None: ...


on_disk = pytest.mark.parametrize("address", ["file", "sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("address", ["postgresql"], indirect=True)


def path_of(address: str) -> Path:
    return Path(address.removeprefix("sqlite:///"))


def raw(address: str) -> psycopg.Connection:
    url = make_url(address)
    return psycopg.connect(f"host={url.query['host']} user={url.username} dbname={url.database}", autocommit=True)


def assert_kind(error: JournalError, where: str) -> None:
    assert where in str(error)
    assert "Everything saved before is still there." in str(error)
    assert "then try again" in str(error)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond a size (bytes); the system then refuses to write, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@on_disk
@pytest.mark.parametrize("disk_space", [3_000, 3_001, 3_170, 60_000, 60_500])
def test_without_room_the_learner_is_told_and_nothing_saved_is_lost(
    address: str, opened: Opened, an_event: Make, disk_space: int
) -> None:
    journal = opened(address)
    saved = [journal.append(an_event())]
    # A database is larger than a file of lines to begin with.
    size = disk_space if address.endswith(".jsonl") else disk_space + 60_000

    def fill() -> None:
        while True:
            saved.append(journal.append(an_event(data={"text": "x" * 150})))

    with room_for(size), pytest.raises(JournalFull) as caught:
        fill()
    assert_kind(caught.value, address.removeprefix("sqlite://"))
    assert len(saved) > 1
    assert opened(address).read("ada") == tuple(saved)
    saved.append(journal.append(an_event()))
    assert opened(address).read("ada") == tuple(saved)


@pytest.mark.parametrize("address", ["file"], indirect=True)
def test_half_a_line_for_which_there_was_no_room_is_taken_back_at_once(
    address: str, journal: Journal, an_event: Make
) -> None:
    journal.append(an_event())
    content = path_of(address).read_bytes()
    with room_for(len(content) + 50), pytest.raises(JournalFull):
        journal.append(an_event())
    assert path_of(address).read_bytes() == content


@on_disk
def test_a_journal_that_finds_no_room_at_all_says_so(address: str, opened: Opened, an_event: Make) -> None:
    journal, event = opened(address), an_event()
    with room_for(10), pytest.raises(JournalFull):
        journal.append(event)
    assert journal.append(event) == event
    assert journal.read("ada") == (event,)


@on_disk
@pytest.mark.parametrize("mode", [0o555, 0o777], ids=["closed-folder", "open-folder"])
def test_a_read_only_place_says_so_and_can_still_be_read(
    address: str, opened: Opened, an_event: Make, few_rights: FewRights, mode: int
) -> None:
    first = opened(address)
    event = first.append(an_event())
    folder = path_of(address).parent
    for file in folder.iterdir():
        file.chmod(0o444)
    folder.chmod(mode)
    with few_rights():
        journal = opened(address)
        with pytest.raises(JournalReadOnly) as caught:
            journal.append(an_event())
        with pytest.raises(JournalReadOnly):
            journal.check()
        assert journal.read("ada") == (event,)
    assert_kind(caught.value, str(path_of(address)))
    assert first.read("ada") == (event,)


@on_disk
def test_a_folder_that_may_not_be_written_to_says_so_at_the_first_append(
    address: str, opened: Opened, an_event: Make, folder: Path, few_rights: FewRights
) -> None:
    folder.chmod(0o555)
    with few_rights(), pytest.raises((JournalReadOnly, JournalMissing)) as caught:
        opened(address).append(an_event())
    assert_kind(caught.value, str(path_of(address)))


@on_postgresql
def test_a_database_that_only_answers_questions_says_so(address: str, opened: Opened, an_event: Make) -> None:
    first = opened(address)
    event = first.append(an_event())
    with raw(address) as connection:
        connection.execute(f"ALTER ROLE {make_url(address).username} SET default_transaction_read_only = on".encode())
    journal = opened(address)
    with pytest.raises(JournalReadOnly):
        journal.append(an_event())
    with pytest.raises(JournalReadOnly):
        journal.check()
    assert journal.read("ada") == (event,)


@on_postgresql
def test_a_table_that_nothing_may_be_added_to_is_not_well(address: str, opened: Opened, an_event: Make) -> None:
    journal = opened(address)
    event = journal.append(an_event())
    with raw(address) as connection:
        connection.execute(f"REVOKE INSERT ON events FROM {make_url(address).username}".encode())
    with pytest.raises(JournalReadOnly):
        journal.check()
    assert journal.read("ada") == (event,)


@on_disk
def test_a_place_with_hardly_any_room_left_is_not_well(
    address: str, journal: Journal, an_event: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal.append(an_event())
    monkeypatch.setattr(disk_space, "LEAST_ROOM", 10**18)
    with pytest.raises(JournalFull) as caught:
        journal.check()
    assert_kind(caught.value, str(path_of(address)))


@on_disk
def test_a_place_held_by_another_process_says_so_in_bounded_time(
    address: str, opened: Opened, an_event: Make, start: Callable[..., Process]
) -> None:
    journal = opened(address, wait=0.2)
    before = journal.append(an_event())
    holder = start("lock_holder.py", str(path_of(address)))
    assert holder.answer() == "held"
    begin = time.monotonic()
    event = an_event()
    with pytest.raises(JournalBusy) as caught:
        journal.append(event)
    assert 0.2 <= time.monotonic() - begin < 2
    assert_kind(caught.value, address.removeprefix("sqlite://"))
    assert "0.2 seconds" in str(caught.value)
    assert journal.read("ada") == (before,)
    holder.end()
    assert journal.append(event) == event


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_database_in_creation_by_another_process_is_waited_for_in_bounds(
    address: str, opened: Opened, an_event: Make
) -> None:
    journal = opened(address, wait=0.2)
    with FileLock(f"{path_of(address)}.lock"), pytest.raises(JournalBusy):
        journal.append(an_event())
    journal.append(an_event())


@on_disk
def test_a_lock_does_not_outlive_the_process_that_held_it(
    address: str, opened: Opened, an_event: Make, start: Callable[..., Process]
) -> None:
    journal = opened(address, wait=0.2)
    journal.append(an_event())
    holder = start("lock_holder.py", str(path_of(address)))
    assert holder.answer() == "held"
    holder.process.kill()  # type: ignore[attr-defined]
    holder.end()
    journal.append(an_event())
    assert len(journal.read("ada")) == 2


@on_postgresql
def test_a_table_held_by_another_session_says_so_in_bounded_time(address: str, opened: Opened, an_event: Make) -> None:
    journal = opened(address, wait=0.2)
    before, event = journal.append(an_event()), an_event()
    with raw(address) as other:
        with other.transaction():
            other.execute("LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE")
            with pytest.raises(JournalBusy):
                journal.append(event)
            assert journal.read("ada") == (before,)
        assert journal.append(event) == event


@on_disk
def test_a_folder_that_is_not_there_is_named(address: str, opened: Opened, an_event: Make) -> None:
    journal = opened(address.replace("answers", "nowhere/answers"))
    for attempt in (lambda: journal.append(an_event()), lambda: journal.read("ada")):
        with pytest.raises(JournalMissing) as caught:
            attempt()
        assert_kind(caught.value, "nowhere/answers")


@on_disk
def test_a_folder_in_place_of_the_file_is_named(address: str, opened: Opened, an_event: Make) -> None:
    path_of(address).mkdir()
    journal = opened(address)
    for attempt in (lambda: journal.append(an_event()), lambda: journal.read("ada")):
        with pytest.raises(JournalMissing):
            attempt()


def test_a_server_that_does_not_answer_is_named_without_its_password(
    opened: Opened, an_event: Make, folder: Path
) -> None:
    journal = opened(f"postgresql+psycopg://ada:hush@/answers?host={folder}")
    with pytest.raises(JournalMissing) as caught:
        journal.append(an_event())
    assert_kind(caught.value, str(folder))
    assert "hush" not in str(caught.value)


@on_postgresql
def test_a_session_that_the_server_ended_is_replaced_at_the_next_append(
    address: str, opened: Opened, an_event: Make
) -> None:
    journal = opened(address)
    journal.append(an_event())
    with raw(address) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = current_user AND pid <> pg_backend_pid()"
        )
    journal.append(an_event())
    assert len(journal.read("ada")) == 2


@pytest.mark.parametrize("address", ["file"], indirect=True)
@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, JournalFull),
        (errno.EDQUOT, JournalFull),
        (errno.EROFS, JournalReadOnly),
        (errno.EACCES, JournalReadOnly),
        (errno.EIO, JournalMissing),
    ],
)
def test_a_disk_that_refuses_only_at_the_last_step_confirms_nothing(
    monkeypatch: pytest.MonkeyPatch, journal: Journal, an_event: Make, number: int, kind: type[JournalError]
) -> None:
    def refuse(_file: int) -> None:
        raise OSError(number, os.strerror(number))

    before, event = journal.append(an_event()), an_event()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", refuse)
        with pytest.raises(kind):
            journal.append(event)
    journal.append(event)
    assert journal.read("ada") == (before, event)


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_database_file_of_something_else_is_damaged_and_left_alone(
    address: str, opened: Opened, an_event: Make
) -> None:
    path = path_of(address)
    path.write_bytes(b"My holiday diary. " * 500)
    journal = opened(address)
    for attempt in (lambda: journal.append(an_event()), lambda: journal.read("ada")):
        with pytest.raises(JournalDamaged, match="Nothing in it was changed"):
            attempt()
    assert path.read_bytes() == b"My holiday diary. " * 500


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_database_with_overwritten_pages_is_damaged(address: str, opened: Opened, an_event: Make) -> None:
    first = opened(address)
    for _ in range(200):
        first.append(an_event())
    first.close()
    path = path_of(address)
    content = bytearray(path.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    path.write_bytes(content)
    journal = opened(address)
    with pytest.raises(JournalDamaged):
        journal.append(an_event())
    with pytest.raises(JournalDamaged):
        journal.read("ada")
    assert path.read_bytes() == content


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ["kind = 'guessed'", "data = '{'", "attempt = 'x'"])
def test_a_row_that_is_no_event_is_damage_with_its_place(
    address: str, opened: Opened, an_event: Make, change: str
) -> None:
    journal = opened(address)
    for _ in range(3):
        journal.append(an_event())
    with closing(sqlite3.connect(path_of(address))) as connection, connection:
        connection.execute(f"UPDATE events SET {change} WHERE place = 2")  # noqa: S608 - the changes stand above
    with pytest.raises(JournalDamaged, match=r"place 2"):
        journal.read("ada")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("change", ["id = '00'", "at = 'yesterday'"])
def test_a_row_that_the_driver_cannot_read_is_damage(address: str, opened: Opened, an_event: Make, change: str) -> None:
    journal = opened(address)
    journal.append(an_event())
    with closing(sqlite3.connect(path_of(address))) as connection, connection:
        connection.execute(f"UPDATE events SET {change}")  # noqa: S608 - the changes stand above
    with pytest.raises(JournalDamaged, match="not an event"):
        journal.read("ada")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_table_of_another_make_is_damage(address: str, opened: Opened, an_event: Make) -> None:
    with closing(sqlite3.connect(path_of(address))) as connection, connection:
        connection.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, party TEXT)")
    journal = opened(address)
    with pytest.raises(JournalDamaged, match=r"does not answer as it should: .*learner"):
        journal.append(an_event())


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_database_that_has_reached_its_own_bound_is_full(address: str) -> None:
    """A real `SQLITE_FULL`, which the limit on file sizes does not give, in the words of the family."""
    engine = create_engine(address)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=2"))
        connection.execute(text("CREATE TABLE a (b)"))
        with pytest.raises(DBAPIError) as caught:
            connection.execute(text("CREATE TABLE c (d)"))
    engine.dispose()
    assert isinstance(in_plain_words(caught.value, address, 1), JournalFull)
