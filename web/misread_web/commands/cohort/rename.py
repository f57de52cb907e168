"""`misread cohort rename`: give a cohort another name."""

from __future__ import annotations

from typing import Annotated

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName
from misread_web.commands.data_options import Data, Database


def run(
    name: CohortName,
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to call it from now on.", show_default=False)],
    *,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give a cohort another name. Its people, their links, their work, marks and grades stay as they are."""
    with opened_cohorts(data, database) as cohorts:
        old = cohorts.contents(name).cohort.name
        renamed = cohorts.rename(name, new)
        typer.echo(f"The cohort '{old}' is now called '{renamed.name}'. Links, work, marks and grades stay.")
        typer.echo(
            "A server that names the cohort (--cohort, --hub-group, their variables or the settings file) needs the "
            "new name and a restart."
        )
