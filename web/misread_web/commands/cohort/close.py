"""`misread cohort close`: the end of a cohort."""

from __future__ import annotations

import shlex

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Name, Yes
from misread_web.commands.data_options import Data, Database
from misread_web.commands.output import ask, people


def run(cohort: Name, *, yes: Yes = False, data: Data = None, database: Database = None) -> None:
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


def _reopening(name: str) -> str:
    return f"misread cohort reopen {shlex.quote(name)}"
