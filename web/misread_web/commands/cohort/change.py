"""`misread cohort change`: corrections of one person."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import Annotated

import typer

from misread_records.people import Correction, Role, called
from misread_web.commands.cohort.corrections import changes_of, shortest_mark
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Cohort, Who
from misread_web.commands.data_options import Data, Database


def run(  # noqa: PLR0913 - one parameter an option
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
        typer.echo(f"{called(made.member)}: {changes_of(made)}.")
        for line in _what_follows(made):
            typer.echo(line)


def _what_follows(made: Correction) -> Iterator[str]:
    yield "Their work, marks and grades stay theirs, and the link that they have still lets them in."
    cohort = made.after.cohort.name
    if "email" in made.values and made.member.email:
        yield (
            "If the link went to an address that is not theirs, end it and make a new one: misread cohort links "
            f"{shlex.quote(cohort)} --address https://… --renew {shlex.quote(shortest_mark(made.after))}"
        )
    if {"name", "email"} & set(made.values):
        yield "Tables and letters have it from the next misread grade collect, marks, feedback or export on."
    if {"number", "email"} & set(made.values):
        yield "What they handed in from JupyterLab stays under the account that they had there."
    if "role" in made.values:
        yield f"From their next page on, they have what the role {made.after.role} has."
