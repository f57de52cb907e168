"""`misread grade due`: prints or changes the due date of a lesson."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.calendar import said, zone_named
from misread_grading.cohort_membership import enrolments
from misread_grading.course import CONFIG, Course
from misread_grading.gradebook import Deadline, any_due, dates_of, deadlines, set_due
from misread_grading.students import called
from misread_records.people import UnknownCohort, cohort_key
from misread_web.commands.data_folder import open_data_folder
from misread_web.commands.data_options import Data, Database
from misread_web.commands.grade.dates import days_as_text, meant_by
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import (
    known_cohorts,
    lesson_named,
    open_graded_course,
    open_updated_course,
)
from misread_web.commands.grade.options import Folder, LessonArgument
from misread_web.commands.next_command import TypedOptions

NEVER = "never"
"""The argument that removes a due date."""
BY_ACCIDENT = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Universal", "Zulu"})
"""Names of the time zone of a container whose time zone nobody has chosen."""


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    until: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHEN]",
            help="In the course's time zone: 2026-03-31 for the end of that day, or 2026-03-31T17:00; or `never`. "
            "Without it, the due date is printed.",
            show_default=False,
        ),
    ] = None,
    *,
    cohort: Annotated[
        str | None,
        typer.Option(
            metavar="COHORT",
            help="Set the date of this cohort alone; with `never`, the date for everybody applies to it again.",
        ),
    ] = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Print or change a lesson's due date. What late work costs is set in the course's nbgrader_config.py.

    Learners with extra days keep them, counted from the new date.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        name = lesson_named(lesson)
        time = None if until == NEVER else until
        if time is not None:
            meant_by(time, zone_named("UTC"))  # before a folder is made for it
        course = open_updated_course(grading, data, database) if cohort else open_graded_course(grading, data)
        if cohort is not None:
            cohort = _name_as_given(cohort, data, database)
        meant = meant_by(time, course.zone) if time is not None else None
        if until:
            is_first = not any_due(course)
            before = set_due(course, name, meant.at if meant else None, cohort)
            if before is not None and (meant is None or before != meant.at):
                typer.echo(f"{name} was due on {said(before, course.zone)}{f' for {cohort}' if cohort else ''}.")
        names = _cohort_names(course, dates_of(course, name), data, database)
        _tell(course, name, names, *deadlines(course, name))
        if meant and is_first:
            _ask_for_zone(course)
        if meant and meant.other:
            _tell_of_other(meant.other)
        if until and course.students("autograded", name):
            again = TypedOptions(grading, data).command("grade", "autograde", name)
            typer.echo(f"To apply this to work that is already graded: {again}")


def _name_as_given(cohort: str, data: Path | None, database: str | None) -> str:
    """Return the name of a cohort as it was created.

    Raises:
        UnknownCohort: if there is none.
    """
    names = _all_cohort_names(data, database)
    if cohort_key(cohort) not in names:
        raise UnknownCohort(cohort, list(names.values()))
    return names[cohort_key(cohort)]


def _all_cohort_names(data: Path | None, database: str | None) -> dict[str, str]:
    """Return the names of all cohorts as they were created, by the keys under which their dates are kept."""
    with known_cohorts(open_data_folder(data), database) as cohorts:
        return {cohort_key(cohort.name): cohort.name for cohort in cohorts.cohorts()} if cohorts else {}


def _cohort_names(course: Course, keys: Collection[str], data: Path | None, database: str | None) -> dict[str, str]:
    """Return the names of cohorts as they were created, by their keys.

    The course folder knows the names of cohorts with learners in it. The database is asked only for the others; a
    cohort that neither knows is called by its key.
    """
    names = {cohort_key(enrolled.cohort): enrolled.cohort for enrolled in enrolments(course).values()}
    if not names.keys() >= set(keys):
        names |= _all_cohort_names(data, database)
    return {key: names.get(key, key) for key in keys}


def _tell(
    course: Course, lesson: str, cohort_names: dict[str, str], due: datetime | None, longer: dict[str, Deadline]
) -> None:
    """Print when a lesson is due, in which time zone, and which cohorts and learners have other dates."""
    if due is None:
        typer.echo(f"{lesson} has no due date.")
        return
    passed = " That has passed." if due < datetime.now(UTC) else ""
    typer.echo(f"{lesson} is due on {said(due, course.zone)} ({course.zone.key}).{passed}")
    for key, own in dates_of(course, lesson).items():
        typer.echo(f"The cohort {cohort_names[key]} has its own date: {said(own, course.zone)}.")
    longer = {student: deadline for student, deadline in longer.items() if deadline.longer}
    for who, deadline in zip(called(course, longer), longer.values(), strict=True):
        typer.echo(f"{who} has {days_as_text(deadline.longer)} longer: until {said(deadline.due, course.zone)}.")


def _tell_of_other(earlier: datetime) -> None:
    """Print how to type the earlier of two moments with the same time on the clock."""
    typer.echo(
        "The clocks go back then, so that time occurs twice; this is the later one. For the earlier one: "
        f"{earlier.isoformat(timespec='minutes')}"
    )


def _ask_for_zone(course: Course) -> None:
    """Ask whether the time zone is the right one, if it may be a container's default."""
    if course.zone.key in BY_ACCIDENT:
        typer.echo(
            f"Is {course.zone.key} the time zone of your learners? If not, name theirs in "
            f"{course.folder / CONFIG} (c.Dates.zone), and set the date again."
        )
