"""`misread grade`: until when a lesson may be handed in, and who has longer."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from misread_web.commands.grading_folder import (
    Folder,
    Lesson,
    app,
    cohorts_course,
    fail,
    graded_course,
    known_cohorts,
    lesson_named,
    plain_errors,
)
from misread_web.commands.next_command import Place
from misread_web.commands.place import Data, Database, folder_of

if TYPE_CHECKING:
    from pathlib import Path
    from zoneinfo import ZoneInfo

    from misread_grading.calendar import Meant
    from misread_grading.course import Course
    from misread_grading.gradebook.deadlines import Deadline

NEVER = "never"
"""What is said in place of a time where a lesson shall have no date any more."""
BY_ACCIDENT = frozenset({"UTC", "Etc/UTC", "Etc/UCT", "Universal", "Zulu"})
"""What the time zone of a container is called where nobody has chosen one."""


@app.command()
def due(  # noqa: PLR0913 - one parameter an option
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
    with plain_errors():
        from misread_grading.calendar import said, zone_named  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.gradebook.deadlines import any_due, deadlines, set_due  # noqa: PLC0415 - likewise

        name = lesson_named(lesson)
        time = None if until == NEVER else until
        if time is not None:
            meant_by(time, zone_named("UTC"))  # before a folder is made for it
        course = cohorts_course(grading, data, database) if cohort else graded_course(grading, data)
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
            typer.echo(
                f"That time comes twice, as the clocks go back; this is the later one. For the earlier one: "
                f"{meant.other.isoformat(timespec='minutes')}"
            )
        if until and course.students("autograded", name):
            again = Place(grading, data).command("grade", "autograde", name)
            typer.echo(f"For that to count in what is graded already: {again}")


def _known(cohort: str, data: Path | None, database: str | None) -> str:
    """Return the name of a cohort as it was created.

    Raises:
        UnknownCohort: where there is none.
    """
    from misread_records.people.errors import UnknownCohort  # noqa: PLC0415 - it takes a second to load

    with known_cohorts(folder_of(data), database) as cohorts:
        names = [one.name for one in cohorts.cohorts()] if cohorts else []
    found = next((name for name in names if name.casefold() == " ".join(cohort.split()).casefold()), None)
    if found is None:
        raise UnknownCohort(cohort, names)
    return found


def meant_by(typed: str, zone: ZoneInfo, hint: str = "WHEN") -> Meant:
    """Return the moment that is meant by what somebody typed.

    Raises:
        BadParameter: where it is none, or never comes in the time zone; `hint` says where it was typed.
    """
    from misread_grading.calendar import BadMoment, moment_of  # noqa: PLC0415 - nbgrader takes seconds to load

    try:
        return moment_of(typed, zone)
    except BadMoment as error:
        raise typer.BadParameter(str(error), param_hint=hint) from error


def _tell(course: Course, lesson: str, due: datetime | None, longer: dict[str, Deadline]) -> None:
    """Say when a lesson is due, in whose time, and who has longer until when."""
    from misread_grading.calendar import said  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_grading.gradebook.cohort_dates import dates_of  # noqa: PLC0415 - likewise
    from misread_grading.students import called  # noqa: PLC0415 - likewise

    if due is None:
        typer.echo(f"{lesson} has no due date.")
        return
    passed = " That has passed." if due < datetime.now(UTC) else ""
    typer.echo(f"{lesson} is due on {said(due, course.zone)} ({course.zone.key}).{passed}")
    for cohort, own in dates_of(course, lesson).items():
        typer.echo(f"The cohort {cohort} has its own date: {said(own, course.zone)}.")
    longer = {student: one for student, one in longer.items() if one.longer}
    for who, one in zip(called(course, longer), longer.values(), strict=True):
        typer.echo(f"{who} has {_days(one.longer)} longer: until {said(one.due, course.zone)}.")


def _ask_for_zone(course: Course) -> None:
    """Ask, with the first date of a folder, about a time zone that nobody may have chosen."""
    from misread_grading.course import CONFIG  # noqa: PLC0415 - nbgrader takes seconds to load

    if course.zone.key in BY_ACCIDENT:
        typer.echo(
            f"Is {course.zone.key} the time by which your learners live? Else name their time zone in "
            f"{course.folder / CONFIG} (c.Dates.zone), and say the date again."
        )


def _days(number: float) -> str:
    return f"{round(number, 2):g} day{'' if number == 1 else 's'}"


@app.command()
def extend(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    student: Annotated[
        str,
        typer.Argument(metavar="LEARNER", help="The id in the gradebook, e-mail address or name.", show_default=False),
    ],
    days: Annotated[
        float,
        typer.Argument(
            metavar="DAYS",
            help="Days of the calendar, in place of any given before; 0 takes them back.",
            min=0,
            max=3650,
            show_default=False,
        ),
    ],
    *,
    account: Annotated[
        bool,
        typer.Option("--account", help="LEARNER is the name of an account in JupyterLab, known here or not yet."),
    ] = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give one learner some days longer than the others, whether or not they were collected yet."""
    if not math.isfinite(days):
        raise typer.BadParameter("that is no number of days", param_hint="DAYS")
    with plain_errors():
        from misread_grading.calendar import said  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.gradebook.deadlines import extend as extended  # noqa: PLC0415 - likewise
        from misread_grading.students import called, enrolled, named  # noqa: PLC0415 - likewise

        name, course = lesson_named(lesson), graded_course(grading, data)
        known = student if account else named(course, student)
        if known is None:
            with known_cohorts(folder_of(data), database) as cohorts, course.lock():
                known = enrolled(course, cohorts, student) if cohorts else None
        if known is None:
            fail(_NOBODY.format(who=student))
        until = extended(course, name, known, days)
        (who,) = called(course, [known])
        ends = f"until {said(until, course.zone)}" if until else "the lesson has no date yet, and they count from it"
        typer.echo(f"{who} has {_days(days)} longer for {name}: {ends}.")


_NOBODY = (
    "Nothing is changed: nobody called '{who}' was collected or is in an open cohort. For somebody who will hand in "
    "from JupyterLab, say the name of their account, and --account."
)
