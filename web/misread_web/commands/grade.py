"""`misread grade`: from what a cohort did to grades in nbgrader's gradebook."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from misread_web.commands.place import Data, Database, database_of, folder_of

if TYPE_CHECKING:
    from misread_grading.autograde import Progress, Report
    from misread_grading.course import Course
    from misread_grading.submitting import Counts

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Grade what a cohort did with nbgrader.")

Folder = Annotated[
    Path | None,
    typer.Option(
        "--grading",
        metavar="FOLDER",
        envvar="MISREAD_GRADING",
        file_okay=False,
        help="The folder in which the cohort is graded: a course of nbgrader's. Nothing: `grading` in the data folder.",
    ),
]
Lesson = Annotated[str, typer.Argument(metavar="LESSON", help="A lesson, or its beginning: m4.", show_default=False)]
First = Annotated[bool, typer.Option("--first", help="Keep what was handed in first; else the latest counts.")]


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False, show_default=False)],
    *,
    gradebook: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database of the gradebook: postgresql+psycopg://user@host/name. Nothing: a file in the folder.",
        ),
    ] = None,
) -> None:
    """Make a folder a course of nbgrader's, with an empty gradebook. Every other command does so on its first use."""
    with _plain_errors():
        from misread_grading.course import open_course  # noqa: PLC0415 - nbgrader takes seconds to load

        course = open_course(folder, gradebook)
        typer.echo(f"{course.folder} is a course of nbgrader's. Its formgrader: cd {course.folder} && jupyter lab")


