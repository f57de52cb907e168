"""Commands to type next, with the folders and the database that were typed for this one."""

from __future__ import annotations

import dataclasses
import os
import shlex
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from misread_records.next_commands import ErrorWithCommands

WITHOUT_DATABASE = frozenset({("grade", "autograde"), ("grade", "forget")})
"""Commands that have no option `--database`."""
WITHOUT_OPTIONS = ("grade", "init")
"""The command that has none of these options: its argument is the folder."""
WITHOUT_GRADING = "cohort"
"""The group of commands that have no option `--grading`."""


@dataclasses.dataclass(frozen=True)
class TypedOptions:
    """The options of a command that say where it works; None if they were not typed.

    Attributes:
        grading: the folder of the grades.
        data: the data folder.
        database: the address of the database of answers and cohorts.
    """

    grading: Path | None
    data: Path | None
    database: str | None = None

    def command(self, group: str, name: str, *words: str) -> str:
        """Return another command, as it is typed to work in the same place.

        An option is left out if a variable sets it to the same value. A database's address is left out if it has a
        password.

        Args:
            group: `grade` or `cohort`.
            name: the command's name.
            words: the words after the name; they are quoted if a shell needs that.
        """
        return " ".join([shlex.join(["misread", group, name, *words]), *self._options(group, name)])

    def text_of(self, error: Exception) -> str:
        """Return the text of an error, with these options in the commands that it names."""
        return error.text(self.command) if isinstance(error, ErrorWithCommands) else str(error)

    def _options(self, group: str, name: str) -> Iterator[str]:
        if (group, name) == WITHOUT_OPTIONS:
            return
        if self.grading is not None and group != WITHOUT_GRADING:
            yield from _unless_set("grading", str(self.grading))
        if self.data is not None:
            yield from _unless_set("data", str(self.data))
        if self.database is not None and (group, name) not in WITHOUT_DATABASE:
            yield from _unless_set("database", self.database)


def _unless_set(option: str, value: str) -> Iterator[str]:
    """Yield an option with its value, unless its variable has the same value."""
    if os.environ.get(f"MISREAD_{option.upper()}") != value:
        yield f"--{option} {'…' if _has_password(option, value) else shlex.quote(value)}"


def _has_password(option: str, value: str) -> bool:
    if option != "database":
        return False
    try:
        return bool(make_url(value).password)
    except ArgumentError:
        return False
