"""The course of nbgrader's in which a command works, and the lesson that is meant."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import typer

from misread_course.catalogue import lesson, lessons
from misread_grading.cohort_membership import enrol
from misread_grading.course import Course, open_course
from misread_grading.students import called, introduce
from misread_grading.withdrawn import readmit, withdraw
from misread_records import JournalError
from misread_records.people import Cohorts
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.data_options import FILE, GRADING
from misread_web.commands.grades_folder import check_tie, keep_from_others, refuse_forgotten, tie
from misread_web.commands.output import counted


def open_graded_course(grading: Path | None, data: Path | None) -> Course:
    """Open the course of nbgrader's in which a command works; the one in the data folder is made on first use."""
    if grading is None:
        refuse_forgotten(open_data_folder(data))
    course = Course.at(grading) if grading else open_course(open_data_folder(data) / GRADING)
    keep_from_others(course)
    return course


def open_updated_course(grading: Path | None, data: Path | None, database: str | None) -> Course:
    """Open the same course, and write into it what the cohorts say of its learners: their names, and who has left."""
    course = open_graded_course(grading, data)
    left, back = _update_from_cohorts(course, open_data_folder(data), database)
    if not left and not back:
        return course
    if left:
        who = ", ".join(called(course, left))
        typer.echo(f"{counted(len(left), 'learner')} left the cohort: {who}. What they got is kept, and not shown.")
    if back:
        who = ", ".join(called(course, back))
        typer.echo(f"{counted(len(back), 'learner')} came back: {who}. What they got before is shown again.")
    # The course's configuration names them to nbgrader's own steps, so it is read again.
    return open_graded_course(grading, data)


def _update_from_cohorts(course: Course, folder: Path, database: str | None) -> tuple[list[str], list[str]]:
    """Write what the cohorts say of learners into a course; return who has left since, and who came back.

    Both are empty if there are no cohorts, or if their database cannot be used just now.
    """
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
    """Open the cohorts; None if they have no database, which is not made either.

    Raises:
        JournalError: if the database cannot be used just now.
    """
    if database is None and not (folder / FILE).exists():
        yield None
        return
    with Cohorts(secure_database(folder, database)) as cohorts:
        yield cohorts


def lesson_named(name: str) -> str:
    """Return the lesson that is meant by its name or by the beginning of it."""
    found = [one.name for one in lessons() if one.name.startswith(name)]
    return found[0] if len(found) == 1 else lesson(name).name
