"""`misread cohort sign-ins`: list the sign-ins of a cohort."""

from __future__ import annotations

import json as json_format
from typing import Annotated

import typer

from misread_records.people import Member, SignIn
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName, Json
from misread_web.commands.data_options import Data, Database
from misread_web.commands.output import aligned


def run(
    cohort: CohortName,
    who: Annotated[
        str | None, typer.Argument(metavar="WHO", help="An e-mail address, an id, or a name that nobody else has.")
    ] = None,
    *,
    json: Json = False,
    data: Data = None,
    database: Database = None,
) -> None:
    """List the sign-ins of a cohort, or of one person: when, in which browser, and whether each is still open."""
    with opened_cohorts(data, database) as cohorts:
        members = (cohorts.member(cohort, who),) if who else cohorts.members(cohort)
        rows = [_row(member, sign_in) for member in members for sign_in in cohorts.sign_ins.of(member.learner)]
    if json:
        typer.echo(json_format.dumps(rows, indent=2, ensure_ascii=False))
        return
    for line in aligned([list(row.values()) for row in rows]):
        typer.echo(line)
    if not rows:
        typer.echo("Nobody has signed in.")


def _row(member: Member, sign_in: SignIn) -> dict[str, str]:
    ended = f"ended {sign_in.ended:%Y-%m-%d %H:%M} UTC" if sign_in.ended else "open" if sign_in.is_open else "ran out"
    is_current = sign_in.link is None or member.link == sign_in.link
    return {
        "name": member.name,
        "at": f"{sign_in.at:%Y-%m-%d %H:%M} UTC",
        "browser": sign_in.browser or "-",
        "device": "new device" if sign_in.new_device else "known device",
        "state": ended if is_current or sign_in.ended else "ended by a new link",
    }
