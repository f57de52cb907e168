"""What the commands of `misread cohort` share: the cohorts, options, questions, plain errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from misread_records import JournalError
from misread_records.people.cohorts import Cohorts
from misread_records.people.errors import PeopleError
from misread_web.auth.secret import BadSecret
from misread_web.commands.place import database_of, folder_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Say who takes the course together.")
"""All of `misread cohort`; the modules of its commands add them."""

Name = Annotated[str, typer.Argument(help="The name of the cohort.", metavar="NAME", show_default=False)]
Cohort = Annotated[str, typer.Argument(help="The name of the cohort.", metavar="COHORT", show_default=False)]
Who = Annotated[str, typer.Argument(help="An e-mail address, an id, or a name that nobody else has.", metavar="WHO")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do it without asking.")]


@contextlib.contextmanager
def opened_cohorts(data: Path | None, database: str | None) -> Iterator[Cohorts]:
    """Give the cohorts of a database; what cannot be done is said in a line, and exits with 1."""
    try:
        with Cohorts(database_of(folder_of(data), database)) as cohorts:
            yield cohorts
    except (PeopleError, JournalError, BadSecret) as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def ask(question: str, refused: str, *, yes: bool) -> None:
    """Ask whether to go on; exit with 1 where the answer is no, or there is nobody to answer."""
    if yes:
        return
    try:
        agreed = typer.confirm(question, err=True)
    except typer.Abort:
        typer.echo(err=True)
        agreed = False
    if not agreed:
        fail(refused)


def fail(*lines: str) -> NoReturn:
    """Say what went wrong, and exit with 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def aligned(rows: list[list[str]]) -> list[str]:
    """Return rows with their columns below each other."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def counted(number: int, one: str, several: str) -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else several}"


def people(number: int) -> str:
    """Say a number of people."""
    return counted(number, "person", "people")
