"""What the tests of the records share: events, journals of every kind, a private PostgreSQL, other processes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from misread_records import Event, Journal, new_id, open_journal

Make = Callable[..., Event]
NOBODY = 65534


def _event(**changes: Any) -> Event:  # noqa: ANN401 - any field, with any value that a test wants to try
    fields = {
        "id": new_id(),
        "learner": "ada",
        "cohort": None,
        "at": datetime.now(UTC),
        "lesson": "m4-sam-and-priya",
        "item": "sam-priya",
        "kind": "picked",
        "attempt": 1,
        "data": {"scene": "N1", "pick": "report"},
        "content": "a1b2c3",
    }
    return Event(**{**fields, **changes})


@pytest.fixture(scope="session")
def an_event() -> Make:
    """Make an event with a new id; name the fields that matter to the test."""
    return _event


@pytest.fixture
def folder() -> Iterator[Path]:
    """Give a folder that every account of the machine may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


def _server_programs() -> Path:
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not folders:
        pytest.fail("These tests start a private PostgreSQL: install its server programs (Debian: postgresql).")
    return folders[-1]


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Start a private PostgreSQL, reached through a socket in a folder of its own; give that folder."""
    programs = _server_programs()
    # PostgreSQL refuses to run as root; its packages bring an account for it.
    account: dict[str, Any] = {"user": "postgres", "group": "postgres", "extra_groups": []} if _is_root() else {}
    with tempfile.TemporaryDirectory() as name:
        if account:
            shutil.chown(name, "postgres", "postgres")

        def run(program: str, *arguments: str) -> None:
            command = [str(programs / program), "-D", f"{name}/data", *arguments]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=name, **account)

        run("initdb", "-A", "trust", "-U", "misread", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        run("pg_ctl", "start", "-w", "-l", f"{name}/log", "-o", f"-k {name} -c listen_addresses='' -c fsync=off")
        try:
            yield name
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")


def _new_account(socket: str) -> str:
    """Make an account whose tables lie apart from all others': as good as a database of its own, and far quicker."""
    name = f"a{uuid4().hex}"
    with psycopg.connect(f"host={socket} user=misread dbname=postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {name} LOGIN".encode())
        connection.execute(f"CREATE SCHEMA AUTHORIZATION {name}".encode())
    return f"postgresql+psycopg://{name}@/postgres?host={socket}"


@pytest.fixture
def address(request: pytest.FixtureRequest, folder: Path) -> str:
    """Give the address of an empty journal, of the kind that the test asks for by indirect parametrization."""
    if request.param == "postgresql":
        return _new_account(request.getfixturevalue("postgresql"))
    places = {"memory": "memory:", "file": f"{folder}/answers.jsonl", "sqlite": f"sqlite:///{folder}/answers.db"}
    return places[request.param]


@pytest.fixture
def opened() -> Iterator[Callable[..., Journal]]:
    """Open journals that are closed when the test is over."""
    with ExitStack() as stack:

        def opening(url: str, wait: float = 5.0) -> Journal:
            journal = open_journal(url, wait)
            stack.callback(journal.close)
            return journal

        yield opening


@pytest.fixture
def journal(address: str, opened: Callable[..., Journal]) -> Journal:
    """Give an empty journal of the kind that the test asks for."""
    return opened(address)


class Scribe:
    """Another process, which appends what it is told to."""

    def __init__(self, script: str, *arguments: str) -> None:
        command = [sys.executable, str(Path(__file__).with_name(script)), *arguments]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def tell(self, *words: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(words) + "\n")
        self.process.stdin.flush()

    def answer(self) -> str:
        assert self.process.stdout
        return str(self.process.stdout.readline()).strip()

    def end(self) -> None:
        self.process.communicate()


@pytest.fixture(scope="session")
def start() -> Iterator[Callable[..., Scribe]]:
    """Start one of the scripts in this folder as a process of its own, which ends with the tests at the latest."""
    with ExitStack() as stack:

        def starting(script: str, *arguments: str) -> Scribe:
            scribe = Scribe(script, *arguments)
            stack.callback(scribe.end)
            return scribe

        yield starting


@pytest.fixture(scope="session")
def scribes(start: Callable[..., Scribe]) -> list[Scribe]:
    """Give four other processes that append to whatever journal they are told to."""
    return [start("scribe.py") for _ in range(4)]


def _is_root() -> bool:
    return os.geteuid() == 0


@pytest.fixture
def few_rights() -> Callable[[], AbstractContextManager[None]]:
    """Run a block with the rights of an ordinary account, which file modes bind, even where the tests run as root."""

    @contextmanager
    def lowered() -> Iterator[None]:
        if _is_root():
            os.seteuid(NOBODY)
            try:
                yield
            finally:
                os.seteuid(0)
        else:
            yield

    return lowered
