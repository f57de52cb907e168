"""`misread cohort reopen`: open a closed cohort again."""

from __future__ import annotations

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName
from misread_web.commands.data_options import Data, Database


def run(cohort: CohortName, *, data: Data = None, database: Database = None) -> None:
    """Open a closed cohort again: its people can sign in with the links that they have."""
    with opened_cohorts(data, database) as cohorts:
        before = cohorts.contents(cohort).cohort
        opened = cohorts.reopen(cohort)
        typer.echo(f"The cohort '{opened.name}' is open{' again' if before.closed else ' already'}.")
