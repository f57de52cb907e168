"""`misread cohort`: who takes the course together, and how each of them signs in."""

from __future__ import annotations

import contextlib
import json as json_format
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from misread_records import JournalError, private
from misread_records.cohorts import Cohorts
from misread_records.people import Member, Newcomer, Role
from misread_records.people_errors import AlreadyThere, PeopleError
from misread_web.commands.place import (
    CsvSeparator,
    Data,
    Database,
    Separator,
    a_file_to_write,
    database_of,
    folder_of,
)
from misread_web.people.door import Door
from misread_web.people.invitations import HEADINGS, BadAddress, home_at, invitations, is_open_to_all, rows_of
from misread_web.people.roster import LARGEST_FILE, Roster, read_roster
from misread_web.people.secret import BadSecret, secret_of

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Say who takes the course together.")

Name = Annotated[str, typer.Argument(help="The name of the cohort.", metavar="NAME", show_default=False)]
Who = Annotated[str, typer.Argument(help="An e-mail address, an id, or a name that nobody else has.", metavar="WHO")]
RosterFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="A table of people, as any spreadsheet saves it (CSV): columns name, e-mail, role, id.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@app.command()
def create(name: Name, *, roster: RosterFile = None, data: Data = None, database: Database = None) -> None:
    """Create a cohort, with the people of a roster. A roster with a problem creates nothing."""
    with _cohorts(data, database) as cohorts:
        found = _read(roster) if roster else Roster(())
        with _lines_of(roster, found):
            cohort = cohorts.create(name, found.people)
        typer.echo(f"The cohort '{cohort.name}' has {_count(len(found.people))}.")
        typer.echo(f"Their personal links: misread cohort links '{cohort.name}' --address https://…")


