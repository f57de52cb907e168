"""`misread grade collect`: a submission for each member of a cohort."""

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
from misread_web.commands.grade.options import First, Folder, Lesson, counts
from misread_web.commands.grade.reports import tell_people, tell_unfinished
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted


def run(  # noqa: PLR0913 - one parameter an option
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
    options = TypedOptions(grading, data, database)
    with plain_errors(options):
        place, name = secure_database(open_data_folder(data), database), lesson_named(lesson)
        course = open_updated_course(grading, data, database)
        with Cohorts(place) as cohorts, contextlib.closing(open_journal(place)) as journal:
            members, then = cohorts.members(cohort), _then(as_of, course)
            work = _work_of(members, journal, name)
            report = collected(course, name, work, counts(first=first), then)
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
                again = options.command("grade", "collect", cohort, name, "--as-of", "due")
                typer.echo(f"What was there on the date: {again}")


def _work_of(members: Iterable[Member], journal: Journal, lesson: str) -> Iterator[CollectedLearner]:
    """Yield the learners among the members of a cohort, by name, with what each did in a lesson."""
    learners = (member for member in members if member.role is Role.LEARNER)
    for member in sorted(learners, key=lambda member: member.order):
        events = journal.read(member.learner, lesson)
        yield CollectedLearner(member.learner, member.name, member.email, events, member.family)


def _then(as_of: str | None, course: Course) -> AsOf:
    """Return as of when work is collected, and say it."""
    if as_of is None:
        return None
    if as_of == "due":
        return "due"

    meant = meant_by(as_of, course.zone, "--as-of").at
    typer.echo(f"As of {said(meant, course.zone)} ({course.zone.key}).")
    return meant
