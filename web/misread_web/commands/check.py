"""`misread check`: everything that is wrong with scenarios, exercises, rubrics and lessons."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from misread_course.catalogue import lessons, short
from misread_course.checks import check_lessons
from misread_scenarios.checks.checking import check_files
from misread_scenarios.exercises.checks import check_sheets
from misread_scenarios.exercises.reading import is_sheet
from misread_scenarios.exercises.shelf import EXERCISES, RUBRICS, UnknownExercise, path_of
from misread_scenarios.library import FOLDER, is_scenario
from misread_scenarios.problems import Problem
from misread_web.commands import measures_table, scenario_file

LOOKS_LIKE = (
    "a scenario is a .md file with `format: scenario/1` on line 2, "
    "an exercise a .yaml file with `format: exercise/1` on line 1"
)


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files of scenarios, exercises or rubrics, folders of them, or ids of the library. "
            "Nothing: all, and the lessons.",
            autocompletion=scenario_file.complete_id,
            show_default=False,
        ),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    measures: Annotated[
        bool, typer.Option("--measures", help="Print how far each case has to be read, and check nothing else.")
    ] = False,
) -> None:
    """Check scenarios, exercises and rubrics: whether they can be read, and every rule that a good one keeps.

    Exits with 1 where something must be put right; warnings alone exit with 0. With --measures it prints a table of the
    cases: what those earn who choose without reading (rules Q25 to Q29), the figures beyond their limits starred.
    """
    places = [found for path in paths or () for found in places_of(path)] or [FOLDER, EXERCISES, RUBRICS]
    scenarios = [file for found in places for file in scenarios_in(found)]
    sheets = [file for found in places for file in sheets_in(found)]
    if measures:
        measures_table.show(scenarios, json=json)
        return
    files = [*scenarios, *sheets]
    problems = check_files(found for found in places if scenarios_in(found)) + check_sheets(sheets)
    if not paths:
        problems += check_lessons([*lessons(), short()])
    if json:
        report = {"files": [str(file) for file in files], "problems": [problem.as_json() for problem in problems]}
        typer.echo(json_format.dumps(report, indent=2, ensure_ascii=False))
    else:
        for problem in problems:
            typer.echo(str(problem))
        typer.echo(summary(len(scenarios), len(sheets), problems))
    if any(problem.severity == "fail" for problem in problems):
        raise typer.Exit(1)


def places_of(path: str) -> list[Path]:
    """Return what an argument means: a file, or every folder in and below a folder that holds something to check.

    Raises:
        typer.BadParameter: where it is no file, folder or id, or a folder with nothing to check.
    """
    if not Path(path).is_dir():
        return [_file_of(path)]
    found = {file.parent for file in Path(path).rglob("*.md") if is_scenario(file)}
    found |= {file.parent for file in Path(path).rglob("*.yaml") if is_sheet(file)}
    if not found:
        message = f"the folder '{path}' holds no scenario and no exercise; {LOOKS_LIKE}"
        raise typer.BadParameter(message, param_hint="PATH")
    return sorted(found)


def _file_of(path: str) -> Path:
    """Return a file, or that of an exercise, a rubric or a scenario of the library."""
    try:
        return Path(path) if Path(path).is_file() else path_of(path)
    except UnknownExercise:
        return scenario_file.find(path, "PATH")


def scenarios_in(place: Path) -> list[Path]:
    """Return the scenario files of a file or folder; a file that does not say what it is counts as one."""
    if not place.is_dir():
        return [] if place.suffix == ".yaml" else [place]
    return sorted(file for file in place.glob("*.md") if is_scenario(file))


def sheets_in(place: Path) -> list[Path]:
    """Return the files of exercises and rubrics of a file or folder."""
    if not place.is_dir():
        return [place] if place.suffix == ".yaml" else []
    return sorted(file for file in place.glob("*.yaml") if is_sheet(file))


def summary(files: int, sheets: int, problems: tuple[Problem, ...]) -> str:
    """Return the last line of the report: how much was looked at, and how much was found."""
    warnings = sum(problem.severity == "warn" for problem in problems)
    looked_at = [each for each in ((files, "scenario"), (sheets, "exercise or rubric file")) if each[0]]
    counts = [*(looked_at or [(0, "scenario")]), (len(problems) - warnings, "problem"), (warnings, "warning")]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)
