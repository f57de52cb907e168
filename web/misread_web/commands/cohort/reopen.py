"""`misread cohort reopen`: a closed cohort opens again."""

from __future__ import annotations

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Name
from misread_web.commands.data_options import Data, Database


def run(cohort: Name, *, data: Data = None, database: Database = None) -> None:
    """Open a cohort that was closed: its people sign in again, by the links that they have."""
    with opened_cohorts(data, database) as cohorts:
        there = cohorts.contents(cohort).cohort
        found = cohorts.reopen(cohort)
        typer.echo(f"The cohort '{found.name}' is open{' again' if there.closed else ' already'}.")
