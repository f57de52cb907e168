"""`misread coverage`: where each idea of the course is taught, practised and assessed."""

from __future__ import annotations

import json as json_format
from typing import Annotated

import typer

from misread_course.catalogue import lessons
from misread_course.coverage import Coverage, coverage
from misread_scenarios.ideas import ideas


def run(
    *,
    gaps: Annotated[bool, typer.Option("--gaps", help="Only the ideas that miss something.")] = False,
    json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Print where each idea of the course is taught, practised and assessed.

    Every idea is to be taught and practised; a core idea, with a star, is to be assessed as well.
    """
    every = coverage(lessons())
    rows = [row for row in every if row.gaps or not gaps]
    if json:
        typer.echo(json_format.dumps([_as_json(row) for row in rows], indent=2))
        return
    complete = sum(not row.gaps for row in every)
    lines = [line for row in rows for line in _lines(row)]
    typer.echo("\n".join([*lines, f"{complete} of {len(every)} ideas have all that they need"]))


def _as_json(row: Coverage) -> dict[str, object]:
    return {
        "idea": row.idea,
        "text": ideas()[row.idea].text,
        "core": row.core,
        **{str(way): places for way, places in row.places.items()},
        "missing": row.gaps,
    }


def _lines(row: Coverage) -> list[str]:
    star = "*" if row.core else " "
    head = f"{row.idea + star:<6}{ideas()[row.idea].text}"
    ways = [f"        {way:<10}{', '.join(places)}" for way, places in row.places.items() if places]
    return [head, *ways, *([f"        missing   {', '.join(row.gaps)}"] if row.gaps else [])]
