"""`misread check`: everything that is wrong with scenarios."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.checks.checking import check_files
from misread_scenarios.library import FOLDER, is_scenario
from misread_scenarios.problems import Problem
from misread_web.commands import scenario_file


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Scenario files, folders of them, or ids of the library. Nothing: the whole library.",
            autocompletion=scenario_file.complete_id,
            show_default=False,
        ),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Check scenarios: whether they can be read, and every rule that a good scenario keeps.

    Exits with 1 where something must be put right; warnings alone exit with 0.
    """
    places = [found for path in paths or () for found in places_of(path)] or [FOLDER]
    files = [file for found in places for file in scenarios_in(found)]
    problems = check_files(places)
    if json:
        report = {"files": [str(file) for file in files], "problems": [problem.as_json() for problem in problems]}
        typer.echo(json_format.dumps(report, indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(summary(len(files), problems))
    if any(problem.severity == "fail" for problem in problems):
        raise typer.Exit(1)


def places_of(path: str) -> list[Path]:
    """Return what an argument means: a file, or every folder in and below a folder that holds scenarios.

    Raises:
        typer.BadParameter: where it is no file, folder or id, or a folder without scenarios.
    """
    if not Path(path).is_dir():
        return [scenario_file.find(path, "PATH")]
    found = sorted({file.parent for file in Path(path).rglob("*.md") if is_scenario(file)})
    if not found:
        message = f"the folder '{path}' holds no scenario; a scenario is a .md file with `format: scenario/1` on line 2"
        raise typer.BadParameter(message, param_hint="PATH")
    return found


def scenarios_in(place: Path) -> list[Path]:
    """Return the scenario files of a file or folder."""
    return sorted(file for file in place.glob("*.md") if is_scenario(file)) if place.is_dir() else [place]


def summary(files: int, problems: tuple[Problem, ...]) -> str:
    """Return the last line of the report: how much was looked at, and how much was found."""
    warnings = sum(problem.severity == "warn" for problem in problems)
    counts = [(files, "scenario"), (len(problems) - warnings, "problem"), (warnings, "warning")]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)
