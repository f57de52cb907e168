"""Rosters on the command line: read a file, ask about doubts, and name the lines with a problem."""

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
    """Return the name by which Python knows an encoding.

    Raises:
        BadParameter: if Python knows no encoding of that name.
    """
    if name is None:
        return None
    try:
        return codecs.lookup(name).name
    except LookupError as error:
        message = f"'{name}' is not an encoding; some are utf-8, cp1252 (Windows), mac_roman, cp1250, cp850"
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
    """Read a roster, and ask about what only a person can decide; exit with 1 if anything is wrong."""
    with roster.open("rb") as file:
        contents = read_roster(file.read(LARGEST_FILE + 1), encoding)
    for note in contents.notes:
        typer.echo(f"{roster}: {note}", err=True)
    if contents.problems:
        fail(*(f"{roster}:{problem.line}: {problem.text}" for problem in contents.problems), NOBODY)
    for doubt in contents.doubts:
        typer.echo(f"{roster}: {doubt}", err=True)
    if contents.doubts:
        ask("Is all of that right?", f"{NOBODY} To enrol them without this question: --yes", yes=yes)
    return contents


@contextlib.contextmanager
def lines_of(roster: Path | None, contents: Roster) -> Iterator[None]:
    """Print the lines of the roster with people who clash with members of the cohort."""
    try:
        yield
    except (AlreadyThere, Clashes) as error:
        if roster is None:
            raise
        if isinstance(error, Clashes):
            lines = [
                f"{roster}:{row.line}: {text}"
                for person, text in error.problems
                for row in contents.rows
                if row.person is person
            ]
            fail(*lines, NOBODY)
        repeated = [row for row in contents.rows if row.person in error.people]
        lines = [f"{roster}:{row.line}: {row.person.name!r} is in the cohort already" for row in repeated]
        fail(*lines, f"{NOBODY} To enrol the new people on this list and correct the others: --update")