@app.command(name="list")
def list_(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A cohort whose people to list.")] = None,
    *,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List the cohorts, or the people of one."""
    with _cohorts(data, database) as cohorts:
        rows = _people(cohorts, name) if name else _groups(cohorts)
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in _aligned([[value or "" for value in row.values()] for row in rows]):
        typer.echo(line)
    if not rows:
        typer.echo("Nobody is in it." if name else "There is no cohort yet: misread cohort create NAME --roster FILE")


@app.command()
def links(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    address: Annotated[
        str,
        typer.Option(envvar="MISREAD_ADDRESS", metavar="URL", help="Where learners reach the course.", prompt=False),
    ],
    days: Annotated[int, typer.Option(min=1, max=3650, help="For how many days from now the links hold.")] = 90,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", "--csv", metavar="FILE", help="Write them into a CSV or Excel file.", callback=a_file_to_write
        ),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    renew: Annotated[
        str | None, typer.Option(metavar="WHO", help="Let this person's earlier links end, and print a new one.")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Print everybody's personal link. A link lets in anyone who has it, so send each to its owner alone."""
    with _cohorts(data, database) as cohorts:
        home = home_at(address)
        if is_open_to_all(home):
            typer.echo(_UNENCRYPTED, err=True)
        members = (cohorts.renew_link(name, renew),) if renew else cohorts.members(name)
        if any(member.cohort.closed for member in members):
            typer.echo(f"The cohort '{name}' is closed, so its links open nothing.", err=True)
        door = Door(cohorts, secret_of(folder_of(data)))
        found = invitations(members, door, home, datetime.now(UTC) + timedelta(days=days))
        if to:
            # It takes a quarter of a second to load.
            from misread_grading.spreadsheet import Table, as_file  # noqa: PLC0415

            private.write(to, as_file(Table("Links", HEADINGS, rows_of(found)), to, separator.sign))
            typer.echo(f"{to} has the links of {_count(len(found))}; only you may read it.")
            return
        for line in _aligned([[one.member.name, one.member.email or "", one.member.role, one.link] for one in found]):
            typer.echo(line)


_UNENCRYPTED = (
    "The address begins with http://, so links and answers go over the network unencrypted: whoever is on the way can "
    "read them, and sign in with the links. Let people come by https://, unless this is only to try it."
)


@app.command()
def add(  # noqa: PLR0913 - one parameter an option
    cohort: Name,
    *,
    roster: RosterFile = None,
    name: Annotated[str | None, typer.Option(help="The name of one person.")] = None,
    email: Annotated[str | None, typer.Option(help="Their e-mail address.")] = None,
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.LEARNER,
    number: Annotated[str | None, typer.Option("--id", help="What your organisation knows them by.")] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Enrol more people: those of a roster, or one. A roster with a problem enrols nobody."""
    if (roster is None) == (name is None):
        raise typer.BadParameter("name either a roster or one person", param_hint="--roster / --name")
    with _cohorts(data, database) as cohorts:
        found = _read(roster) if roster else Roster(())
        people = found.people if name is None else (Newcomer(name, email, number, role),)
        with _lines_of(roster, found):
            added = cohorts.add(cohort, people)
        typer.echo(f"{_count(len(added))} joined the cohort '{added[0].cohort.name}'.")


@app.command()
def remove(cohort: Name, who: Who, *, data: Data = None, database: Database = None) -> None:
    """Take somebody out of a cohort: their links end at once, and what they did stays."""
    with _cohorts(data, database) as cohorts:
        member = cohorts.remove(cohort, who)
        typer.echo(f"{_called(member)} is no longer in the cohort '{member.cohort.name}'.")


@app.command()
def close(cohort: Name, *, data: Data = None, database: Database = None) -> None:
    """End a cohort: nobody signs in any more, and what was done stays."""
    with _cohorts(data, database) as cohorts:
        typer.echo(f"The cohort '{cohorts.close(cohort).name}' is closed.")


@contextlib.contextmanager
def _cohorts(data: Path | None, database: str | None) -> Iterator[Cohorts]:
    """Give the cohorts of a database; what cannot be done is said in a line, and exits with 1."""
    try:
        with Cohorts(database_of(folder_of(data), database)) as cohorts:
            yield cohorts
    except BadAddress as error:
        raise typer.BadParameter(str(error), param_hint="--address") from error
    except (PeopleError, JournalError, BadSecret) as error:
        _fail(str(error))
    except OSError as error:
        _fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _read(roster: Path) -> Roster:
    """Read a roster; print everything that is wrong with it, and exit with 1 where anything is."""
    with roster.open("rb") as file:
        found = read_roster(file.read(LARGEST_FILE + 1))
    for note in found.notes:
        typer.echo(f"{roster}: {note}", err=True)
    if found.problems:
        _fail(*(f"{roster}:{problem.line}: {problem.text}" for problem in found.problems), "Nobody was enrolled.")
    return found


@contextlib.contextmanager
def _lines_of(roster: Path | None, found: Roster) -> Iterator[None]:
    """Say of people who are there already on which lines of the roster they stand."""
    try:
        yield
    except AlreadyThere as error:
        if roster is None:
            raise
        twice = [row for row in found.rows if row.person in error.people]
        lines = [f"{roster}:{row.line}: {row.person.name!r} is in the cohort already" for row in twice]
        _fail(*lines, "Nobody was enrolled.")


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def _groups(cohorts: Cohorts) -> list[dict[str, str | None]]:
    return [
        {
            "name": cohort.name,
            "state": "closed" if cohort.closed else "open",
            "people": _count(len(cohorts.members(cohort.name))),
            "created": f"{cohort.created:%Y-%m-%d}",
        }
        for cohort in cohorts.cohorts()
    ]


def _people(cohorts: Cohorts, name: str) -> list[dict[str, str | None]]:
    return [
        {"name": who.name, "email": who.email, "id": who.number, "role": str(who.role), "learner": who.learner}
        for who in cohorts.members(name)
    ]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _called(member: Member) -> str:
    return f"{member.name} ({member.email})" if member.email else member.name


def _count(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"
