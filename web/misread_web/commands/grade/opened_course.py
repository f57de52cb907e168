"""Course folder in which a command works, and the lesson that its argument names."""

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
    """Open the course in which a command works; the one in the data folder is made on first use."""
    if grading is None:
        refuse_forgotten(open_data_folder(data))
    course = Course.at(grading) if grading else open_course(open_data_folder(data) / GRADING)
    keep_from_others(course)
    return course


def open_updated_course(grading: Path | None, data: Path | None, database: str | None) -> Course:
    """Open the same course, after copying names and departures of learners from the cohorts into it."""
    course = open_graded_course(grading, data)
    left, back = _update_from_cohorts(course, open_data_folder(data), database)
    if not left and not back:
        return course
    if left:
        who = ", ".join(called(course, left))
        typer.echo(f"{counted(len(left), 'learner')} left the cohort: {who}. Their scores are kept, but not shown.")
    if back:
        who = ", ".join(called(course, back))
        typer.echo(f"{counted(len(back), 'learner')} came back: {who}. Their earlier scores are shown again.")
    # The course's configuration names those who left to nbgrader's own steps, so it is read again.
    return open_graded_course(grading, data)


def _update_from_cohorts(course: Course, folder: Path, database: str | None) -> tuple[list[str], list[str]]:
    """Copy names and departures from the cohorts into a course; return who has left since, and who came back.

    Both are empty if there are no cohorts, or if their database cannot be used now.
    """
    try:
        with known_cohorts(folder, database) as cohorts:
            if cohorts is None:
                check_tie(course.folder, folder, database)
                return [], []
            tie(course.folder, folder, database)
            introduce(course, cohorts)
            enrol(course, cohorts)
            present = (member.learner for cohort in cohorts.cohorts() for member in cohorts.members(cohort.name))
            return withdraw(course, cohorts.removed()), readmit(course, present)
    except JournalError:
        typer.echo("Newer changes in the cohorts are left out: their database cannot be used.", err=True)
        return [], []


@contextlib.contextmanager
def known_cohorts(folder: Path, database: str | None) -> Iterator[Cohorts | None]:
    """Open the cohorts; None if there is no database yet, and none is made.

    Raises:
        JournalError: if the database cannot be used now.
    """
    if database is None and not (folder / FILE).exists():
        yield None
        return
    with Cohorts(secure_database(folder, database)) as cohorts:
        yield cohorts


def lesson_named(name: str) -> str:
    """Return the lesson with this name, or with a name that begins with it."""
    matches = [candidate.name for candidate in lessons() if candidate.name.startswith(name)]
    return matches[0] if len(matches) == 1 else lesson(name).name
