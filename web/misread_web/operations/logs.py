"""What a server writes on standard error, one record a line, without a word of any learner.

Whatever comes from outside (an address, a message, the text of an error) may carry somebody's words, their name or
their secret link. So only what the program itself wrote down is printed: the fixed part of a message of ours, and the
facts of `FACTS`. Of another program's record its name and place are printed, and of an error its type and place.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

OURS = "misread_"
FACTS = ("lesson", "cell", "duration", "session", "code")
"""What a record of ours may say beside its message: names of the course, seconds, numbers, and an id that is drawn anew
for each open page."""


class LogFormat(StrEnum):
    """How a record is written."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """What is written: this, and what is graver."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def told(record: logging.LogRecord) -> dict[str, object]:
    """Return what of a record is written."""
    ours = record.name.startswith(OURS)
    place = f"{Path(record.pathname).name}:{record.lineno}"
    what = str(record.msg) if ours else f"a record of {record.name} at {place}"
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    facts = {name: value for name in FACTS if (value := record.__dict__.get(name)) is not None} if ours else {}
    return {"time": time, "level": record.levelname.lower(), "what": what, **facts, **_error(record)}


def _error(record: logging.LogRecord) -> dict[str, object]:
    if not record.exc_info or not record.exc_info[1]:
        return {}
    error = record.exc_info[1]
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "error": type(error).__name__,
        "at": [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames],
    }


class Lines(logging.Formatter):
    """Writes a record as one line."""

    def __init__(self, write: Callable[[Mapping[str, object]], str]) -> None:
        """Take how a record is written."""
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return self._write(told(record))


def _as_json(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _as_text(facts: Mapping[str, object]) -> str:
    head = " ".join(str(facts[name]) for name in ("time", "level", "what"))
    rest = " ".join(f"{name}={value}" for name, value in facts.items() if name not in {"time", "level", "what"})
    return f"{head} {rest}".rstrip().replace("\n", " ")


WRITERS = {LogFormat.JSON: _as_json, LogFormat.TEXT: _as_text}


def start_logging(how: LogFormat, level: LogLevel) -> None:
    """Write everything that is logged in this process from now on to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(WRITERS[how]))
    # what other programs say below an error is about themselves
    handler.addFilter(lambda record: record.name.startswith(OURS) or record.levelno >= logging.ERROR)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
