"""`misread cohort`: people who join, are put right, leave and come back."""

from __future__ import annotations

import json as json_format
import shlex
from collections.abc import Iterator
from typing import Annotated

import typer

from misread_records.people.corrections import Change, Update, called
from misread_records.people.members import Member, Newcomer, Role
from misread_records.people.sign_ins import SignIn
from misread_web.commands.cohort_lists import NOBODY, RosterEncoding, RosterFile, lines_of, read
from misread_web.commands.cohort_options import Cohort, Json, Name, Who, Yes, aligned, app, ask, opened_cohorts, people
from misread_web.commands.place import Data, Database
from misread_web.roster.reader import Roster

_CALLED = {"name": "name", "email": "e-mail address", "number": "id", "role": "role"}


@app.command()
def add(  # noqa: PLR0913 - one parameter an option
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
            f"{shlex.quote(cohort)} {shlex.quote(_short(member))} --email or --id",
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
        changes = f"; {_changes(change)}" if change.values else ""
        yield f"  back, with all that they did, and the link they had works again: {called(change.after)}{changes}"
    for change in planned.changed:
        yield f"  changed: {called(change.member)}: {_changes(change)}"
    if update and planned.unnamed:
        who = ", ".join(called(member) for member in sorted(planned.unnamed, key=lambda one: one.order))
        way = f"misread cohort remove {shlex.quote(cohort)} WHO"
        yield f"  not on the list, and still in: {who}. To take somebody out: {way}"


@app.command()
def change(  # noqa: PLR0913 - one parameter an option
    cohort: Cohort,
    who: Who,
    *,
    name: Annotated[str | None, typer.Option(help="What they are called.")] = None,
    email: Annotated[str | None, typer.Option(help="Their e-mail address; '' takes it away.")] = None,
    role: Annotated[Role | None, typer.Option(help="What they may do.", show_default=False)] = None,
    number: Annotated[
        str | None, typer.Option("--id", help="What your organisation knows them by; '' takes it away.")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Put somebody right: their name, address, role or id. They keep their work, marks, grades and sign-in link."""
    said = {"name": name, "email": email, "role": role, "number": number}
    values = {key: value or None for key, value in said.items() if value is not None}
    if not values:
        raise typer.BadParameter("say what is to change", param_hint="--name / --email / --role / --id")
    with opened_cohorts(data, database) as cohorts:
        made = cohorts.change(cohort, who, **values)
        if not made.values:
            typer.echo(f"{called(made.member)} is so already; nothing was changed.")
            return
        typer.echo(f"{called(made.member)}: {_changes(made)}.")
        for line in _what_follows(made):
            typer.echo(line)


def _what_follows(made: Change) -> Iterator[str]:
    yield "Their work, marks and grades stay theirs, and the link that they have still lets them in."
    cohort = made.after.cohort.name
    if "email" in made.values and made.member.email:
        yield (
            "If the link went to an address that is not theirs, end it and make a new one: misread cohort links "
            f"{shlex.quote(cohort)} --address https://… --renew {shlex.quote(_short(made.after))}"
        )
    if {"name", "email"} & set(made.values):
        yield "Tables and letters have it from the next misread grade collect, marks, feedback or export on."
    if {"number", "email"} & set(made.values):
        yield "What they handed in from JupyterLab stays under the account that they had there."
    if "role" in made.values:
        yield f"From their next page on, they have what the role {made.after.role} has."


@app.command()
def remove(cohort: Name, who: Who, *, data: Data = None, database: Database = None) -> None:
    """Take somebody out of a cohort: their link opens nothing any more, and what they did stays."""
    with opened_cohorts(data, database) as cohorts:
        member = cohorts.remove(cohort, who)
        typer.echo(f"{_called(member)} is no longer in the cohort '{member.cohort.name}'.")
        typer.echo(f"What they did is kept. To let them in again, with all of it: {_way_back(member)}")


def _way_back(member: Member) -> str:
    marks = {"--email": member.email, "--id": member.number}
    given = [word for option, value in marks.items() if value for word in (option, value)]
    return shlex.join(["misread", "cohort", "add", member.cohort.name, "--name", member.name, *given])


def _changes(change: Change) -> str:
    """Say the fields that have another value, from what to what."""
    return ", ".join(
        f"{_CALLED[key]} {_shown(getattr(change.member, key))} to {_shown(value)}"
        for key, value in change.values.items()
        if key in _CALLED
    )


def _shown(value: object) -> str:
    return f"'{value}'" if value else "none"


def _named(person: Newcomer) -> str:
    return " ".join([person.name, *(f"({mark})" for mark in [person.email or person.number] if mark)])


def _short(member: Member) -> str:
    return member.email or member.number or member.name


def _called(member: Member) -> str:
    return f"{member.name} ({member.email})" if member.email else member.name


@app.command(name="sign-ins")
def sign_ins(
    cohort: Name,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help="An e-mail address, an id, or a name that nobody else has.")
    ] = None,
    *,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List where the people of a cohort signed in, or one of them: when, in which browser, and whether that holds."""
    with opened_cohorts(data, database) as cohorts:
        members = (cohorts.member(cohort, who),) if who else cohorts.members(cohort)
        rows = [_sign_in(member, one) for member in members for one in cohorts.sign_ins.of(member.learner)]
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in aligned([list(row.values()) for row in rows]):
        typer.echo(line)
    if not rows:
        typer.echo("Nobody has signed in.")


def _sign_in(member: Member, one: SignIn) -> dict[str, str]:
    ended = f"ended {one.ended:%Y-%m-%d %H:%M} UTC" if one.ended else "open" if one.is_open else "ran out"
    return {
        "name": member.name,
        "at": f"{one.at:%Y-%m-%d %H:%M} UTC",
        "browser": one.browser or "-",
        "device": "new device" if one.new_device else "known device",
        "state": ended if member.link == one.link or one.link is None or one.ended else "ended by a new link",
    }
