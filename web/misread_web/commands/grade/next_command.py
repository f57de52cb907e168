"""Commands that one command names to be typed next, for the same folders and database."""

from __future__ import annotations

import dataclasses
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

WITHOUT_DATABASE = frozenset({("grade", "autograde")})
"""Commands that have no option `--database`."""
WITHOUT_GRADING = "cohort"
"""The group of commands that have no option `--grading`."""


@dataclasses.dataclass(frozen=True)
class TypedOptions:
    """Where a command was told to work: the values of its options, None if they were not given.

    Attributes:
        grading: the folder of the grades.
        data: the data folder.
        database: the address of the database of answers and cohorts.
    """

    grading: Path | None
    data: Path | None
    database: str | None = None

    def command(self, group: str, name: str, *words: str) -> str:
        """Return a command as it is typed to work in the same place.

        An option that a variable sets to the same value is left out. A password is left out of a database's address.

        Args:
            group: `grade` or `cohort`.
            name: the command's name.
            words: what follows it; they are quoted where a shell needs that.
        """
        return " ".join([shlex.join(["misread", group, name, *words]), *self._options(group, name)])

    def _options(self, group: str, name: str) -> Iterator[str]:
        if self.grading is not None and group != WITHOUT_GRADING:
            yield from _unless_set("grading", str(self.grading))
        if self.data is not None:
            yield from _unless_set("data", str(self.data))
        if self.database is not None and (group, name) not in WITHOUT_DATABASE:
            yield from _unless_set("database", self.database)


def _unless_set(option: str, value: str) -> Iterator[str]:
    """Give an option with its value, unless its variable says the same."""
    if os.environ.get(f"MISREAD_{option.upper()}") != value:
        yield f"--{option} {'…' if _has_password(option, value) else shlex.quote(value)}"


def _has_password(option: str, value: str) -> bool:
    if option != "database":
        return False
    try:
        return bool(make_url(value).password)
    except ArgumentError:
        return False
