"""Table of `misread check --measures`: how far each case rewards reading over guessing."""

from __future__ import annotations

import json as json_format
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from misread_scenarios.checks import worlds
from misread_scenarios.format import read_file
from misread_scenarios.paths import Measures, Uncountable, count, is_case

HEADINGS = ("case", "worlds", "best list", "laziest habit", "top by a habit", "hours r", "best options", "uneven")
LIMITS = (
    "at most",
    "",
    f"{worlds.MOST_FOR_A_LIST:.2f}",
    f"{worlds.MOST_FOR_A_HABIT:.2f}",
    f"{worlds.LUCK:.0%}",
    f"{worlds.MOST_HOURS_LINK:.2f}",
    f"{worlds.FEWEST_BEST}, half {worlds.OFTEN_BEST}",
    f"{worlds.MOST_UNEVEN:.0%}",
)


def show(files: Iterable[Path], *, json: bool) -> None:
    """Print the measures of every case among the files, as a table or as JSON.

    The command names files that cannot be read or counted on the error stream, and exits with 1.
    """
    cases, broken = [], []
    for file in files:
        scenario = read_file(file).scenario
        try:
            if scenario is None:
                broken.append(f"{file.name} cannot be read; misread check {file} says why")
            elif is_case(scenario):
                cases.append(Measures(count(scenario)))
        except Uncountable as error:
            broken.append(f"{file.name}: {error}")
    typer.echo(json_format.dumps([as_json(measures) for measures in cases], indent=2) if json else table(cases))
    for message in broken:
        typer.echo(message, err=True)
    if broken:
        raise typer.Exit(1)


def as_json(measures: Measures) -> dict[str, object]:
    """Return the measures of one case as plain data."""
    return {
        "case": measures.scenario.id,
        "worlds": [
            {"drawn": dict(world.drawn), "paths": world.paths, "maximum": world.maximum, "mean": round(world.mean, 4)}
            for world in measures.worlds
        ],
        "best_list": {"share": round(measures.fixed.share, 4), "picks": list(measures.fixed.picks.values())},
        "habits": {
            name: {"share": round(habit.share, 4), "top": round(habit.top, 4)}
            for name, habit in measures.habits.items()
        },
        "hours": None if measures.hours is None else round(measures.hours, 4),
        "best_somewhere": {scene: list(ids) for scene, ids in measures.best_somewhere.items()},
        "unevenness": round(measures.unevenness, 4),
    }


def table(cases: Iterable[Measures]) -> str:
    """Return the measures of cases as a Markdown table, with the limits below the headings."""
    rows = [list(HEADINGS), list(LIMITS), *(list(_row(measures)) for measures in cases)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    return "\n".join([lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]])


def _row(measures: Measures) -> Iterator[str]:
    habits, best = measures.habits, measures.best_somewhere
    laziest = max(habits, key=lambda name: habits[name].share)
    luckiest = max(habits.values(), key=lambda habit: habit.top)
    hours = measures.hours or 0
    counts = ", ".join(str(len(ids)) for ids in best.values())
    yield measures.scenario.id
    yield str(len(measures.worlds))
    yield _starred(f"{measures.fixed.share:.2f}", beyond=worlds.pays_by_list(measures))
    yield _starred(f"{habits[laziest].share:.2f} {laziest}", beyond=worlds.pays_by_habit(habits[laziest]))
    yield _starred(f"{luckiest.top:.0%}", beyond=worlds.wins_by_habit(luckiest))
    yield _starred(f"{hours:+.2f}", beyond=worlds.tells(hours))
    yield _starred(counts, beyond=any(map(worlds.is_idle, best.values())) or worlds.seldom_three(best))
    yield _starred(f"{measures.unevenness:.1%}", beyond=worlds.is_uneven(measures))


def _starred(figure: str, *, beyond: bool) -> str:
    return f"{figure} *" if beyond else figure
