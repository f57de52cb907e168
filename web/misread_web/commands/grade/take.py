"""`misread grade take`: take submissions from archives that learners hand in from JupyterLab."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from misread_grading.submissions import take as taken
from misread_web.commands.data_folder import open_data_folder
from misread_web.commands.data_options import Data, Database
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import known_cohorts, lesson_named, open_graded_course
from misread_web.commands.grade.options import First, Folder, LessonArgument, counts
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted, fail


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    archives: Annotated[
        list[Path],
        typer.Argument(metavar="ZIP", exists=True, dir_okay=False, help="Archives, named after the learners' ids."),
    ],
    *,
    first: First = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Take submissions from archives that learners hand in from JupyterLab: the notebook, and answers.jsonl.

    An archive of a whole group (Moodle: Download all submissions) has a folder for each learner, named after their
    name, e-mail address or id. An archive that cannot be taken does not stop the others; the command names it and exits
    with 1.
    """
    with plain_errors(TypedOptions(grading, data, database)):
        course, name = open_graded_course(grading, data), lesson_named(lesson)
        with known_cohorts(open_data_folder(data), database) as cohorts:
            report = taken(course, name, archives, counts(first=first), cohorts)
        typer.echo(f"{counted(len(report.new), 'new submission')}, {len(report.unchanged)} as before.")
        if report.problems:
            fail(*(f"{path}: {problem}" for path, problem in report.problems.items()))
