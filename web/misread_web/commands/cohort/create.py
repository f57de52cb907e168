"""`misread cohort create`: create a cohort, with the people of a roster."""

from __future__ import annotations

import typer

from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Yes
from misread_web.commands.cohort.rosters import RosterEncoding, RosterFile, lines_of, read
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import people
from misread_web.roster import Roster


def run(  # noqa: PLR0913 - one parameter an option
    name: CohortName,
    *,
    roster: RosterFile = None,
    encoding: RosterEncoding = None,
    yes: Yes = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """Create a cohort, with the people of a roster. A roster with a problem creates nothing."""
    with opened_cohorts(data, database) as cohorts:
        file = read(roster, encoding, yes=yes) if roster else Roster(())
        with lines_of(roster, file):
            cohort = cohorts.create(name, file.people)
        typer.echo(f"The cohort '{cohort.name}' has {people(len(file.people))}.")
        links = TypedOptions(None, data, database).command("cohort", "links", cohort.name, "--address", "URL")
        typer.echo(f"Their personal links: {links}")
