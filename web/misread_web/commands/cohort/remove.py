"""`misread cohort remove`: take a person out of a cohort."""

from __future__ import annotations

import typer

from misread_records.people import Member
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Who
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions


def run(cohort: CohortName, who: Who, *, data: Data = None, database: Database = None) -> None:
    """Take somebody out of a cohort: their link stops working, and their work stays."""
    with opened_cohorts(data, database) as cohorts:
        member = cohorts.remove(cohort, who)
        typer.echo(f"{_called(member)} is no longer in the cohort '{member.cohort.name}'.")
        add = _way_back(member, TypedOptions(None, data, database))
        typer.echo(f"Their work is kept. To let them in again, with all of it: {add}")


def _way_back(member: Member, typed: TypedOptions) -> str:
    """Return the command that lets a member in again."""
    marks = {"--email": member.email, "--id": member.number}
    options = [word for option, value in marks.items() if value for word in (option, value)]
    return typed.command("cohort", "add", member.cohort.name, "--name", member.name, *options)


def _called(member: Member) -> str:
    return f"{member.name} ({member.email})" if member.email else member.name
