"""`misread cohort list`: list the cohorts, or the people of one."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterable
from typing import Annotated

import typer

from misread_records.people import Cohorts, Member
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Json
from misread_web.commands.data_options import Data, Database
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import aligned, people


def run(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="List the people of this cohort.")] = None,
    *,
    removed: Annotated[bool, typer.Option("--removed", help="List those who were removed from it instead.")] = False,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List the cohorts, or the people of one, in the order of their family names."""
    if removed and not name:
        raise typer.BadParameter("name the cohort", param_hint="NAME")
    with opened_cohorts(data, database) as cohorts:
        rows = _people(cohorts.former(name) if removed else cohorts.members(name)) if name else _groups(cohorts)
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in aligned([[value or "" for value in row.values()] for row in rows]):
        typer.echo(line)
    if not rows:
        nobody = "Nobody was removed from it." if removed else "Nobody is in it."
        create = TypedOptions(None, data, database).command("cohort", "create", "NAME", "--roster", "FILE")
        typer.echo(nobody if name else f"There is no cohort yet: {create}")


def _groups(cohorts: Cohorts) -> list[dict[str, str | None]]:
    return [
        {
            "name": cohort.name,
            "state": "closed" if cohort.closed else "open",
            "people": people(len(cohorts.members(cohort.name))),
            "created": f"{cohort.created:%Y-%m-%d}",
        }
        for cohort in cohorts.cohorts()
    ]


def _people(members: Iterable[Member]) -> list[dict[str, str | None]]:
    return [
        {
            "name": who.name,
            "email": who.email,
            "id": who.number,
            "role": str(who.role),
            "learner": who.learner,
            **({"removed": f"{who.removed:%Y-%m-%d}"} if who.removed else {}),
        }
        for who in sorted(members, key=lambda member: member.order)
    ]
