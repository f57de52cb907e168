"""`misread cohort`: groups that take the course together: made, listed, renamed, closed, deleted; their links."""

from __future__ import annotations

import json as json_format
import shlex
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from misread_records import private_files
from misread_records.people.cohort_rows import Contents
from misread_records.people.cohorts import Cohorts
from misread_records.people.members import Member
from misread_web.auth.link_auth import Door
from misread_web.auth.secret import secret_of
from misread_web.auth.sign_in_links import HEADINGS, BadAddress, home_at, invitations, is_open_to_all, rows_of
from misread_web.commands.cohort_lists import RosterEncoding, RosterFile, lines_of, read
from misread_web.commands.cohort_options import Json, Name, Yes, aligned, app, ask, counted, opened_cohorts, people
from misread_web.commands.place import (
    CsvSeparator,
    Data,
    Database,
    Separator,
    a_file_to_write,
    folder_of,
)
from misread_web.roster.reader import Roster


@app.command()
def create(  # noqa: PLR0913 - one parameter an option
    name: Name,
    *,
    roster: RosterFile = None,
    encoding: RosterEncoding = None,
    yes: Yes = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Create a cohort, with the people of a roster. A roster with a problem creates nothing."""
    with opened_cohorts(data, database) as cohorts:
        found = read(roster, encoding, yes=yes) if roster else Roster(())
        with lines_of(roster, found):
            cohort = cohorts.create(name, found.people)
        typer.echo(f"The cohort '{cohort.name}' has {people(len(found.people))}.")
        typer.echo(f"Their personal links: misread cohort links '{cohort.name}' --address https://…")


@app.command(name="list")
def list_(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A cohort whose people to list.")] = None,
    *,
    removed: Annotated[bool, typer.Option("--removed", help="Those who were removed from it instead.")] = False,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List the cohorts, or the people of one, in the order of their family names."""
    if removed and not name:
        raise typer.BadParameter("name the cohort", param_hint="NAME")
    with opened_cohorts(data, database) as cohorts:
        rows = _people(cohorts.former(name) if removed else cohorts.members(name)) if name else _groups(cohorts)
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in aligned([[value or "" for value in row.values()] for row in rows]):
        typer.echo(line)
    if not rows:
        nobody = "Nobody was removed from it." if removed else "Nobody is in it."
        typer.echo(nobody if name else "There is no cohort yet: misread cohort create NAME --roster FILE")


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
    with opened_cohorts(data, database) as cohorts:
        home = _home(address)
        if is_open_to_all(home):
            typer.echo(_UNENCRYPTED, err=True)
        members = (cohorts.renew_link(name, renew),) if renew else cohorts.members(name)
        if any(member.cohort.closed for member in members):
            typer.echo(f"The cohort '{name}' is closed, so its links open nothing.", err=True)
        door = Door(cohorts, secret_of(folder_of(data)))
        by_name = sorted(members, key=lambda member: member.order)
        found = invitations(by_name, door, home, datetime.now(UTC) + timedelta(days=days))
        if to:
            # It takes a quarter of a second to load.
            from misread_grading.reports.spreadsheet import Table, as_file  # noqa: PLC0415

            private_files.write(to, as_file(Table("Links", HEADINGS, rows_of(found)), to, separator.sign))
            typer.echo(f"{to} has the links of {people(len(found))}; only you may read it.")
            return
        for line in aligned([[one.member.name, one.member.email or "", one.member.role, one.link] for one in found]):
            typer.echo(line)


def _home(address: str) -> str:
    try:
        return home_at(address)
    except BadAddress as error:
        raise typer.BadParameter(str(error), param_hint="--address") from error


_UNENCRYPTED = (
    "The address begins with http://, so links and answers go over the network unencrypted: whoever is on the way can "
    "read them, and sign in with the links. Let people come by https://, unless this is only to try it."
)


@app.command()
def close(cohort: Name, *, yes: Yes = False, data: Data = None, database: Database = None) -> None:
    """End a cohort: nobody signs in any more, and what was done stays. `reopen` lets its people in again."""
    with opened_cohorts(data, database) as cohorts:
        there = cohorts.contents(cohort).cohort
        members = cohorts.members(cohort)
        if there.closed:
            typer.echo(f"The cohort '{there.name}' is closed already.")
            return
        ask(
            f"Close the cohort '{there.name}' now? {people(len(members))} can then no longer sign in.",
            f"The cohort '{there.name}' stays open. To close it without being asked: --yes",
            yes=yes,
        )
        typer.echo(f"The cohort '{cohorts.close(cohort).name}' is closed. To open it again: {_reopening(there.name)}")


@app.command()
def reopen(cohort: Name, *, data: Data = None, database: Database = None) -> None:
    """Open a cohort that was closed: its people sign in again, by the links that they have."""
    with opened_cohorts(data, database) as cohorts:
        there = cohorts.contents(cohort).cohort
        found = cohorts.reopen(cohort)
        typer.echo(f"The cohort '{found.name}' is open{' again' if there.closed else ' already'}.")


def _reopening(name: str) -> str:
    return f"misread cohort reopen {shlex.quote(name)}"


@app.command()
def rename(
    name: Name,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to call it from now on.", show_default=False)],
    *,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give a cohort another name. Its people, their links, their work, marks and grades stay as they are."""
    with opened_cohorts(data, database) as cohorts:
        old = cohorts.contents(name).cohort.name
        renamed = cohorts.rename(name, new)
        typer.echo(f"The cohort '{old}' is called '{renamed.name}' now. Links, work, marks and grades stay.")
        typer.echo(
            "A server that is told of it by name (--cohort, --hub-group, their variables or the file of settings) "
            "needs the new name, and a new start."
        )


@app.command()
def delete(name: Name, *, yes: Yes = False, data: Data = None, database: Database = None) -> None:
    """Delete a cohort for good: its people, all that they did, and the marks for it. What was graded stays.

    To end a course and keep what was done, close its cohort.
    """
    with opened_cohorts(data, database) as cohorts:
        contents = cohorts.contents(name)
        for line in _what_goes(contents):
            typer.echo(line)
        ask("Delete all of this?", "Nothing was deleted.", yes=yes)
        typer.echo(f"The cohort '{cohorts.delete(name).cohort.name}' was deleted.")


def _what_goes(contents: Contents) -> list[str]:
    removed = f" and {contents.removed:,} who were removed before" if contents.removed else ""
    running = "" if contents.cohort.closed else " It is open: they lose the course at once."
    return [
        f"Of the cohort '{contents.cohort.name}' this deletes for good:",
        f"- {people(contents.people)}{removed}, with names, e-mail addresses, ids and sign-in links.{running}",
        f"- {counted(contents.events, 'record', 'records')} of what they did: every choice, answer and text.",
        f"- {counted(contents.markings, 'record', 'records')} of marks that graders gave.",
        "What was graded stays, with names, where it was graded; misread grade forget LEARNER deletes it there.",
        "Backups stay, too.",
    ]


def _groups(cohorts: Cohorts) -> list[dict[str, str | None]]:
    return [
        {
            "name": cohort.name,
            "state": "closed" if cohort.closed else "open",
            "people": people(len(cohorts.members(cohort.name))),
            "created": f"{cohort.created:%Y-%m-%d}",
        }
        for cohort in cohorts.cohorts()
    ]


def _people(members: Iterable[Member]) -> list[dict[str, str | None]]:
    return [
        {
            "name": who.name,
            "email": who.email,
            "id": who.number,
            "role": str(who.role),
            "learner": who.learner,
            **({"removed": f"{who.removed:%Y-%m-%d}"} if who.removed else {}),
        }
        for who in sorted(members, key=lambda member: member.order)
    ]
