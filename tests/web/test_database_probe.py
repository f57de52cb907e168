"""Whether answers can be kept just now: asked once at a time, answered in bounded time, and logged once."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from misread_records import MemoryJournal, disk_space, open_journal
from misread_web.operations.database_probe import DatabaseProbe
from tests.web.event_loop import run
from tests.web.fake_journals import Away


class Hanging(MemoryJournal):
    """A journal that answers only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()
        self.asked = 0

    def check(self) -> None:
        self.asked += 1
        self.let_go.wait(60)


def test_a_journal_that_hangs_is_not_well_and_is_asked_once_at_a_time() -> None:
    async def scene() -> None:
        journal = Hanging()
        probe = DatabaseProbe(journal, 0.01)
        assert [await probe.is_answering() for _ in range(5)] == [False] * 5
        assert journal.asked == 1
        journal.let_go.set()
        patient = DatabaseProbe(journal, 60)
        assert await patient.is_answering()

    run(scene())


def test_a_journal_that_is_away_is_not_well_and_the_log_says_so_once(caplog: pytest.LogCaptureFixture) -> None:
    probe = DatabaseProbe(Away())
    assert [run(probe.is_answering()) for _ in range(3)] == [False] * 3
    assert [(record.message, record.__dict__["code"]) for record in caplog.records] == [
        ("answers cannot be saved now", "JournalMissing")
    ]


def test_a_server_whose_disk_is_full_is_not_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_journal(f"sqlite:///{tmp_path}/misread.db")) as journal:
        assert run(DatabaseProbe(journal).is_answering()) is True
        monkeypatch.setattr(disk_space, "LEAST_ROOM", 10**18)
        assert run(DatabaseProbe(journal).is_answering()) is False
