"""`misread schema`: print the schema of compiled scenarios."""

from __future__ import annotations

import typer

from misread_scenarios.compiled import schema_text


def run() -> None:
    """Print the JSON Schema of the compiled form of a scenario."""
    typer.echo(schema_text(), nl=False)
