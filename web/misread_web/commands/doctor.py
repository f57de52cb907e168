"""`misread doctor`: check what is installed, and how to get what is missing."""

from __future__ import annotations

import dataclasses
import json as json_format
from typing import Annotated

import typer

from misread_web.commands.data_options import Data, place_of
from misread_web.operations import findings


def run(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False, data: Data = None) -> None:
    """Check that this machine has what the course needs, and print how to get what is missing."""
    checked = list(findings(place_of(data)))
    if json:
        typer.echo(
            json_format.dumps(
                [{**dataclasses.asdict(finding), "verdict": finding.word} for finding in checked], indent=2
            )
        )
    else:
        for finding in checked:
            typer.echo(f"{finding.word:<9} {finding.name:<17} {finding.detail}")
            if not finding.is_fine:
                typer.echo(f"{'':<27} {finding.remedy}")
    if any(finding.needed and not finding.is_fine for finding in checked):
        raise typer.Exit(1)
