"""`misread cohort links`: print everybody's personal sign-in link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.reports import Table, as_file
from misread_records import private_files
from misread_web.auth import (
    HEADINGS,
    BadAddress,
    LinkAuth,
    home_at,
    invitations,
    is_open_to_all,
    read_or_create_secret,
    rows_of,
)
from misread_web.commands.cohort.opened import opened_cohorts
from misread_web.commands.cohort.options import CohortName
from misread_web.commands.data_folder import open_data_folder
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, a_file_to_write
from misread_web.commands.output import aligned, people


def run(  # noqa: PLR0913 - one parameter an option
    name: CohortName,
    *,
    address: Annotated[
        str,
        typer.Option(envvar="MISREAD_ADDRESS", metavar="URL", help="Where learners reach the course.", prompt=False),
    ],
    days: Annotated[int, typer.Option(min=1, max=3650, help="The links work for this many days from now.")] = 90,
    to: Annotated[
        Path | None,
        typer.Option(
            "--to", "--csv", metavar="FILE", help="Write them into a CSV or Excel file.", callback=a_file_to_write
        ),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    renew: Annotated[
        str | None, typer.Option(metavar="WHO", help="End this person's earlier links, and print a new one.")
    ] = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Print everybody's personal link. A link lets in anyone who has it, so send each to its owner alone."""
    with opened_cohorts(data, database) as cohorts:
        home = _home(address)
        if is_open_to_all(home):
            typer.echo(_UNENCRYPTED, err=True)
        members = (cohorts.renew_link(name, renew),) if renew else cohorts.members(name)
        if any(member.cohort.closed for member in members):
            typer.echo(f"The cohort '{name}' is closed, so its links do not work.", err=True)
        authenticator = LinkAuth(cohorts, read_or_create_secret(open_data_folder(data)))
        by_name = sorted(members, key=lambda member: member.order)
        links = invitations(by_name, authenticator, home, datetime.now(UTC) + timedelta(days=days))
        if to:
            private_files.write(to, as_file(Table("Links", HEADINGS, rows_of(links)), to, separator.sign))
            typer.echo(f"{to} has the links of {people(len(links))}; only you may read it.")
            return
        for line in aligned(
            [[link.member.name, link.member.email or "", link.member.role, link.link] for link in links]
        ):
            typer.echo(line)


def _home(address: str) -> str:
    try:
        return home_at(address)
    except BadAddress as error:
        raise typer.BadParameter(str(error), param_hint="--address") from error


_UNENCRYPTED = (
    "The address begins with http://, so links and answers cross the network unencrypted: anybody on the way can "
    "read them, and sign in with the links. Use https://, unless you are only trying the course."
)
