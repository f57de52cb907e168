"""`misread doctor`: what is installed, what is missing, and what to do."""

from __future__ import annotations

import dataclasses
import json as json_format
from typing import Annotated

import typer

from misread_web.commands.data_options import Data, place_of
from misread_web.operations import findings


def run(*, json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False, data: Data = None) -> None:
    """Look at what the course needs on this machine, and say what to do where it is missing."""
    found = list(findings(place_of(data)))
    if json:
        typer.echo(
            json_format.dumps([{**dataclasses.asdict(finding), "verdict": finding.word} for finding in found], indent=2)
        )
    else:
        for finding in found:
            typer.echo(f"{finding.word:<9} {finding.name:<17} {finding.detail}")
            if not finding.there:
                typer.echo(f"{'':<27} {finding.remedy}")
    if any(finding.needed and not finding.there for finding in found):
        raise typer.Exit(1)
