"""`misread grade`: from what a cohort did to submissions, and from those to scores in nbgrader's gradebook."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from misread_web.commands.grade_dates import meant_by
from misread_web.commands.grading_folder import (
    Folder,
    Lesson,
    app,
    cohorts_course,
    counted,
    fail,
    graded_course,
    known_cohorts,
    lesson_named,
    plain_errors,
)
from misread_web.commands.next_command import Place
from misread_web.commands.place import Data, Database, a_folder, database_of, folder_of
from misread_web.commands.texts_told import tell_people, tell_unfinished

if TYPE_CHECKING:
    from misread_grading.autograding.autograde import Progress, Report, Workers
    from misread_grading.course import Course
    from misread_grading.submissions.collect import AsOf
    from misread_grading.submissions.store import Counts

First = Annotated[bool, typer.Option("--first", help="Keep what was handed in first; else the latest counts.")]


@app.command()
def init(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", parser=a_folder, help="It is made where it is missing.", show_default=False),
    ],
    *,
    gradebook: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database of the gradebook: postgresql+psycopg://user@host/name. Nothing: a file in the folder.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            envvar="MISREAD_ZONE",
            help="The time zone in which the course's days end: Europe/Berlin. Nothing: that of this machine.",
        ),
    ] = None,
) -> None:
    """Make a folder a course of nbgrader's, with an empty gradebook. Without it there is one in the data folder."""
    with plain_errors():
        from misread_grading.calendar import zone_named  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.course import CONFIG, open_course  # noqa: PLC0415 - likewise

        course = open_course(folder, gradebook, zone_named(zone) if zone else None)
        if gradebook is not None and course.directory.db_url != gradebook:
            fail(f"{course.folder} is a course already, and keeps its gradebook. Make another one in another folder.")
        if zone and course.zone != zone_named(zone):
            fail(
                f"{course.folder} is a course already, whose days are those of {course.zone.key}. Another zone: change "
                f"c.Dates.zone in its {CONFIG}, then say its dates again (misread grade due)."
            )
        place = shlex.quote(str(course.folder))
        typer.echo(f"{course.folder} is a course of nbgrader's. Its formgrader: cd {place} && jupyter lab")
        typer.echo(f"Its days are those of {course.zone.key}.")


@app.command()
def collect(  # noqa: PLR0913 - one parameter an option
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The name of the cohort.", show_default=False)],
    lesson: Lesson,
    *,
    first: First = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="What was there then: 2026-03-31, 2026-03-31T17:00, or `due` for each learner's own due date.",
        ),
    ] = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a submission of what each member of a cohort did in a lesson. Those who left the cohort are passed over.

    Each answer has its own time: that since which it earns what it earns. An answer that is late costs no other.
    """
    if first and as_of:
        raise typer.BadParameter("what was handed in first is kept whatever came when", param_hint="--first / --as-of")
    with plain_errors():
        from misread_grading.students import called  # noqa: PLC0415 - likewise
        from misread_grading.submissions.collect import Learner  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.submissions.collect import collect as collected  # noqa: PLC0415 - likewise
        from misread_records import open_journal  # noqa: PLC0415 - likewise
        from misread_records.people.cohorts import Cohorts  # noqa: PLC0415 - likewise
        from misread_records.people.members import Role  # noqa: PLC0415 - likewise

        place, name = database_of(folder_of(data), database), lesson_named(lesson)
        course = cohorts_course(grading, data, database)
        with Cohorts(place) as cohorts, contextlib.closing(open_journal(place)) as journal:
            learners = (member for member in cohorts.members(cohort) if member.role is Role.LEARNER)
            people = sorted(learners, key=lambda member: member.order)
            found = (
                Learner(member.learner, member.name, member.email, journal.read(member.learner, name), member.family)
                for member in people
            )
            then = _then(as_of, course)
            report = collected(course, name, found, _counts(first=first), then)
        typer.echo(f"{counted(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        tell_people(course, "not begun", report.not_begun)
        tell_unfinished(course, report.unfinished)
        if report.drafts:
            typer.echo("A text that was begun and not handed in stays with its writer.")
        if report.later:
            typer.echo(
                f"Nothing was there yet of {', '.join(called(course, report.later))}. What they did later stays where "
                "it was collected, as late as it is."
            )
        if report.late:
            typer.echo(f"An answer came after the due date of {', '.join(called(course, report.late))}.")
            if then is None:
                again = Place(grading, data, database).command("grade", "collect", cohort, name, "--as-of", "due")
                typer.echo(f"What was there on the date: {again}")


def _then(as_of: str | None, course: Course) -> AsOf:
    """Return as of when work is collected, and say it."""
    if as_of is None:
        return None
    if as_of == "due":
        return "due"
    from misread_grading.calendar import said  # noqa: PLC0415 - nbgrader takes seconds to load

    meant = meant_by(as_of, course.zone, "--as-of").at
    typer.echo(f"As of {said(meant, course.zone)} ({course.zone.key}).")
    return meant


@app.command()
def take(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    archives: Annotated[
        list[Path],
        typer.Argument(metavar="ZIP", exists=True, dir_okay=False, help="Archives, called after the learners' ids."),
    ],
    *,
    first: First = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Take submissions from archives that learners of JupyterLab hand in: the notebook, and answers.jsonl beside it.

    An archive of a whole group (Moodle: Download all submissions) has a folder for each learner, called by their name,
    e-mail address or id. What cannot be taken is named, stops nothing else, and lets the command exit with 1.
    """
    with plain_errors():
        from misread_grading.submissions.archive import take as taken  # noqa: PLC0415 - nbgrader takes seconds to load

        course, name = graded_course(grading, data), lesson_named(lesson)
        with known_cohorts(folder_of(data), database) as cohorts:
            report = taken(course, name, archives, _counts(first=first), cohorts)
        typer.echo(f"{counted(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        if report.problems:
            fail(*(f"{path}: {problem}" for path, problem in report.problems.items()))


Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Grade on a Dask cluster: tls://host:8786, or tcp://host:8786 in a private network alone.",
    ),
]
Authority = Annotated[
    Path | None,
    typer.Option(metavar="FILE", exists=True, dir_okay=False, help="Who signed the cluster's certificates (PEM)."),
]
OwnCertificate = Annotated[
    Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="This machine's certificate (PEM).")
]
OwnKey = Annotated[
    Path | None, typer.Option(metavar="FILE", exists=True, dir_okay=False, help="The key of that certificate (PEM).")
]


