"""What the commands of `misread grade` share: the folder of the grades, the lesson that is meant, plain errors."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from misread_web.commands.grading_ties import OtherAnswers, check_tie, refuse_forgotten, tie
from misread_web.commands.place import FILE, GRADING, a_folder, database_of, folder_of, shut_to_others

if TYPE_CHECKING:
    from sqlalchemy.exc import SQLAlchemyError

    from misread_grading.course import Course
    from misread_records.people.cohorts import Cohorts

app = typer.Typer(no_args_is_help=True, rich_markup_mode="markdown", help="Grade what a cohort did with nbgrader.")
"""All of `misread grade`; the modules of its commands add them."""

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


def graded_course(grading: Path | None, data: Path | None) -> Course:
    """Return the course of nbgrader's that a command is to work in; the one in the data folder is made on first use."""
    from misread_grading.course import Course, open_course  # noqa: PLC0415 - nbgrader takes seconds to load

    if grading is None:
        refuse_forgotten(folder_of(data))
    course = Course.at(grading) if grading else open_course(folder_of(data) / GRADING)
    _keep_from_others(course)
    return course


def _keep_from_others(course: Course) -> None:
    """Keep the folder of the grades, and a gradebook in a file, from others, unless nbgrader is told to share them."""
    from sqlalchemy.engine import make_url  # noqa: PLC0415 - it takes a fifth of a second to load

    from misread_records.private_files import database_files  # noqa: PLC0415 - likewise

    if course.directory.groupshared:
        return
    url = make_url(course.directory.db_url)
    files = database_files(Path(url.database)) if url.get_backend_name() == "sqlite" and url.database else ()
    shut_to_others([course.folder, *files])


def served_folder(grading: Path | None, data: Path | None, database: str | None = None) -> Path | None:
    """Return the folder whose texts are marked and whose feedback is read on a server: as named, or in the data folder.

    None where there is none. One that is there unasked and cannot be used is said, and keeps nobody from learning.

    Raises:
        BadParameter: where the folder that is named cannot be used or is in use for other answers; and where none is
            named, and another than that in the data folder is in use.
    """
    if grading is None:
        refuse_forgotten(folder_of(data))
    folder = grading or folder_of(data) / GRADING
    if grading is None and not folder.exists():
        return None
    from misread_grading.course import Course, NoCourse  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_grading.gradebook.lateness import BadPolicy, Lateness  # noqa: PLC0415 - likewise
    from misread_grading.marking.workflow import BadPanel, Panel  # noqa: PLC0415 - likewise

    try:
        course = Course.at(folder)
        config = course.config
        Panel.of(config)
        Lateness(config)
        tie(course.folder, folder_of(data), database)
    except (OtherAnswers, NoCourse, BadPanel, BadPolicy, OSError) as error:
        if grading is not None:
            raise typer.BadParameter(str(error), param_hint="--grading") from error
        typer.echo(_NOT_SERVED.format(reason=error), err=True)
        return None
    _keep_from_others(course)
    if grading is None:
        typer.echo(f"Marking, feedback and due dates come from {folder}.")
    return folder


def of_a_cohort(folder: Path) -> str | None:
    """Return a learner of a cohort whose work lies in a folder of grades; None where there is none of theirs."""
    from misread_grading.course import Course  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_records.people.cohorts import is_made_up  # noqa: PLC0415 - it takes a second to load

    course = Course.at(folder)
    for step in ("submitted", "autograded", "feedback"):
        found = course.path(step, "*", "*").parents[1]
        names = (path.name for path in sorted(found.iterdir())) if found.is_dir() else iter(())
        if learner := next(filter(is_made_up, names), None):
            return learner
    return None


_NOT_SERVED = (
    "Marking, feedback and due dates are not shown, and what learners delete stays in the grades: {reason}. Mend that "
    "and start again, or name another folder: --grading FOLDER"
)


