"""Arguments and options that several commands of `misread grade` have."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misread_web.commands.data_options import a_folder

if TYPE_CHECKING:
    from misread_grading.submissions import Counts

Folder = Annotated[
    Path | None,
    typer.Option(
        "--grading",
        metavar="FOLDER",
        envvar="MISREAD_GRADING",
        parser=a_folder,
        help="The folder in which the cohort is graded: a course of nbgrader's. Nothing: `grading` in the data folder.",
    ),
]
OfCohort = Annotated[
    str | None, typer.Option("--cohort", metavar="COHORT", help="Those of this cohort alone; nothing: everybody.")
]
Lesson = Annotated[str, typer.Argument(metavar="LESSON", help="A lesson, or its beginning: m4.", show_default=False)]
Processes = Annotated[
    int | None, typer.Option(min=1, max=256, help="Processes that grade at the same time; without it, one a core.")
]
First = Annotated[bool, typer.Option("--first", help="Keep what was handed in first; else the latest counts.")]


def counts(*, first: bool) -> Counts:
    """Return which of two submissions counts, as the option says."""
    return "first" if first else "latest"
