"""Writes log records to standard error, one per line, without any learner's words.

Text from outside, such as a path, a message or the text of an error, may contain a learner's words, name or secret
link. So a record of ours is reduced to its fixed message and the fields in `FACTS`. A record of another library is
reduced to its logger and source line, and an error to its type and traceback without text.
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
"""The extra fields of our records: names from the course, seconds, codes, and a random id for each open page."""


class LogFormat(StrEnum):
    """The format of a log record."""

    TEXT = "text"
    JSON = "json"


class LogLevel(StrEnum):
    """The least severe level that is written."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


def safe_fields(record: logging.LogRecord) -> dict[str, object]:
    """Return the fields of a record that may be written."""
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
    """Formats a record as one line."""

    def __init__(self, write: Callable[[Mapping[str, object]], str]) -> None:
        """Take the function that turns a record's fields into a line."""
        super().__init__()
        self._write = write

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record."""
        return self._write(safe_fields(record))


def _as_json(facts: Mapping[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False)


def _as_text(facts: Mapping[str, object]) -> str:
    head = " ".join(str(facts[name]) for name in ("time", "level", "what"))
    rest = " ".join(f"{name}={value}" for name, value in facts.items() if name not in {"time", "level", "what"})
    return f"{head} {rest}".rstrip().replace("\n", " ")


WRITERS = {LogFormat.JSON: _as_json, LogFormat.TEXT: _as_text}


def start_logging(how: LogFormat, level: LogLevel) -> None:
    """Write this process's log to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines(WRITERS[how]))
    # Records of other libraries are written only if they are errors.
    handler.addFilter(lambda record: record.name.startswith(OURS) or record.levelno >= logging.ERROR)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
