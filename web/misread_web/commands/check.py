"""`misread check`: everything that is wrong with scenarios."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.library import is_scenario, library
from misread_scenarios.problems import Problem
from misread_scenarios.reader import read_file
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
    files = [found for path in paths or library() for found in scenario_files(path)]
    problems = [problem for file in files for problem in read_file(file).problems]
    if json:
        report = {"files": [str(file) for file in files], "problems": [problem.as_json() for problem in problems]}
        typer.echo(json_format.dumps(report, indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(summary(len(files), problems))
    if any(problem.severity == "fail" for problem in problems):
        raise typer.Exit(1)


def scenario_files(path: str) -> Iterator[Path]:
    """Yield the scenario files that an argument means.

    Raises:
        typer.BadParameter: where it is no file, folder or id, or a folder without scenarios.
    """
    if not Path(path).is_dir():
        yield scenario_file.find(path, "PATH")
        return
    found = sorted(file for file in Path(path).rglob("*.md") if is_scenario(file))
    if not found:
        message = (
            f"the folder '{path}' holds no scenario; a scenario is a .md file that begins with `format: scenario/1`"
        )
        raise typer.BadParameter(message, param_hint="PATH")
    yield from found


def summary(files: int, problems: list[Problem]) -> str:
    """Return the last line of the report: how much was looked at, and how much was found."""
    warnings = sum(problem.severity == "warn" for problem in problems)
    counts = [(files, "scenario"), (len(problems) - warnings, "problem"), (warnings, "warning")]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)
