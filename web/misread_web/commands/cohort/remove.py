"""`misread cohort remove`: a person leaves a cohort."""

from __future__ import annotations

import shlex

import typer

from misread_records.people import Member
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Name, Who
from misread_web.commands.data_options import Data, Database


def run(cohort: Name, who: Who, *, data: Data = None, database: Database = None) -> None:
    """Take somebody out of a cohort: their link opens nothing any more, and what they did stays."""
    with opened_cohorts(data, database) as cohorts:
        member = cohorts.remove(cohort, who)
        typer.echo(f"{_called(member)} is no longer in the cohort '{member.cohort.name}'.")
        typer.echo(f"What they did is kept. To let them in again, with all of it: {_way_back(member)}")


def _way_back(member: Member) -> str:
    marks = {"--email": member.email, "--id": member.number}
    given = [word for option, value in marks.items() if value for word in (option, value)]
    return shlex.join(["misread", "cohort", "add", member.cohort.name, "--name", member.name, *given])


def _called(member: Member) -> str:
    return f"{member.name} ({member.email})" if member.email else member.name
