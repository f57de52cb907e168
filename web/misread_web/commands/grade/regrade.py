"""`misread grade regrade`: scores by the keys and rubrics as they are now."""

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
from misread_web.commands.grade.marked_texts import moves_of_texts, settle_marked_texts
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, Lesson, OfCohort, Processes
from misread_web.commands.grade.progress import progress_bar, tell_graded
from misread_web.commands.grade.reports import tell_again, tell_moves, tell_unreleased
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted, fail


def run(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    workers: Processes = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write who moves into a CSV or Excel file.", callback=a_file_to_write),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    cohort: OfCohort = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say who would move, from how many points to how many; change nothing.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Go on where answers do not fit the lesson any more; those get no points."),
    ] = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Score a lesson again by the keys and rubrics as they are now, say who moves and why, and keep what was before.

    Everybody is scored, so that one key holds for all; with a cohort, those of it alone are named and written.

    Where a run does not fit its story any more, since a choice has another id now, nothing is scored, and whose it is
    is said. A text for which a reader has to give more, since its rubric has another row or a further reader is asked
    for, keeps its points and waits; how many do is said.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        course, name = open_updated_course(grading, data, database), lesson_named(lesson)
        inside = in_cohort(course, cohort) if cohort is not None else None
        place = TypedOptions(grading, data, database)
        _check_replayable(course, name, place, goes_on=anyway or preview)
        report = _scored_again(course, name, workers, anyway=anyway, preview=preview)
        texts = [] if preview else settle_marked_texts(course, name, data, database)
        of_texts = moves_of_texts(course, name, data, database) if preview else (m for one in texts for m in one.moves)
        moves = tuple(move for move in (*report.moves, *of_texts) if inside is None or move.student in inside)
        tell_moves(course, moves)
        for one in texts:
            tell_again(one.item, one.again)
        who = counted(len({move.student for move in moves}), "learner")
        kept = f"What the scores were is in {course.folder / 'history'}."
        typer.echo(f"{who} would move. Nothing has changed." if preview else f"{who} moved. {kept}")
        if to is not None:
            write_privately(to, as_file(table(moves, names(course), enrolments(course)), to, separator.sign))
        if not preview:
            tell_unreleased(course, name, moves, place)
            tell_graded(course, report.report)


_UNREPLAYABLE = (
    "Nothing has changed. Give the choices their ids again, or take what is named out of the scores: {again}"
)


def _check_replayable(course: Course, lesson: str, place: TypedOptions, *, goes_on: bool) -> None:
    """Name the learners whose answers do not fit the lesson any more, and end there unless the command goes on."""
    lost = unreplayable(course, lesson)
    tell_lost(course, lost)
    if lost and not goes_on:
        fail(_UNREPLAYABLE.format(again=place.command("grade", "regrade", lesson, "--anyway")))


def _scored_again(
    course: Course, lesson: str, workers: int | None, *, anyway: bool, preview: bool
) -> regrading.Regraded:
    """Score a lesson again in several processes, or return what that would change."""
    with executors.processes(workers or os.cpu_count() or 1) as found, progress_bar() as progress:
        if preview:
            return regrading.preview(course, lesson, found, progress=progress)
        return regrading.regrade(course, lesson, found, anyway=anyway, progress=progress)


def tell_lost(course: Course, lost: Mapping[str, Iterable[str]]) -> None:
    """Name the learners whose answers do not fit the lesson any more, and which of them."""
    if lost:
        typer.echo("What these learners did does not fit the lesson any more, since it was changed:", err=True)
    for who, parts in zip(called(course, lost), lost.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}", err=True)
