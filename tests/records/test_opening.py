from __future__ import annotations

import sys
from pathlib import Path

import pytest

from misread_records import FileJournal, JournalMissing, MemoryJournal, open_journal


def test_a_path_means_a_file_of_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    journal = open_journal("answers.jsonl")
    assert isinstance(journal, FileJournal)
    monkeypatch.chdir("/")
    assert journal.path == tmp_path / "answers.jsonl"


def test_a_file_address_means_its_path(tmp_path: Path) -> None:
    path = tmp_path / "my answers.jsonl"
    journal = open_journal(path.as_uri())
    assert isinstance(journal, FileJournal)
    assert journal.path == path


def test_a_preview_is_kept_in_memory() -> None:
    assert isinstance(open_journal("memory:"), MemoryJournal)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite://",
        "sqlite:///:memory:",
        "mysql://host/name",
        "http://example.org/x",
        "://",
        "nonsense://",
        "postgresql+x://h/n",
    ],
)
def test_an_address_that_can_keep_nothing_is_refused_at_once(url: str) -> None:
    with pytest.raises(JournalMissing):
        open_journal(url)


def test_a_password_is_never_repeated() -> None:
    with pytest.raises(JournalMissing) as caught:
        open_journal("mysql://ada:hush@host/name")
    assert "hush" not in str(caught.value)
    assert "ada" in str(caught.value)


def test_a_missing_driver_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(JournalMissing, match=r"pip install 'misread\[postgresql\]'"):
        open_journal("postgresql+psycopg://misread@/answers")
