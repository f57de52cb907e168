"""`misread grade collect`: make a submission for each member of a cohort."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from misread_grading.calendar import said
from misread_grading.course import Course
from misread_grading.students import called
from misread_grading.submissions import AsOf, CollectedLearner
from misread_grading.submissions import collect as collected
from misread_records import Journal, open_journal
from misread_records.people import Cohorts, Member, Role
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.data_options import Data, Database
from misread_web.commands.grade.dates import meant_by
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import First, Folder, LessonArgument, counts
from misread_web.commands.grade.reports import tell_people, tell_unfinished
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted


def run(  # noqa: PLR0913 - one parameter an option
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The name of the cohort.", show_default=False)],
    lesson: LessonArgument,
    *,
    first: First = False,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of",
            metavar="WHEN",
            help="Collect the work as it was then: 2026-03-31, 2026-03-31T17:00, or `due`: each learner's due date.",
        ),
    ] = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Make a submission from each cohort member's work in a lesson, except of members who have left.

    Each answer has its own time: the time since when it has earned its points. One late answer does not make others
    late.
    """
    if first and as_of:
        raise typer.BadParameter(
            "use one of them: --first keeps the first submission, whatever the time", param_hint="--first / --as-of"
        )
    options = TypedOptions(grading, data, database)
    with plain_errors(options):
        address, name = secure_database(open_data_folder(data), database), lesson_named(lesson)
        course = open_updated_course(grading, data, database)
        with Cohorts(address) as cohorts, contextlib.closing(open_journal(address)) as journal:
            members, then = cohorts.members(cohort), _then(as_of, course)
            work = _work_of(members, journal, name)
            report = collected(course, name, work, counts(first=first), then)
        typer.echo(f"{counted(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        tell_people(course, "not begun", report.not_begun)
        tell_unfinished(course, report.unfinished)
        if report.drafts:
            typer.echo("Texts that were begun but not handed in stay with their writers.")
        if report.later:
            typer.echo(
                f"These learners had done nothing by then: {', '.join(called(course, report.later))}. Later work that "
                "was collected before stays, and counts as late."
            )
        if report.late:
            typer.echo(f"These learners have a late answer: {', '.join(called(course, report.late))}.")
            if then is None:
                again = options.command("grade", "collect", cohort, name, "--as-of", "due")
                typer.echo(f"To collect the work as it was on the due date: {again}")


def _work_of(members: Iterable[Member], journal: Journal, lesson: str) -> Iterator[CollectedLearner]:
    """Yield the learners among the members of a cohort, by name, with what each did in a lesson."""
    learners = (member for member in members if member.role is Role.LEARNER)
    for member in sorted(learners, key=lambda member: member.order):
        events = journal.read(member.learner, lesson)
        yield CollectedLearner(member.learner, member.name, member.email, events, member.family)


def _then(as_of: str | None, course: Course) -> AsOf:
    """Return the moment up to which work is collected, and print it."""
    if as_of is None:
        return None
    if as_of == "due":
        return "due"
    moment = meant_by(as_of, course.zone, "--as-of").at
    typer.echo(f"As of {said(moment, course.zone)} ({course.zone.key}).")
    return moment
