"""`misread grade export`: write tables of grades, competencies and items."""

from __future__ import annotations

from pathlib import Path

import typer

from misread_grading.cohort_membership import in_cohort
from misread_grading.export import export as exported
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, Tables
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.marked_texts import tell_unreconciled, update_waiting_texts
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, LessonArgument, OfCohort
from misread_web.commands.grade.reports import tell_gaps
from misread_web.commands.next_command import TypedOptions


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    *,
    to: Tables = Path("grades.xlsx"),
    separator: CsvSeparator = Separator.COMMA,
    cohort: OfCohort = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write tables of grades, competencies and items for a spreadsheet.

    Print who has not handed in or not finished, and which submissions are not graded yet.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        course, name = open_updated_course(grading, data, database), lesson_named(lesson)
        place = TypedOptions(grading, data, database)
        tell_unreconciled(update_waiting_texts(course, name, place), place)
        students = in_cohort(course, cohort) if cohort is not None else frozenset()
        for path in exported(course, [name], to, students, separator.sign):
            typer.echo(path)
        tell_gaps(course, name, place, students if cohort is not None else None)
