"""What a server logs: its own words, names of the course and places in the code; no word that came from outside."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from misread_web.operations.logs import LogFormat, LogLevel, start_logging

WORDS = "Ada wrote: I am afraid"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


def logged(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().err.splitlines()


def test_a_record_of_ours_is_its_fixed_part_and_the_facts_that_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogFormat.JSON, LogLevel.INFO)
    facts = {"lesson": "m4", "code": 4003, "learner": WORDS, "text": WORDS}
    logging.getLogger("misread_web.live").info("a line was closed: %s", WORDS, extra=facts)
    (line,) = logged(capsys)
    found = json.loads(line)
    assert found.pop("time").endswith("+00:00")
    assert found == {"level": "info", "what": "a line was closed: %s", "lesson": "m4", "code": 4003}


@pytest.mark.parametrize("how", LogFormat)
def test_an_error_is_its_type_and_its_places_on_one_line(how: LogFormat, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(how, LogLevel.INFO)
    # not one of tornado: a server that was made in this process has led those to its own log
    for name in ("misread_web.live", "concurrent.futures"):
        try:
            int(WORDS)
        except ValueError:
            logging.getLogger(name).exception("could not save %s", WORDS)
    ours, theirs = logged(capsys)
    for line in (ours, theirs):
        assert WORDS not in line
        assert "ValueError" in line
        assert "test_logs.py" in line
    assert "could not save" in ours
    assert "a record of concurrent.futures at test_logs.py:" in theirs


def test_what_others_say_below_an_error_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogFormat.TEXT, LogLevel.INFO)
    logging.getLogger("tornado.access").warning("GET /sign-in/%s", "a-secret-link")
    assert logged(capsys) == []


@pytest.mark.parametrize("level", LogLevel)
def test_only_what_is_as_grave_as_the_level_is_written(level: LogLevel, capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogFormat.TEXT, level)
    for each in LogLevel:
        logging.getLogger("misread_web").log(getattr(logging, each.upper()), "said")
    assert [line.split()[1] for line in logged(capsys)] == list(LogLevel)[list(LogLevel).index(level) :]


def test_a_second_start_replaces_the_first(capsys: pytest.CaptureFixture[str]) -> None:
    start_logging(LogFormat.TEXT, LogLevel.INFO)
    start_logging(LogFormat.JSON, LogLevel.INFO)
    logging.getLogger("misread_web").info("said")
    (line,) = logged(capsys)
    assert json.loads(line)["what"] == "said"
