"""Rosters on the command line: read, asked about, and their lines named where something does not fit."""

from __future__ import annotations

import codecs
import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from misread_records.people import AlreadyThere, Clashes
from misread_web.commands.output import ask, fail
from misread_web.roster import LARGEST_FILE, Roster, read_roster

NOBODY = "Nobody was enrolled."
RosterFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A table of people: CSV as any spreadsheet saves it, or .xlsx; columns name, e-mail, role, id. Lists that "
        "Moodle, Canvas, Blackboard and Workday export are read as they come.",
    ),
]


def an_encoding(name: str | None) -> str | None:
    """Take the name of an encoding.

    Raises:
        BadParameter: if Python knows none of that name.
    """
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        message = f"'{name}' is no encoding; some are utf-8, cp1252 (Windows), mac_roman, cp1250, cp850"
        raise typer.BadParameter(message) from error


RosterEncoding = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        callback=an_encoding,
        help="The encoding of a roster that is neither UTF-8 nor UTF-16: cp1252, mac_roman, cp1250, …",
    ),
]


def read(roster: Path, encoding: str | None, *, yes: bool) -> Roster:
    """Read a roster, and ask about what only a person can tell; exit with 1 where anything is wrong."""
    with roster.open("rb") as file:
        found = read_roster(file.read(LARGEST_FILE + 1), encoding)
    for note in found.notes:
        typer.echo(f"{roster}: {note}", err=True)
    if found.problems:
        fail(*(f"{roster}:{problem.line}: {problem.text}" for problem in found.problems), NOBODY)
    for doubt in found.doubts:
        typer.echo(f"{roster}: {doubt}", err=True)
    if found.doubts:
        ask("Is all of that as it should be?", f"{NOBODY} To enrol them without being asked: --yes", yes=yes)
    return found


@contextlib.contextmanager
def lines_of(roster: Path | None, found: Roster) -> Iterator[None]:
    """Print on which lines of the roster people stand who clash with those in the cohort."""
    try:
        yield
    except (AlreadyThere, Clashes) as error:
        if roster is None:
            raise
        if isinstance(error, Clashes):
            said = [(row.line, text) for person, text in error.problems for row in found.rows if row.person is person]
            fail(*(f"{roster}:{line}: {text}" for line, text in said), NOBODY)
        twice = [row for row in found.rows if row.person in error.people]
        lines = [f"{roster}:{row.line}: {row.person.name!r} is in the cohort already" for row in twice]
        fail(*lines, f"{NOBODY} To take newcomers and corrections from one list: --update")