@app.command()
def collect(  # noqa: PLR0913 - one parameter an option
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The name of the cohort.", show_default=False)],
    lesson: Lesson,
    *,
    first: First = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a submission of what each member of a cohort did in a lesson. Those who left the cohort are passed over."""
    with _plain_errors():
        from misread_grading.collect import Learner  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.collect import collect as collected  # noqa: PLC0415 - likewise
        from misread_records import open_journal  # noqa: PLC0415 - likewise
        from misread_records.cohorts import Cohorts  # noqa: PLC0415 - likewise
        from misread_records.people import Role  # noqa: PLC0415 - likewise

        place, name = database_of(folder_of(data), database), _lesson(lesson)
        course = _course(grading, data)
        with Cohorts(place) as cohorts, contextlib.closing(open_journal(place)) as journal:
            people = [member for member in cohorts.members(cohort) if member.role is Role.LEARNER]
            found = (
                Learner(member.learner, member.name, member.email, journal.read(member.learner, name))
                for member in people
            )
            report = collected(course, name, found, _counts(first=first))
        typer.echo(f"{_count(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        if report.nothing:
            typer.echo(f"{_count(len(report.nothing), 'learner')} did nothing of the lesson yet.")


@app.command()
def take(
    lesson: Lesson,
    archives: Annotated[
        list[Path],
        typer.Argument(metavar="ZIP", exists=True, dir_okay=False, help="Archives, called after the learners' ids."),
    ],
    *,
    first: First = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Take submissions from archives that learners of JupyterLab hand in: the notebook, and answers.jsonl beside it."""
    with _plain_errors():
        from misread_grading.take import take as taken  # noqa: PLC0415 - nbgrader takes seconds to load

        report = taken(_course(grading, data), _lesson(lesson), archives, _counts(first=first))
        typer.echo(f"{_count(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        if report.problems:
            _fail(*(f"{path}: {problem}" for path, problem in report.problems.items()))


@app.command()
def autograde(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that grade at the same time; without it, one a core.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster: tcp://host:8786.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade also what has not changed since it was graded.")
    ] = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Grade every submission of a lesson that is new or has changed. What a reader has given is kept.

    One that cannot be graded is named at the end, stops no other, and lets the command exit with 1.
    """
    with _plain_errors():
        from misread_grading import executors  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.autograde import autograde as graded  # noqa: PLC0415 - likewise

        course, name = _course(grading, data), _lesson(lesson)
        pool = executors.cluster(scheduler) if scheduler else executors.processes(workers or os.cpu_count() or 1)
        with pool as found, _bar() as progress:
            report = graded(course, name, found, force=force, progress=progress)
        _tell(report)


@app.command()
def due(
    lesson: Lesson,
    until: Annotated[
        datetime,
        typer.Argument(metavar="WHEN", help="Local time: 2026-03-31 or 2026-03-31T17:00.", show_default=False),
    ],
    *,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Say until when a lesson may be handed in. What late work costs is said in the course's nbgrader_config.py."""
    with _plain_errors():
        from misread_grading.deadlines import set_due  # noqa: PLC0415 - nbgrader takes seconds to load

        name = _lesson(lesson)
        set_due(_course(grading, data), name, until.astimezone())
        typer.echo(
            f"{name} is due on {until:%Y-%m-%d %H:%M}. Grade it again for that to count: misread grade autograde"
        )


@app.command()
def extend(
    lesson: Lesson,
    student: Annotated[str, typer.Argument(metavar="LEARNER", help="The id in the gradebook.", show_default=False)],
    days: Annotated[float, typer.Argument(metavar="DAYS", help="In place of any given before.", show_default=False)],
    *,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Give one learner some days longer than the others."""
    with _plain_errors():
        from misread_grading.deadlines import extend as extended  # noqa: PLC0415 - nbgrader takes seconds to load

        name = _lesson(lesson)
        extended(_course(grading, data), name, student, timedelta(days=days))
        typer.echo(f"{student} has {days:g} days longer for {name}.")


def _course(grading: Path | None, data: Path | None) -> Course:
    from misread_grading.course import open_course  # noqa: PLC0415 - nbgrader takes seconds to load

    return open_course(grading or folder_of(data) / "grading")


def _lesson(name: str) -> str:
    """Return the lesson that is meant by its name or by the beginning of it."""
    from misread_course.catalogue import lesson, lessons  # noqa: PLC0415 - it reads every notebook

    found = [one.name for one in lessons() if one.name.startswith(name)]
    return found[0] if len(found) == 1 else lesson(name).name


def _counts(*, first: bool) -> Counts:
    return "first" if first else "latest"


@contextlib.contextmanager
def _bar() -> Iterator[Progress]:
    """Show how far the grading is."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn  # noqa: PLC0415

    with Progress("Grading", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()) as shown:
        task = shown.add_task("Grading", total=None)
        yield lambda done, of: shown.update(task, completed=done, total=of)


def _tell(report: Report) -> None:
    typer.echo(f"{_count(len(report.graded), 'submission')} graded, {len(report.unchanged)} as before.")
    for student, note in report.notes.items():
        typer.echo(f"{student}: nothing counts. {note}", err=True)
    if report.failures:
        _fail(*(f"{student}: not graded: {failure}" for student, failure in report.failures.items()))


@contextlib.contextmanager
def _plain_errors() -> Iterator[None]:
    """Say in a line what cannot be done, and exit with 1."""
    from misread_grading.light import without_grammar  # noqa: PLC0415 - before anything of nbgrader's is loaded

    without_grammar()
    from filelock import Timeout  # noqa: PLC0415 - likewise
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415 - likewise

    from misread_course.catalogue import UnknownLesson  # noqa: PLC0415 - likewise
    from misread_grading.course import NoCourse  # noqa: PLC0415 - likewise
    from misread_grading.executors import NoCluster  # noqa: PLC0415 - likewise
    from misread_grading.submitting import BadStudent  # noqa: PLC0415 - likewise
    from misread_records import JournalError  # noqa: PLC0415 - likewise
    from misread_records.people_errors import PeopleError  # noqa: PLC0415 - likewise

    try:
        yield
    except Timeout:
        _fail("Another command is at work in this folder; wait until it is done.")
    except SQLAlchemyError as error:
        _fail(f"The gradebook cannot be used: {str(error).splitlines()[0]}")
    except (UnknownLesson, NoCourse, NoCluster, BadStudent, JournalError, PeopleError, OSError) as error:
        _fail(str(error))


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
