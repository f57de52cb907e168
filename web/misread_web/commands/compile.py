"""`misread compile`: print a scenario as JSON."""

from __future__ import annotations

import typer

from misread_scenarios.compiled import to_json
from misread_web.commands import scenario_file


def run(file: scenario_file.ScenarioFile) -> None:
    """Print the compiled form of a scenario: JSON that follows `misread schema`."""
    typer.echo(to_json(scenario_file.read(file)), nl=False)
