"""`misread grade due`: the date until which a lesson may be handed in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.calendar import said, zone_named
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
from misread_web.commands.grade.options import Folder, Lesson
from misread_web.commands.next_command import TypedOptions

NEVER = "never"
"""What somebody types instead of a time to take a lesson's date away."""
BY_ACCIDENT = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Universal", "Zulu"})
"""What the time zone of a container is called where nobody has chosen one."""


def run(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    until: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHEN]",
            help="In the course's time zone: 2026-03-31 for the end of that day, or 2026-03-31T17:00; or `never`. "
            "Nothing: say the date that it has.",
            show_default=False,
        ),
    ] = None,
    *,
    cohort: Annotated[
        str | None,
        typer.Option(
            metavar="COHORT", help="A date for this cohort alone; `never`: that of everybody holds for it again."
        ),
    ] = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Say until when a lesson may be handed in. What late work costs is said in the course's nbgrader_config.py.

    Those who have some days longer keep them, counted from the new date.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        name = lesson_named(lesson)
        time = None if until == NEVER else until
        if time is not None:
            meant_by(time, zone_named("UTC"))  # before a folder is made for it
        course = open_updated_course(grading, data, database) if cohort else open_graded_course(grading, data)
        if cohort is not None:
            cohort = _known(cohort, data, database)
        meant = meant_by(time, course.zone) if time is not None else None
        if until:
            is_first = not any_due(course)
            before = set_due(course, name, meant.at if meant else None, cohort)
            if before is not None and (meant is None or before != meant.at):
                typer.echo(f"{name} was due on {said(before, course.zone)}{f' for {cohort}' if cohort else ''}.")
        _tell(course, name, *deadlines(course, name))
        if meant and is_first:
            _ask_for_zone(course)
        if meant and meant.other:
            _tell_of_other(meant.other)
        if until and course.students("autograded", name):
            again = TypedOptions(grading, data).command("grade", "autograde", name)
            typer.echo(f"For that to count in what is graded already: {again}")


def _known(cohort: str, data: Path | None, database: str | None) -> str:
    """Return the name of a cohort as it was created.

    Raises:
        UnknownCohort: if there is none.
    """
    with known_cohorts(open_data_folder(data), database) as cohorts:
        names = [one.name for one in cohorts.cohorts()] if cohorts else []
    found = next((name for name in names if cohort_key(name) == cohort_key(cohort)), None)
    if found is None:
        raise UnknownCohort(cohort, names)
    return found


def _tell(course: Course, lesson: str, due: datetime | None, longer: dict[str, Deadline]) -> None:
    """Say when a lesson is due, in whose time, and who has longer until when."""
    if due is None:
        typer.echo(f"{lesson} has no due date.")
        return
    passed = " That has passed." if due < datetime.now(UTC) else ""
    typer.echo(f"{lesson} is due on {said(due, course.zone)} ({course.zone.key}).{passed}")
    for cohort, own in dates_of(course, lesson).items():
        typer.echo(f"The cohort {cohort} has its own date: {said(own, course.zone)}.")
    longer = {student: one for student, one in longer.items() if one.longer}
    for who, one in zip(called(course, longer), longer.values(), strict=True):
        typer.echo(f"{who} has {days_as_text(one.longer)} longer: until {said(one.due, course.zone)}.")


def _tell_of_other(earlier: datetime) -> None:
    """Say how the earlier of two moments is typed that have the same time on the clock."""
    typer.echo(
        "That time comes twice, as the clocks go back; this is the later one. For the earlier one: "
        f"{earlier.isoformat(timespec='minutes')}"
    )


def _ask_for_zone(course: Course) -> None:
    """Ask, with the first date of a folder, about a time zone that nobody may have chosen."""
    if course.zone.key in BY_ACCIDENT:
        typer.echo(
            f"Is {course.zone.key} the time by which your learners live? Else name their time zone in "
            f"{course.folder / CONFIG} (c.Dates.zone), and say the date again."
        )
