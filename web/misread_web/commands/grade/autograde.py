"""`misread grade autograde`: score the submissions of a lesson."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.autograding import Workers, executors
from misread_grading.autograding import autograde as graded
from misread_grading.gradebook import keep_graded, update_penalties
from misread_web.commands.data_options import Data
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import lesson_named, open_graded_course
from misread_web.commands.grade.options import Folder, LessonArgument, Processes
from misread_web.commands.grade.progress import progress_bar, tell_graded
from misread_web.commands.next_command import TypedOptions

Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Grade on a Dask cluster: tls://host:8786, or tcp://host:8786 in a private network alone.",
    ),
]
Authority = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="The certificate of the authority that signed the cluster's certificates (PEM).",
    ),
]
OwnCertificate = Annotated[
    Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="This machine's certificate (PEM).")
]
OwnKey = Annotated[
    Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="The key of that certificate (PEM).")
]
_ALL_FOUR = (
    "a cluster with certificates needs all four: --scheduler tls://host:8786 --tls-ca-file FILE --tls-cert FILE "
    "--tls-key FILE"
)


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    *,
    workers: Processes = None,
    scheduler: Scheduler = None,
    tls_ca_file: Authority = None,
    tls_cert: OwnCertificate = None,
    tls_key: OwnKey = None,
    force: Annotated[
        bool, typer.Option("--force", help="Also grade submissions that have not changed since they were graded.")
    ] = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Grade every submission of a lesson that is new or has changed. Marks by graders are kept.

    A submission that cannot be graded does not stop the others; it is named at the end, and the command exits with 1.
    """
    certificates = [file for file in (tls_ca_file, tls_cert, tls_key) if file is not None]
    if certificates and (tls_ca_file is None or tls_cert is None or tls_key is None or scheduler is None):
        raise typer.BadParameter(_ALL_FOUR)
    with plain_errors(TypedOptions(grading, data)):
        course, name = open_graded_course(grading, data), lesson_named(lesson)
        with _workers(scheduler, workers, certificates) as pool, progress_bar() as progress:
            report = graded(course, name, pool, force=force, progress=progress)
        update_penalties(course, name)
        changed = keep_graded(course, name)
        if changed:
            again = TypedOptions(grading, data).command("grade", "regrade", name)
            typer.echo(
                f"{', '.join(changed)} changed after some submissions were graded. To grade those again: {again}"
            )
        tell_graded(course, report)


def _workers(scheduler: str | None, workers: int | None, files: list[Path]) -> AbstractContextManager[Workers]:
    """Return the workers: a cluster, with these certificates if there are any, or processes of this machine."""
    if scheduler is None:
        return executors.processes(workers or os.cpu_count() or 1)
    return executors.cluster(scheduler, certificates=executors.Certificates(*files) if files else None)
