"""`misread graph`: print a scenario as a flowchart."""

from __future__ import annotations

import typer

from misread_scenarios.mermaid import mermaid
from misread_web.commands import scenario_file


def run(file: scenario_file.ScenarioFile) -> None:
    """Print a scenario as a Mermaid flowchart: its scenes, the choices between them, and the rules of its endings."""
    typer.echo(mermaid(scenario_file.read(file)), nl=False)
