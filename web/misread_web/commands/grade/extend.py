"""`misread grade extend`: give one learner extra days."""

from __future__ import annotations

import math
from typing import Annotated

import typer

from misread_grading.calendar import said
from misread_grading.gradebook import extend as extended
from misread_grading.students import called, enter_member, member_in_open_cohort, named
from misread_web.commands.data_folder import open_data_folder
from misread_web.commands.data_options import Data, Database
from misread_web.commands.grade.dates import days_as_text
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import known_cohorts, lesson_named, open_graded_course
from misread_web.commands.grade.options import Folder, LessonArgument
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import fail


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    student: Annotated[
        str,
        typer.Argument(metavar="LEARNER", help="The id in the gradebook, e-mail address or name.", show_default=False),
    ],
    days: Annotated[
        float,
        typer.Argument(
            metavar="DAYS",
            help="Days of the calendar, instead of any given before; 0 takes them back.",
            min=0,
            max=3650,
            show_default=False,
        ),
    ],
    *,
    account: Annotated[
        bool,
        typer.Option(
            "--account", help="LEARNER is the name of a JupyterLab account, even one that has not handed in yet."
        ),
    ] = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Give one learner extra days, even before any of their work was collected."""
    if not math.isfinite(days):
        raise typer.BadParameter("type a number of days", param_hint="DAYS")
    with plain_errors(TypedOptions(grading, data, database)):
        name, course = lesson_named(lesson), open_graded_course(grading, data)
        id_ = student if account else named(course, student)
        if id_ is None:
            with known_cohorts(open_data_folder(data), database) as cohorts, course.lock():
                member = member_in_open_cohort(cohorts, student) if cohorts else None
                if member is None:
                    fail(_NOBODY.format(who=student))
                id_ = enter_member(course, member)
        until = extended(course, name, id_, days)
        (who,) = called(course, [id_])
        ends = (
            f"until {said(until, course.zone)}"
            if until
            else "the lesson has no due date yet, and the days count from the date it gets"
        )
        typer.echo(f"{who} has {days_as_text(days)} longer for {name}: {ends}.")


_NOBODY = (
    "Nothing was changed: nobody called '{who}' is in the gradebook or in an open cohort. For somebody who will "
    "hand in from JupyterLab, type the name of their account and --account."
)
