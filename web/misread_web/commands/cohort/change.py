"""`misread cohort change`: correct one person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from misread_records.people import Correction, Role, called
from misread_web.commands.cohort.corrections import changes_of, shortest_mark
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import MembersCohort, Who
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions


def run(  # noqa: PLR0913 - one parameter an option
    cohort: MembersCohort,
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
    """Correct a person's name, address, role or id. They keep their work, marks, grades and sign-in link."""
    typed = {"name": name, "email": email, "role": role, "number": number}
    values = {key: value or None for key, value in typed.items() if value is not None}
    if not values:
        raise typer.BadParameter("name what to change", param_hint="--name / --email / --role / --id")
    with opened_cohorts(data, database) as cohorts:
        correction = cohorts.change(cohort, who, **values)
        if not correction.values:
            typer.echo(f"{called(correction.member)} has these values already; nothing was changed.")
            return
        typer.echo(f"{called(correction.member)}: {changes_of(correction)}.")
        for line in _what_follows(correction, TypedOptions(None, data, database)):
            typer.echo(line)


def _what_follows(correction: Correction, typed: TypedOptions) -> Iterator[str]:
    yield "They keep their work, marks and grades, and the link that they have still lets them in."
    cohort = correction.after.cohort.name
    if "email" in correction.values and correction.member.email:
        words = ("links", cohort, "--address", "URL", "--renew", shortest_mark(correction.after))
        renew = typed.command("cohort", *words)
        yield f"If the link went to an address that is not theirs, end it and make a new one: {renew}"
    if {"name", "email"} & set(correction.values):
        yield "Tables and e-mails have it after the next misread grade collect, marks, feedback or export."
    if {"number", "email"} & set(correction.values):
        yield "What they handed in from JupyterLab stays under the account that they had there."
    if "role" in correction.values:
        yield f"They have the rights of a {correction.after.role} from their next page on."
