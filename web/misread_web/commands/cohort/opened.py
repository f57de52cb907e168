"""Cohorts of a database, opened for a command that prints their errors as lines."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from misread_records import JournalError
from misread_records.people import Cohorts, PeopleError
from misread_web.auth import BadSecret
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import fail


@contextlib.contextmanager
def opened_cohorts(data: Path | None, database: str | None) -> Iterator[Cohorts]:
    """Open the cohorts of a database; print an error as a line and exit with 1."""
    try:
        with Cohorts(secure_database(open_data_folder(data), database)) as cohorts:
            yield cohorts
    except (PeopleError, JournalError, BadSecret) as error:
        fail(TypedOptions(None, data, database).text_of(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))