def _workers(scheduler: str | None, workers: int | None, files: list[Path]) -> AbstractContextManager[Workers]:
    """Return those who grade: a cluster with these certificates, if any, or processes of this machine."""
    from misread_grading.autograding import executors  # noqa: PLC0415 - nbgrader takes seconds to load

    if scheduler is None:
        return executors.processes(workers or os.cpu_count() or 1)
    return executors.cluster(scheduler, certificates=executors.Certificates(*files) if files else None)


_ALL_FOUR = (
    "a cluster with certificates needs all four: --scheduler tls://host:8786 --tls-ca-file FILE --tls-cert FILE "
    "--tls-key FILE"
)


@app.command()
def autograde(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that grade at the same time; without it, one a core.")
    ] = None,
    scheduler: Scheduler = None,
    tls_ca_file: Authority = None,
    tls_cert: OwnCertificate = None,
    tls_key: OwnKey = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade also what has not changed since it was graded.")
    ] = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Grade every submission of a lesson that is new or has changed. What a reader has given is kept.

    One that cannot be graded is named at the end, stops no other, and lets the command exit with 1.
    """
    given = [file for file in (tls_ca_file, tls_cert, tls_key) if file is not None]
    if given and (tls_ca_file is None or tls_cert is None or tls_key is None or scheduler is None):
        raise typer.BadParameter(_ALL_FOUR)
    with plain_errors():
        from misread_grading.autograding.autograde import autograde as graded  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.gradebook.history import keep_graded  # noqa: PLC0415 - likewise
        from misread_grading.gradebook.lateness import settle  # noqa: PLC0415 - likewise

        course, name = graded_course(grading, data), lesson_named(lesson)
        with _workers(scheduler, workers, given) as found, bar() as progress:
            report = graded(course, name, found, force=force, progress=progress)
        settle(course, name)
        changed = keep_graded(course, name)
        if changed:
            again = Place(grading, data).command("grade", "regrade", name)
            typer.echo(f"{', '.join(changed)} changed since some were graded: {again}")
        tell(course, report)


def _counts(*, first: bool) -> Counts:
    return "first" if first else "latest"


@contextlib.contextmanager
def bar() -> Iterator[Progress]:
    """Show how far the grading is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    with Progress("Grading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as shown:
        task = shown.add_task("Grading", total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def tell(course: Course, report: Report) -> None:
    """Say what came of grading; exit with 1 where something could not be graded."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    typer.echo(f"{counted(len(report.graded), 'submission')} graded, {len(report.unchanged)} as before.")
    for who, note in zip(called(course, report.notes), report.notes.values(), strict=True):
        typer.echo(f"{who}: {note}", err=True)
    if report.failures:
        named = zip(called(course, report.failures), report.failures.values(), strict=True)
        fail(*(f"{who}: not graded: {failure}" for who, failure in named))
