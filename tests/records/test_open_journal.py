from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records import FileJournal, JournalMissing, JournalMisspelt, MemoryJournal, open_journal
from misread_records.database.addresses import read_address, shown
from misread_records.database.connection import Database


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


PASSWORD = "hu5h"  # noqa: S105 - only of this test
WRONGLY_WRITTEN = [
    "postgresql://ada:x@{}@host/name",
    "postgresql://ada:{}@x@host/name",
    "postgresql://ada:x@y/{}@host/name",
    "postgresql://ada:x@y:{}@host/name",
    "postgresql+psycopg://ada:{}@host:54x2/name",
    "postgresql+psycopg://ada:{}@host:/name",
    "postgresql+psycopg://ada:{}@host:0/name",
    "postgresql+psycopg://ada:{}@host:70000/name",
    "postgresql+psycopg://ada:{}@ho st/name",
    "postgresql+psycopg://ada:{}@host\n/name",
    "postgresql+psycopg://ada:{}@[::1/name",
    "postgresql:/ada:{}@host/name",
    "postgresql+psycopg//ada:{}@host/name",
    " postgresql+psycopg://ada:{}@host/name",
    "'postgresql+psycopg://ada:{}@host/name'",
    "postgresql+psycopg:ada:{}@host/name",
]


@pytest.mark.parametrize("url", WRONGLY_WRITTEN)
def test_an_address_that_is_wrongly_written_is_refused_without_a_word_of_it(url: str) -> None:
    with pytest.raises(JournalMisspelt, match="not written correctly") as caught:
        Database(url.format(PASSWORD))
    with pytest.raises(JournalMisspelt):
        open_journal(url.format(PASSWORD))
    assert PASSWORD not in str(caught.value)
    assert "ada" not in str(caught.value)
    assert "%40" in str(caught.value)


@given(rest=st.text(st.characters(codec="utf-8")))
def test_no_password_is_shown_wherever_it_stands_in_an_address(rest: str) -> None:
    word = quote(f"{PASSWORD}{rest}", safe="")
    for url in (f"postgresql+psycopg://ada:{word}@host/name", f"postgresql+psycopg://host/name?sslpassword={word}&user=ada",
                f"postgresql+psycopg:///name?host=/x&password={word}"):  # fmt: skip
        text = shown(read_address(url))
        assert PASSWORD not in text
        assert "name" in text


@given(password=st.text(min_size=1))
def test_a_password_that_is_written_as_it_should_be_arrives_whole(password: str) -> None:
    try:
        escaped = quote(password, safe="")
    except UnicodeEncodeError:
        return
    assert read_address(f"postgresql+psycopg://ada:{escaped}@host:5432/name").password == password


def test_a_missing_driver_is_named_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(JournalMissing, match=r"pip install 'misread\[postgresql\]'"):
        open_journal("postgresql+psycopg://misread@/answers")
