"""`misread cohort close`: end a cohort."""

from __future__ import annotations

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Yes
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import ask, people


def run(cohort: CohortName, *, yes: Yes = False, data: Data = None, database: Database = None) -> None:
    """End a cohort: nobody can sign in any more, and all work stays. `reopen` lets its people in again."""
    with opened_cohorts(data, database) as cohorts:
        before = cohorts.contents(cohort).cohort
        members = cohorts.members(cohort)
        if before.closed:
            typer.echo(f"The cohort '{before.name}' is closed already.")
            return
        ask(
            f"Close the cohort '{before.name}' now? {people(len(members))} can then no longer sign in.",
            f"The cohort '{before.name}' stays open. To close it without this question: --yes",
            yes=yes,
        )
        closed = cohorts.close(cohort)
        reopen = TypedOptions(None, data, database).command("cohort", "reopen", closed.name)
        typer.echo(f"The cohort '{closed.name}' is closed. To open it again: {reopen}")
