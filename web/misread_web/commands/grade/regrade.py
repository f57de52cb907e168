"""`misread grade regrade`: scores a lesson again with the present keys and rubrics."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.autograding import executors
from misread_grading.autograding import regrade as regrading
from misread_grading.cohort_membership import enrolments, in_cohort
from misread_grading.course import Course
from misread_grading.gradebook import table
from misread_grading.reports import as_file
from misread_grading.students import called, names
from misread_grading.submissions import unreplayable
from misread_web.commands.data_folder import write_privately
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, a_file_to_write
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.marked_texts import moves_of_texts, reconcile_marked_texts
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, LessonArgument, OfCohort, Processes
from misread_web.commands.grade.progress import progress_bar, tell_graded
from misread_web.commands.grade.reports import tell_again, tell_moves, tell_unreleased
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted, fail


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    *,
    workers: Processes = None,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Write the changed scores into a CSV or Excel file.", callback=a_file_to_write
        ),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    cohort: OfCohort = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print whose scores would change, and how; change nothing.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Go on if answers do not fit the lesson any more; such answers get no points."),
    ] = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Score a lesson again with the present keys and rubrics, print whose scores change and why; keep earlier scores.

    Everybody is scored, so that the same key applies to all; with a cohort, only its learners are named and written.

    If a run does not fit its story any more, because a choice has another id, nothing is scored, and the learners are
    named. A text that needs more marks, because its rubric has a new row or another grader has to mark it, keeps its
    points and waits; the number of such texts is printed.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        course, name = open_updated_course(grading, data, database), lesson_named(lesson)
        inside = in_cohort(course, cohort) if cohort is not None else None
        place = TypedOptions(grading, data, database)
        _check_replayable(course, name, place, goes_on=anyway or preview)
        report = _scored_again(course, name, workers, anyway=anyway, preview=preview)
        texts = [] if preview else reconcile_marked_texts(course, name, data, database)
        of_texts = (
            moves_of_texts(course, name, data, database)
            if preview
            else (m for reconciled in texts for m in reconciled.moves)
        )
        moves = tuple(move for move in (*report.moves, *of_texts) if inside is None or move.student in inside)
        tell_moves(course, moves)
        for reconciled in texts:
            tell_again(reconciled.item, reconciled.again)
        who = counted(len({move.student for move in moves}), "learner")
        kept = f"The earlier scores are in {course.folder / 'history'}."
        typer.echo(f"{who} would move. Nothing has changed." if preview else f"{who} moved. {kept}")
        if to is not None:
            write_privately(to, as_file(table(moves, names(course), enrolments(course)), to, separator.sign))
        if not preview:
            tell_unreleased(course, name, moves, place)
            tell_graded(course, report.report)


_UNREPLAYABLE = (
    "Nothing has changed. Restore the ids of the choices, or leave the named answers out of the scores: {again}"
)


def _check_replayable(course: Course, lesson: str, place: TypedOptions, *, goes_on: bool) -> None:
    """Name the learners whose answers do not fit the lesson any more, and exit unless the command goes on."""
    lost = unreplayable(course, lesson)
    tell_lost(course, lost)
    if lost and not goes_on:
        fail(_UNREPLAYABLE.format(again=place.command("grade", "regrade", lesson, "--anyway")))


def _scored_again(
    course: Course, lesson: str, workers: int | None, *, anyway: bool, preview: bool
) -> regrading.Regraded:
    """Score a lesson again in several processes, or return what that would change."""
    with executors.processes(workers or os.cpu_count() or 1) as pool, progress_bar() as progress:
        if preview:
            return regrading.preview(course, lesson, pool, progress=progress)
        return regrading.regrade(course, lesson, pool, anyway=anyway, progress=progress)


def tell_lost(course: Course, lost: Mapping[str, Iterable[str]]) -> None:
    """Name the learners whose answers do not fit the lesson any more, with these answers."""
    if lost:
        typer.echo("The lesson was changed, and answers of these learners do not fit it any more:", err=True)
    for who, parts in zip(called(course, lost), lost.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}", err=True)
