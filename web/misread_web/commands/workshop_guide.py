"""`misread workshop-guide`: writes a guide, a workbook and slides for a workshop on a case."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.language import LANGUAGES, speaking, spoken
from misread_web.workshop import (
    Guide,
    NoGuide,
    guide_documents,
    guide_of,
    powerpoint,
    powerpoint_trouble,
    slides_of,
)

Case = Annotated[str, typer.Argument(metavar="CASE", help="A case of the library, such as sam-priya.")]
Minutes = Annotated[int, typer.Option(help="How long the workshop is: 60, 90 or 180 minutes.")]
Folder = Annotated[Path, typer.Option(metavar="FOLDER", help="Where the files are written.")]

Lang = Annotated[str, typer.Option(metavar="LANG", help="The language of the files: en or de.")]


def run(case: Case, *, minutes: Minutes = 90, folder: Folder = Path(), lang: Lang = "en") -> None:
    """Write what a facilitator prepares with: a guide with minutes, a participant's workbook and slides.

    They are made of the case's own file and a ready-made agenda. PDF files need misread[pdf], slides misread[slides];
    without the first, guide and workbook are written as pages to print.
    """
    if lang not in LANGUAGES:
        typer.echo(f"--lang: '{lang[:20]}' is not a language of the course; there are {', '.join(LANGUAGES)}", err=True)
        raise typer.Exit(2)
    with speaking(lang):
        try:
            guide = guide_of(case, minutes)
        except NoGuide as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file in _written(guide, folder):
                typer.echo(file)
        except OSError as error:
            typer.echo(f"{folder}: the files cannot be written: {error.strerror}. Name another --folder.", err=True)
            raise typer.Exit(1) from error


def _written(guide: Guide, folder: Path) -> list[Path]:
    """Write the files, and return their paths."""
    begins = f"misread-{guide.case}-{guide.minutes}"
    files = {f"{begins}-{name}": content for name, content in guide_documents(guide).items()}
    trouble = powerpoint_trouble()
    if trouble is None:
        now = datetime.now(UTC)
        files[f"{begins}-slides.pptx"] = powerpoint(slides_of(guide), title=guide.title, lang=spoken(), made=now)
    else:
        typer.echo(trouble, err=True)
    paths = []
    for name, content in files.items():
        path = folder / name
        path.write_bytes(content)
        paths.append(path)
    return paths
