"""A variable that nothing reads is said, so that a typing error starts nothing on another database unseen."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner, Result

from misread_web.main import command_line
from misread_web.operations.unknown_variables import IN_NOTEBOOKS, SETTINGS, unread

LETTERS = st.sampled_from(sorted(SETTINGS)).flatmap(lambda name: st.tuples(st.just(name), st.integers(9, len(name))))
OF_KUBERNETES = {
    "MISREAD_SERVICE_HOST": "10.0.0.1",
    "MISREAD_SERVICE_PORT": "8100",
    "MISREAD_SERVICE_PORT_HTTP": "8100",
    "MISREAD_PORT_8100_TCP": "tcp://10.0.0.1:8100",
    "MISREAD_PORT_8100_TCP_PROTO": "tcp",
    "MISREAD_PORT_8100_TCP_PORT": "8100",
    "MISREAD_PORT_8100_TCP_ADDR": "10.0.0.1",
    "MISREAD_DATABASE_SERVICE_HOST": "10.0.0.2",
    "MISREAD_DATABASE_PORT": "tcp://10.0.0.2:5432",
}
"""What a pod finds beside services called `misread` and `misread-database`."""


def said(**environment: str) -> list[str]:
    return list(unread(environment, "serve"))


def invoked(*words: str, **environment: str) -> Result:
    return CliRunner().invoke(command_line(), words, prog_name="misread", env=environment)


@given(LETTERS)
def test_a_setting_with_a_letter_left_out_is_named_with_what_may_be_meant(found: tuple[str, int]) -> None:
    name, place = found
    wrong = name[: place - 1] + name[place:]
    if wrong not in SETTINGS | IN_NOTEBOOKS.keys():
        (line,) = said(**{wrong: "x"})
        assert line.startswith(f"{wrong} is set, but nothing reads it. Did you mean MISREAD_")


def test_the_nearest_setting_is_asked_for() -> None:
    assert said(MISREAD_DATABSE="x") == ["MISREAD_DATABSE is set, but nothing reads it. Did you mean MISREAD_DATABASE?"]
    assert said(MISREAD_WEATHER="x") == ["MISREAD_WEATHER is set, but nothing reads it."]


def test_known_empty_and_foreign_variables_are_passed_over() -> None:
    assert said(**dict.fromkeys(SETTINGS, "x"), **OF_KUBERNETES) == []
    assert said(MISREAD_DATABSE="", _MISREAD_COMPLETE="complete_bash", MISREADER_DATA="x", PATH="x") == []


def test_a_port_that_is_no_address_of_a_service_is_a_typing_error() -> None:
    assert said(MISREAD_HTTP_PORT="8100") == [
        "MISREAD_HTTP_PORT is set, but nothing reads it. Did you mean MISREAD_PORT?"
    ]


def test_what_notebooks_read_is_told_from_what_a_server_reads() -> None:
    environment = {"MISREAD_COHORT": "Spring", "MISREAD_JOURNAL": "sqlite:////a.db", "MISREAD_LEARNER": "ada"}
    assert list(unread(environment, "grade")) == []
    assert list(unread(environment, "serve")) == [
        "MISREAD_COHORT is set, but only notebooks read it. Did you mean MISREAD_COHORTS?",
        "MISREAD_JOURNAL is set, but only notebooks read it. Did you mean MISREAD_DATABASE?",
        "MISREAD_LEARNER is set, but only notebooks read it.",
    ]


@pytest.mark.parametrize("words", [("cohort", "list"), ("grade", "autograde", "m9")])
def test_a_command_says_on_standard_error_what_it_does_not_read(words: tuple[str, ...], tmp_path: Path) -> None:
    done = invoked(*words, "--data", str(tmp_path), MISREAD_DATABSE="sqlite:////elsewhere.db", MISREAD_SECRET="s" * 40)
    assert "Did you mean MISREAD_DATABASE?" in done.stderr
    assert "meant?" not in done.stdout
    assert "SECRET" not in done.stderr


def test_a_command_that_reads_none_says_nothing() -> None:
    assert invoked("schema", MISREAD_DATABSE="x").stderr == ""
