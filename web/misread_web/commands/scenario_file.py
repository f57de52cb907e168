"""Argument FILE of several commands: the path of a scenario, or its id in the library."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.format import read_file
from misread_scenarios.library import library, path_of
from misread_scenarios.model import Scenario


def complete_id(incomplete: str) -> list[str]:
    """Return the ids in the library that complete the typed text."""
    return [id_ for id_ in library() if id_.startswith(incomplete)]


ScenarioFile = Annotated[
    str,
    typer.Argument(
        metavar="FILE", help="A scenario file, or the id of a scenario in the library.", autocompletion=complete_id
    ),
]


def find(file: str, argument: str = "FILE") -> Path:
    """Return the path of the argument, which may be a file or an id; a file has priority.

    Raises:
        typer.BadParameter: if it is neither.
    """
    path = Path(file)
    if path.is_file():
        return path
    if file in library():
        return path_of(file)
    message = f"'{file}' is neither a file nor a scenario in the library; the library has: {', '.join(library())}"
    raise typer.BadParameter(message, param_hint=argument)


def read(file: str) -> Scenario:
    """Return the scenario, or print every problem of its file and exit with 1."""
    reading = read_file(find(file))
    if reading.scenario is None:
        for problem in reading.problems:
            typer.echo(str(problem), err=True)
        raise typer.Exit(1)
    return reading.scenario
