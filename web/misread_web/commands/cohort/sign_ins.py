"""`misread cohort sign-ins`: where people have signed in."""

from __future__ import annotations

import json as json_format
from typing import Annotated

import typer

from misread_records.people import Member, SignIn
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import Json, Name
from misread_web.commands.data_options import Data, Database
from misread_web.commands.output import aligned


def run(
    cohort: Name,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help="An e-mail address, an id, or a name that nobody else has.")
    ] = None,
    *,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List where the people of a cohort signed in, or one of them: when, in which browser, and whether that holds."""
    with opened_cohorts(data, database) as cohorts:
        members = (cohorts.member(cohort, who),) if who else cohorts.members(cohort)
        rows = [_sign_in(member, one) for member in members for one in cohorts.sign_ins.of(member.learner)]
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in aligned([list(row.values()) for row in rows]):
        typer.echo(line)
    if not rows:
        typer.echo("Nobody has signed in.")


def _sign_in(member: Member, one: SignIn) -> dict[str, str]:
    ended = f"ended {one.ended:%Y-%m-%d %H:%M} UTC" if one.ended else "open" if one.is_open else "ran out"
    return {
        "name": member.name,
        "at": f"{one.at:%Y-%m-%d %H:%M} UTC",
        "browser": one.browser or "-",
        "device": "new device" if one.new_device else "known device",
        "state": ended if member.link == one.link or one.link is None or one.ended else "ended by a new link",
    }
