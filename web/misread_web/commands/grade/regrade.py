"""`misread grade regrade`: scores by the keys and rubrics as they are now."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.autograding import executors
from misread_grading.autograding import regrade as regrading
from misread_grading.cohort_membership import in_cohort, roll
from misread_grading.course import Course
from misread_grading.gradebook import table
from misread_grading.reports import as_file
from misread_grading.students import called, names
from misread_grading.submissions import unreplayable
from misread_web.commands.data_folder import write_privately
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, a_file_to_write
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.marked_texts import moves_of_texts, settle_marked_texts
from misread_web.commands.grade.next_command import TypedOptions
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, Lesson, OfCohort
from misread_web.commands.grade.progress import progress_bar, tell_graded
from misread_web.commands.grade.reports import tell_again, tell_moves, tell_unreleased
from misread_web.commands.output import counted, fail


def run(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that grade at the same time; without it, one a core.")
    ] = None,
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
    with plain_errors():
        course, name = open_updated_course(grading, data, database), lesson_named(lesson)
        inside = in_cohort(course, cohort) if cohort is not None else None
        lost = unreplayable(course, name)
        tell_lost(course, lost)
        if lost and not (anyway or preview):
            fail(
                _UNREPLAYABLE.format(
                    again=TypedOptions(grading, data, database).command("grade", "regrade", name, "--anyway")
                )
            )
        with executors.processes(workers or os.cpu_count() or 1) as found, progress_bar() as progress:
            if preview:
                report = regrading.preview(course, name, found, progress=progress)
            else:
                report = regrading.regrade(course, name, found, anyway=anyway, progress=progress)
        texts = [] if preview else settle_marked_texts(course, name, data, database)
        settled = [move for one in texts for move in one.moves]
        everybody = [*report.moves, *(moves_of_texts(course, name, data, database) if preview else settled)]
        moves = tuple(move for move in everybody if inside is None or move.student in inside)
        tell_moves(course, moves)
        for one in texts:
            tell_again(one.item, one.again)
        who = counted(len({move.student for move in moves}), "learner")
        kept = f"What the scores were is in {course.folder / 'history'}."
        typer.echo(f"{who} would move. Nothing has changed." if preview else f"{who} moved. {kept}")
        if to is not None:
            write_privately(to, as_file(table(moves, names(course), roll(course)), to, separator.sign))
        if not preview:
            tell_unreleased(course, name, moves, TypedOptions(grading, data, database))
            tell_graded(course, report.report)


_UNREPLAYABLE = (
    "Nothing has changed. Give the choices their ids again, or take what is named out of the scores: {again}"
)


def tell_lost(course: Course, lost: Mapping[str, Iterable[str]]) -> None:
    """Name the learners whose answers do not fit the lesson any more, and which of them."""
    if lost:
        typer.echo("What these learners did does not fit the lesson any more, since it was changed:", err=True)
    for who, parts in zip(called(course, lost), lost.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}", err=True)
