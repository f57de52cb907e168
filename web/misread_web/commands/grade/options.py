"""Arguments and options of several commands of `misread grade`."""

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
        help="The folder in which the cohort is graded: an nbgrader course. Default: `grading` in the data folder.",
    ),
]
OfCohort = Annotated[
    str | None, typer.Option("--cohort", metavar="COHORT", help="Only the members of this cohort. Default: everybody.")
]
LessonArgument = Annotated[
    str, typer.Argument(metavar="LESSON", help="A lesson, or the start of its name: m4.", show_default=False)
]
Processes = Annotated[
    int | None,
    typer.Option(min=1, max=256, help="Processes that grade at the same time. Default: one for each core."),
]
First = Annotated[bool, typer.Option("--first", help="Keep the first submission. Default: the latest counts.")]


def counts(*, first: bool) -> Counts:
    """Return which of several submissions counts, as the option says."""
    return "first" if first else "latest"
