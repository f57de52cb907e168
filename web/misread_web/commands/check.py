"""`misread check`: everything that is wrong with scenarios, exercises, rubrics, forms, lessons and review cards."""

from __future__ import annotations

import json as json_format
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from misread_course.catalogue import apart, lessons
from misread_course.checks import check_course, check_lessons
from misread_course.translating import check_translations
from misread_scenarios.checks import check_files
from misread_scenarios.exercises import FOLDERS, UnknownExercise, path_of
from misread_scenarios.exercises.checks import check_sheets
from misread_scenarios.format import (
    PLAYS,
    YAML,
    is_scenario,
    is_sheet,
    nameless,
    play_files,
    scenario_files,
    sheet_files,
)
from misread_scenarios.library import FOLDER
from misread_scenarios.plays import check_plays
from misread_scenarios.problems import Problem
from misread_scenarios.released import check_released
from misread_scenarios.review_checks import check_reviews
from misread_web.commands import measures_table, scenario_file
from misread_web.commands.data_options import GRADING, place_of
from misread_web.operations import searched_rarely

LOOKS_LIKE = (
    "a scenario is a .md file with `format: scenario/1` on line 2, "
    "an exercise a .yaml file with `format: exercise/1` on line 1"
)


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH",
            help="Files of scenarios, exercises, rubrics or forms, folders of them, or ids of the library. "
            "Without any: the whole library, the lessons and the review cards.",
            autocompletion=scenario_file.complete_id,
            show_default=False,
        ),
    ] = None,
    *,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    grading: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            envvar="MISREAD_GRADING",
            help="A folder of grades, whose released versions are compared with the present content. "
            "Default: `grading` in the data folder.",
        ),
    ] = None,
    measures: Annotated[
        bool,
        typer.Option(
            "--measures", help="Print how much reading each case takes to score well, and check nothing else."
        ),
    ] = False,
) -> None:
    """Check scenarios, exercises, rubrics and forms: whether they can be read, and every rule that a good one keeps.

    Exit with 1 if there are problems; with only warnings, exit with 0. With --measures, print a table of the
    cases: what players earn who choose without reading (rules Q25 to Q29); figures beyond the limits have a star.
    """
    places = [place for path in paths or () for place in places_of(path)] or [FOLDER, *FOLDERS]
    scenarios = [file for place in places for file in scenarios_in(place)]
    sheets = [file for place in places for file in sheets_in(place)]
    if measures:
        with searched_rarely():
            measures_table.show(scenarios, json=json)
        return
    plays = [file for place in places for file in plays_in(place)]
    files = [*scenarios, *sheets, *plays]
    passed_over = nameless(file for path in paths or () for file in _below(Path(path)))
    problems = _problems_in(places, sheets, plays)
    problems += check_released(_released_ids(grading), [*scenarios, *sheets])
    if not paths:
        problems += check_lessons([*lessons(), *apart()]) + check_course(lessons())
        problems += check_reviews() + check_translations()
    last = summary(len(scenarios), len(sheets), len(plays), problems)
    typer.echo(_as_json(files, passed_over, problems) if json else _as_text(passed_over, problems, last))
    if any(problem.severity == "fail" for problem in problems):
        raise typer.Exit(1)


def _problems_in(places: Iterable[Path], sheets: list[Path], plays: Iterable[Path]) -> tuple[Problem, ...]:
    """Return the problems in the scenarios of some places, and in files of exercises, rubrics and plays."""
    with searched_rarely():
        problems = check_files(place for place in places if scenarios_in(place)) + check_sheets(sheets)
    return problems + tuple(problem for file in plays for problem in check_plays(file))


def _as_json(files: Iterable[Path], passed_over: Iterable[Path], problems: Iterable[Problem]) -> str:
    """Return the report for a program."""
    report = {
        "files": [str(file) for file in files],
        "not_checked": [str(file) for file in passed_over],
        "problems": [problem.as_json() for problem in problems],
    }
    return json_format.dumps(report, indent=2, ensure_ascii=False)


def _as_text(passed_over: Iterable[Path], problems: Iterable[Problem], last: str) -> str:
    """Return the report for a person, with a line for each problem and for each file that was not checked."""
    not_checked = [f"{file}: not checked, because it names no format; {LOOKS_LIKE}" for file in passed_over]
    return "\n".join([*map(str, problems), *not_checked, last])


def _released_ids(grading: Path | None) -> Path:
    """Return the folder with the ids of released versions; it need not exist."""
    data = os.environ.get("MISREAD_DATA")
    return (grading or place_of(Path(data) if data else None) / GRADING) / "content"


def places_of(path: str) -> list[Path]:
    """Return the places that an argument means: a file, or the folders in and below a folder with files to check.

    Raises:
        typer.BadParameter: if it is not a file, folder or id, or a folder without files to check.
    """
    if not Path(path).is_dir():
        return [_file_of(path)]
    folders = {
        file.parent for file in _below(Path(path)) if is_scenario(file) or is_sheet(file) or file.suffix == PLAYS
    }
    if not folders:
        message = f"the folder '{path}' holds no scenario and no exercise; {LOOKS_LIKE}"
        raise typer.BadParameter(message, param_hint="PATH")
    return sorted(folders)


def _file_of(path: str) -> Path:
    """Return a file, or the file of an exercise, rubric or scenario of the library."""
    try:
        return Path(path) if Path(path).is_file() else path_of(path)
    except UnknownExercise:
        return scenario_file.find(path, "PATH")


def scenarios_in(place: Path) -> list[Path]:
    """Return the scenario files of a file or folder; a file that names no format counts as a scenario."""
    if not place.is_dir():
        return [] if place.suffix.lower() in YAML | {PLAYS} else [place]
    return scenario_files(place)


def sheets_in(place: Path) -> list[Path]:
    """Return the files of exercises, rubrics and forms of a file or folder."""
    if not place.is_dir():
        return [place] if place.suffix.lower() in YAML else []
    return sheet_files(place)


def plays_in(place: Path) -> list[Path]:
    """Return the play files of a folder; for a file, the file itself or the play file beside it."""
    if place.is_dir():
        return play_files(place)
    beside = place.with_suffix(PLAYS)
    return [beside] if beside.is_file() else []


def _below(folder: Path) -> Iterator[Path]:
    """Yield the files in and below a folder, without hidden files and without folders that are links."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in sorted(files) if not name.startswith("."))


def summary(scenarios: int, sheets: int, plays: int, problems: tuple[Problem, ...]) -> str:
    """Return the last line of the report: the numbers of files and of problems. Plays count with their scenarios."""
    warnings = sum(problem.severity == "warn" for problem in problems)
    looked_at = [each for each in ((scenarios, "scenario"), (sheets, "exercise, rubric or form file")) if each[0]]
    alone = (plays, "play file") if plays else (0, "scenario")
    counts = [*(looked_at or [alone]), (len(problems) - warnings, "problem"), (warnings, "warning")]
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts)
