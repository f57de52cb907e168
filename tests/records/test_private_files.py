"""Data about people can be read by the account that keeps it, and by no other on the machine."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

from misread_records import open_journal, private_files
from misread_records.people.cohorts import Cohorts
from tests.records.conftest import Make


@pytest.fixture(autouse=True)
def wide() -> object:
    """Let new files be as open as an account's settings can make them."""
    before = os.umask(0)
    yield
    os.umask(before)


def open_to_others(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.stat().st_mode & private_files.OTHERS]


def test_a_new_database_its_log_and_its_lock_are_for_their_owner_alone(tmp_path: Path) -> None:
    with Cohorts(f"sqlite:///{tmp_path}/misread.db") as cohorts:
        cohorts.create("Spring")
        assert (tmp_path / "misread.db-wal").exists()
        assert open_to_others(tmp_path) == []


def test_a_file_of_answers_is_private_when_new_and_when_rewritten(an_event: Make, tmp_path: Path) -> None:
    journal = open_journal(str(tmp_path / "answers.jsonl"))
    for learner in ("ada", "ben"):
        journal.append(an_event(learner=learner))
    (tmp_path / "answers.jsonl").write_bytes((tmp_path / "answers.jsonl").read_bytes() + b'{"id":')
    journal.append(an_event(learner="ada"))
    assert (tmp_path / "answers.jsonl.torn").exists()
    journal.forget("ben")
    assert open_to_others(tmp_path) == []


def test_a_folder_is_made_for_its_owner_and_those_above_it_as_any_other(tmp_path: Path) -> None:
    private_files.make_folder(tmp_path / "shared" / "answers")
    assert (tmp_path / "shared").stat().st_mode & private_files.OTHERS == private_files.OTHERS
    assert (tmp_path / "shared" / "answers").stat().st_mode & private_files.OTHERS == 0


def test_a_file_that_others_could_read_is_private_once_rewritten(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_text("of last week")
    assert private_files.is_open_to_others(table)
    private_files.write(table, b"Ada,12\n")
    assert (table.read_bytes(), table.stat().st_mode & 0o777) == (b"Ada,12\n", 0o600)


def test_what_is_no_file_keeps_its_rights(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o666)
    assert not private_files.keep_others_out(tmp_path / "pipe")
    assert not private_files.keep_others_out(tmp_path / "nothing")


def test_a_lock_that_this_process_has_on_a_file_survives_that_it_is_to_be_made(tmp_path: Path) -> None:
    file = tmp_path / "misread.db"
    asking = f"import fcntl; fcntl.lockf(open({str(file)!r}, 'r+b'), fcntl.LOCK_EX | fcntl.LOCK_NB)"

    def others_may_lock() -> bool:
        return subprocess.run([sys.executable, "-c", asking], capture_output=True, check=False).returncode == 0

    private_files.make_file(file)
    assert others_may_lock()
    with file.open("r+b") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        private_files.make_file(file)
        assert not others_may_lock()
