"""`misread cohort add`: more people, or corrections from a roster."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Annotated

import typer

from misread_records.people import Newcomer, Role, Update, called
from misread_web.commands.cohort.corrections import changes_of, shortest_mark
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Name, Yes
from misread_web.commands.cohort.rosters import NOBODY, RosterEncoding, RosterFile, lines_of, read
from misread_web.commands.data_options import Data, Database
from misread_web.commands.output import ask, people
from misread_web.roster import Roster


def run(  # noqa: PLR0913 - one parameter an option
    cohort: Name,
    *,
    roster: RosterFile = None,
    update: Annotated[
        bool, typer.Option("--update", help="Take corrections of people who are in it as well as newcomers.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    name: Annotated[str | None, typer.Option(help="The name of one person.")] = None,
    email: Annotated[str | None, typer.Option(help="Their e-mail address.")] = None,
    role: Annotated[
        Role | None, typer.Option(help="What they may do. Nothing: a learner, or as before.", show_default=False)
    ] = None,
    number: Annotated[str | None, typer.Option("--id", help="What your organisation knows them by.")] = None,
    encoding: RosterEncoding = None,
    yes: Yes = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Enrol more people: those of a roster, or one. A roster with a problem enrols nobody.

    Somebody who was removed is back with all that they did. With --update, the roster may be next week's list: it says
    who joined, who changed and who is as before, and those who are not on it stay.
    """
    if (roster is None) == (name is None):
        raise typer.BadParameter("name either a roster or one person", param_hint="--roster / --name")
    with opened_cohorts(data, database) as cohorts:
        found = read(roster, encoding, yes=yes or dry_run) if roster else Roster(())
        one = (Newcomer(name, email, number, role or Role.LEARNER, says_role=role is not None),) if name else ()
        listed = found.people or one
        with lines_of(roster, found):
            planned = cohorts.preview(cohort, listed, corrects=update)
            if update and planned.namesakes:
                _ask_about_namesakes(planned, cohort, yes=yes or dry_run)
            if update and not dry_run:
                planned = cohorts.update(cohort, listed)
            elif not dry_run:
                cohorts.add(cohort, listed)
        for line in _what_came(planned, cohort, update=update):
            typer.echo(line)
        if dry_run:
            typer.echo("This was a dry run: nothing was changed.")


def _ask_about_namesakes(planned: Update, cohort: str, *, yes: bool) -> None:
    for person, member in planned.namesakes:
        mark = person.email or person.number
        typer.echo(
            f"{person.name} ({mark}) would join beside {called(member)}. If that is one person: misread cohort change "
            f"{shlex.quote(cohort)} {shlex.quote(shortest_mark(member))} --email or --id",
            err=True,
        )
    refused = f"{NOBODY} To enrol them without being asked: --yes"
    ask("Are these other people of the same name?", refused, yes=yes)


def _what_came(planned: Update, cohort: str, *, update: bool) -> Iterator[str]:
    """Yield what to say of a list: how many of each kind, and who."""
    if update:
        back = [f"{len(planned.back)} came back"] if planned.back else []
        counts = [f"{len(planned.joined)} joined", *back, f"{len(planned.changed)} changed"]
        yield f"{', '.join(counts)}, {len(planned.same)} as before."
        yield from (f"  joined: {_named(person)}" for person in planned.joined)
    elif planned.joined or not planned.back:
        yield f"{people(len(planned.joined))} joined the cohort '{cohort}'."
    if planned.back and not update:
        yield f"{people(len(planned.back))} came back to the cohort '{cohort}'."
    for change in planned.back:
        changes = f"; {changes_of(change)}" if change.values else ""
        yield f"  back, with all that they did, and the link they had works again: {called(change.after)}{changes}"
    for change in planned.changed:
        yield f"  changed: {called(change.member)}: {changes_of(change)}"
    if update and planned.unnamed:
        who = ", ".join(called(member) for member in sorted(planned.unnamed, key=lambda one: one.order))
        way = f"misread cohort remove {shlex.quote(cohort)} WHO"
        yield f"  not on the list, and still in: {who}. To take somebody out: {way}"


def _named(person: Newcomer) -> str:
    return " ".join([person.name, *(f"({mark})" for mark in [person.email or person.number] if mark)])
