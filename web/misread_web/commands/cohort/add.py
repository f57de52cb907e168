"""`misread cohort add`: enrol more people, or take corrections from a roster."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from misread_records.people import Newcomer, Role, Update, called
from misread_web.commands.cohort.corrections import changes_of, shortest_mark
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Yes
from misread_web.commands.cohort.rosters import NOBODY, RosterEncoding, RosterFile, lines_of, read
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import ask, people
from misread_web.roster import Roster


def run(  # noqa: PLR0913 - one parameter an option
    cohort: CohortName,
    *,
    roster: RosterFile = None,
    update: Annotated[
        bool, typer.Option("--update", help="Also correct people who are in the cohort already.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would happen, and change nothing.")] = False,
    name: Annotated[str | None, typer.Option(help="The name of one person.")] = None,
    email: Annotated[str | None, typer.Option(help="Their e-mail address.")] = None,
    role: Annotated[
        Role | None, typer.Option(help="What they may do. Default: a learner, or as before.", show_default=False)
    ] = None,
    number: Annotated[str | None, typer.Option("--id", help="What your organisation knows them by.")] = None,
    encoding: RosterEncoding = None,
    yes: Yes = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Enrol more people: one person, or everybody on a roster. A roster with a problem enrols nobody.

    Somebody who was removed comes back with all their work. With --update, the roster may be next week's list: the
    command prints who joined, who changed and how many are as before. People who are not on the list stay.
    """
    if (roster is None) == (name is None):
        raise typer.BadParameter("name either a roster or one person", param_hint="--roster / --name")
    typed = TypedOptions(None, data, database)
    with opened_cohorts(data, database) as cohorts:
        file = read(roster, encoding, yes=yes or dry_run) if roster else Roster(())
        person = (Newcomer(name, email, number, role or Role.LEARNER, says_role=role is not None),) if name else ()
        listed = file.people or person
        with lines_of(roster, file):
            planned = cohorts.preview(cohort, listed, corrects=update)
            if update and planned.namesakes:
                _ask_about_namesakes(planned, cohort, typed, yes=yes or dry_run)
            if update and not dry_run:
                planned = cohorts.update(cohort, listed)
            elif not dry_run:
                cohorts.add(cohort, listed)
        for line in _result(planned, cohort, typed, update=update):
            typer.echo(line)
        if dry_run:
            typer.echo("This was a dry run: nothing was changed.")


def _ask_about_namesakes(planned: Update, cohort: str, typed: TypedOptions, *, yes: bool) -> None:
    for person, member in planned.namesakes:
        mark = person.email or person.number
        option, value = ("--email", person.email) if person.email else ("--id", person.number or "ID")
        change = typed.command("cohort", "change", cohort, shortest_mark(member), option, value)
        typer.echo(
            f"{person.name} ({mark}) would join beside {called(member)}. If they are one person, answer no "
            f"and type: {change}",
            err=True,
        )
    refused = f"{NOBODY} To enrol them without this question: --yes"
    ask("Are these other people of the same name?", refused, yes=yes)


def _result(planned: Update, cohort: str, typed: TypedOptions, *, update: bool) -> Iterator[str]:
    """Yield the lines that say how many people joined, changed or came back, and who."""
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
        yield f"  back, with all their work; their old link works again: {called(change.after)}{changes}"
    for change in planned.changed:
        yield f"  changed: {called(change.member)}: {changes_of(change)}"
    if update and planned.unnamed:
        who = ", ".join(called(member) for member in sorted(planned.unnamed, key=lambda member: member.order))
        remove = typed.command("cohort", "remove", cohort, "WHO")
        yield f"  not on the list, and still in the cohort: {who}. To take somebody out: {remove}"


def _named(person: Newcomer) -> str:
    return " ".join([person.name, *(f"({mark})" for mark in [person.email or person.number] if mark)])
