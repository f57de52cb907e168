"""A command to type next works where this one worked, and shows no password."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_records.next_commands import ErrorWithCommands
from misread_web.commands.next_command import TypedOptions

FOLDERS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0/"), min_size=1)
NOWHERE = TypedOptions(None, None)


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MISREAD_GRADING", "MISREAD_DATA", "MISREAD_DATABASE"):
        monkeypatch.delenv(name, raising=False)


@given(folder=FOLDERS, word=FOLDERS)
def test_folders_and_words_are_quoted_for_the_shell(folder: str, word: str) -> None:
    grading = Path(folder) / "grades"
    typed = TypedOptions(grading, None).command("grade", "collect", word)
    assert shlex.split(typed) == ["misread", "grade", "collect", word, "--grading", str(grading)]


def test_what_was_not_typed_is_not_typed_again() -> None:
    assert NOWHERE.command("grade", "marks", "Autumn") == "misread grade marks Autumn"


def test_an_option_that_a_variable_sets_to_the_same_value_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    options = TypedOptions(Path("grades"), Path("data"))
    monkeypatch.setenv("MISREAD_GRADING", "grades")
    monkeypatch.setenv("MISREAD_DATA", "elsewhere")
    assert options.command("grade", "marks") == "misread grade marks --data data"


def test_a_command_gets_only_the_options_that_it_has() -> None:
    options = TypedOptions(Path("grades"), Path("data"), "sqlite:///x.db")
    assert options.command("grade", "init", "grades") == "misread grade init grades"
    assert options.command("grade", "autograde") == "misread grade autograde --grading grades --data data"
    assert options.command("cohort", "list") == "misread cohort list --data data --database sqlite:///x.db"


@pytest.mark.parametrize("password", ["secret", "s:e@c", ""])
def test_a_password_of_a_database_is_never_shown(password: str) -> None:
    address = f"postgresql+psycopg://ada:{password.replace('@', '%40')}@host/misread"
    typed = TypedOptions(None, None, address).command("cohort", "list")
    assert typed == f"misread cohort list --database {'…' if password else shlex.quote(address)}"


def test_the_commands_of_an_error_name_the_place_and_its_reason_stays() -> None:
    error = ErrorWithCommands("no text waits", ("grade", "marks", "Autumn"))
    assert TypedOptions(None, Path("data")).text_of(error) == "no text waits: misread grade marks Autumn --data data"
    assert NOWHERE.text_of(ValueError("a reason alone")) == "a reason alone"
