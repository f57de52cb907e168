"""Fixtures of the records tests: events, journals of every kind, a private PostgreSQL, other processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from misread_records import Event, Journal, new_id, open_journal
from tests.postgres import PrivatePostgres, private_postgres

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
    """Yield a folder that every account of the machine may enter, unlike pytest's own."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PrivatePostgres]:
    """Start a private PostgreSQL."""
    with private_postgres() as server:
        yield server


@pytest.fixture
def address(request: pytest.FixtureRequest, folder: Path) -> str:
    """Yield the address of an empty journal, of the kind that the test names by indirect parametrization."""
    if request.param == "postgresql":
        server: PrivatePostgres = request.getfixturevalue("postgresql")
        return server.new_account()
    places = {"memory": "memory:", "file": f"{folder}/answers.jsonl", "sqlite": f"sqlite:///{folder}/answers.db"}
    return places[request.param]


@pytest.fixture
def opened() -> Iterator[Callable[..., Journal]]:
    """Open journals, and close them after the test."""
    with ExitStack() as stack:

        def opening(url: str, wait: float = 5.0) -> Journal:
            journal = open_journal(url, wait)
            stack.callback(journal.close)
            return journal

        yield opening


@pytest.fixture
def journal(address: str, opened: Callable[..., Journal]) -> Journal:
    """Return an empty journal of the kind that the test names."""
    return opened(address)


class Scribe:
    """Another process that appends events on request."""

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
    """Start one of the scripts in this folder as a separate process, and end it with the tests at the latest."""
    with ExitStack() as stack:

        def starting(script: str, *arguments: str) -> Scribe:
            scribe = Scribe(script, *arguments)
            stack.callback(scribe.end)
            return scribe

        yield starting


@pytest.fixture(scope="session")
def scribes(start: Callable[..., Scribe]) -> list[Scribe]:
    """Yield four other processes that append to any journal."""
    return [start("appending_process.py") for _ in range(4)]


def _is_root() -> bool:
    return os.geteuid() == 0


@pytest.fixture
def few_rights() -> Callable[[], AbstractContextManager[None]]:
    """Run a block with the rights of an ordinary account, to which file modes apply, even if the tests run as root."""

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
