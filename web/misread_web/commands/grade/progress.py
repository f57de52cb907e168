"""Progress and results of grading, as commands print them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer
from rich.progress import BarColumn, MofNCompleteColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from misread_grading.autograding import Progress, Report
from misread_grading.course import Course
from misread_grading.students import called
from misread_web.commands.output import counted, fail


@contextlib.contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show the progress of grading."""
    with ProgressBar("Grading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as shown:
        task = shown.add_task("Grading", total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def tell_graded(course: Course, report: Report) -> None:
    """Print the results of grading; exit with 1 if something could not be graded."""
    typer.echo(f"{counted(len(report.graded), 'submission')} graded, {len(report.unchanged)} as before.")
    for who, note in zip(called(course, report.notes), report.notes.values(), strict=True):
        typer.echo(f"{who}: {note}", err=True)
    if report.failures:
        named = zip(called(course, report.failures), report.failures.values(), strict=True)
        fail(*(f"{who}: not graded: {failure}" for who, failure in named))