def cohorts_course(grading: Path | None, data: Path | None, database: str | None) -> Course:
    """Return the same course, once it knows what the cohorts know of its learners: their names, and who has left."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    course = graded_course(grading, data)
    left, back = _told(course, folder_of(data), database)
    if not left and not back:
        return course
    if left:
        who = ", ".join(called(course, left))
        typer.echo(f"{counted(len(left), 'learner')} left the cohort: {who}. What they got is kept, and not shown.")
    if back:
        who = ", ".join(called(course, back))
        typer.echo(f"{counted(len(back), 'learner')} came back: {who}. What they got before is shown again.")
    # The course's configuration names them to nbgrader's own steps, so it is read again.
    return graded_course(grading, data)


def _told(course: Course, folder: Path, database: str | None) -> tuple[list[str], list[str]]:
    """Tell a course what the cohorts know; return who is known only now to have left, and to be back.

    Nobody is where there are no cohorts, or they cannot be looked at just now.
    """
    from misread_grading.cohort_membership import enrol  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_grading.students import introduce  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_grading.withdrawn import readmit, withdraw  # noqa: PLC0415 - likewise
    from misread_records import JournalError  # noqa: PLC0415 - it takes a second to load

    try:
        with known_cohorts(folder, database) as cohorts:
            if cohorts is None:
                check_tie(course.folder, folder, database)
                return [], []
            tie(course.folder, folder, database)
            introduce(course, cohorts)
            enrol(course, cohorts)
            inside = (member.learner for cohort in cohorts.cohorts() for member in cohorts.members(cohort.name))
            return withdraw(course, cohorts.removed()), readmit(course, inside)
    except JournalError:
        typer.echo("Who has left the cohorts since is not known: their database cannot be used.", err=True)
        return [], []


@contextlib.contextmanager
def known_cohorts(folder: Path, database: str | None) -> Iterator[Cohorts | None]:
    """Give the cohorts; None where there is no database of theirs, which is not made either.

    Raises:
        JournalError: where they cannot be looked at just now.
    """
    from misread_records.people.cohorts import Cohorts  # noqa: PLC0415 - it takes a second to load

    if database is None and not (folder / FILE).exists():
        yield None
        return
    with Cohorts(database_of(folder, database)) as cohorts:
        yield cohorts


def lesson_named(name: str) -> str:
    """Return the lesson that is meant by its name or by the beginning of it."""
    from misread_course.catalogue import lesson, lessons  # noqa: PLC0415 - it reads every notebook

    found = [one.name for one in lessons() if one.name.startswith(name)]
    return found[0] if len(found) == 1 else lesson(name).name


@contextlib.contextmanager
def plain_errors() -> Iterator[None]:
    """Say in a line what cannot be done, and exit with 1."""
    from filelock import Timeout  # noqa: PLC0415 - likewise
    from sqlalchemy.exc import ArgumentError, SQLAlchemyError  # noqa: PLC0415 - likewise

    import misread_grading.fast_import  # noqa: F401, PLC0415 - before anything of nbgrader's is loaded
    from misread_course.catalogue import UnknownLesson  # noqa: PLC0415 - likewise
    from misread_grading.autograding.executors import LostWorkers, NoCluster  # noqa: PLC0415 - likewise
    from misread_grading.calendar import BadZone  # noqa: PLC0415 - likewise
    from misread_grading.cells import NotGraded  # noqa: PLC0415 - likewise
    from misread_grading.cohort_membership import NobodyThere  # noqa: PLC0415 - likewise
    from misread_grading.course import NoCourse  # noqa: PLC0415 - likewise
    from misread_grading.gradebook.deadlines import NoDateForAll  # noqa: PLC0415 - likewise
    from misread_grading.gradebook.history import BadRecord  # noqa: PLC0415 - likewise
    from misread_grading.gradebook.lateness import BadPolicy  # noqa: PLC0415 - likewise
    from misread_grading.gradebook.scores import BadScore  # noqa: PLC0415 - likewise
    from misread_grading.marking.workflow import BadPanel  # noqa: PLC0415 - likewise
    from misread_grading.reports.emails import BadSender  # noqa: PLC0415 - likewise
    from misread_grading.submissions.collect import NoDueDate  # noqa: PLC0415 - likewise
    from misread_grading.submissions.store import BadStudent  # noqa: PLC0415 - likewise
    from misread_records import JournalError  # noqa: PLC0415 - likewise
    from misread_records.people.errors import PeopleError  # noqa: PLC0415 - likewise
    from misread_scenarios.exercises import InvalidExercise  # noqa: PLC0415 - likewise
    from misread_scenarios.library import InvalidScenario  # noqa: PLC0415 - likewise

    try:
        yield
    except Timeout:
        fail("Another command is at work in this folder; wait until it is done.")
    except ArgumentError as error:
        fail(f"The database is none: {error}. One reads postgresql+psycopg://user@host/name")
    except SQLAlchemyError as error:
        fail(*_unusable(error))
    except (
        UnknownLesson,
        NotGraded,
        NobodyThere,
        OtherAnswers,
        NoDateForAll,
        NoCourse,
        NoCluster,
        BadStudent,
        BadPanel,
        BadRecord,
        BadScore,
    ) as error:
        fail(str(error))
    except (JournalError, PeopleError, BadSender, BadPolicy, BadZone, NoDueDate, LostWorkers) as error:
        fail(str(error))
    except (InvalidExercise, InvalidScenario) as error:
        fail("What the lessons give points for cannot be used; misread check says more.", str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def _unusable(error: SQLAlchemyError) -> tuple[str, ...]:
    """Return what to say of a gradebook that cannot be used: where it is, why not, and what to do, as far as known."""
    where = "".join(f" at {note}" for note in getattr(error, "__notes__", ())[:1])
    why = f"The gradebook{where} cannot be used: {str(error).splitlines()[0]}"
    if "database is locked" not in why:
        return (why,)
    return why, "Another program is writing to it; wait until it is done, then start this again."


def fail(*lines: str) -> NoReturn:
    """Say what went wrong, and exit with 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


def counted(number: int, what: str) -> str:
    """Say a number of things."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
