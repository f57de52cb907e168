"""`misread notes`: print a facilitator's notes, scene by scene."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.format import InvalidMirrors, read_mirrors
from misread_scenarios.library import FOLDER, library
from misread_scenarios.mirrors import Mirrors
from misread_scenarios.model import Scenario
from misread_scenarios.names import default_names
from misread_web.commands import scenario_file
from misread_widgets.views import Telling

WIDTH = 100
"""Characters in a line: short enough to read from some distance."""


def complete_id(incomplete: str) -> list[str]:
    """Return the ids of scenarios and mirrors in the library that complete the typed text."""
    return [id_ for id_ in (*library(), *_mirrors()) if id_.startswith(incomplete)]


def run(
    file: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="A scenario or two mirrors: a file, or an id in the library.",
            autocompletion=complete_id,
        ),
    ],
) -> None:
    """Print a facilitator's notes, scene by scene, with the names that a first run has. Learners never see them."""
    typer.echo("\n".join(_lines(_content(file))))


def _content(file: str) -> Scenario | Mirrors:
    path = Path(file) if Path(file).is_file() else _mirrors().get(file)
    if path is None or not _begins_as_mirrors(path):
        return scenario_file.read(file)
    try:
        return read_mirrors(path)
    except InvalidMirrors as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _mirrors() -> dict[str, Path]:
    return {path.stem: path for path in sorted(FOLDER.glob("*.md")) if _begins_as_mirrors(path)}


def _begins_as_mirrors(path: Path) -> bool:
    with path.open("rb") as text:
        return b"\nformat: mirrors/" in text.read(300)


def _lines(content: Scenario | Mirrors) -> Iterator[str]:
    telling = Telling(content, default_names(content) if isinstance(content, Scenario) else content.names)
    yield telling.text(content.title)
    for heading, notes in _parts(content):
        yield ""
        if heading:
            yield telling.text(heading)
        for note in notes or ("This scene has no notes.",):
            yield textwrap.fill(telling.text(note), WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _parts(content: Scenario | Mirrors) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the notes of each part, with its heading if it has one."""
    if isinstance(content, Mirrors):
        yield "", content.host
    else:
        yield from ((f"{scene.id}  {scene.title}", scene.host) for scene in content.scenes)
