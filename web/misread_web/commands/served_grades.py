"""Folder of grades that a server shows and writes to."""

from __future__ import annotations

from pathlib import Path

import typer

from misread_grading.course import Course
from misread_grading.errors import GradingError
from misread_grading.gradebook import Lateness
from misread_grading.marking import Panel
from misread_web.commands.data_folder import open_data_folder
from misread_web.commands.data_options import GRADING
from misread_web.commands.grades_folder import OtherAnswers, keep_from_others, tie


def open_served_course(grading: Path | None, data: Path | None, database: str | None) -> Course | None:
    """Open the course in the named folder, or else in the data folder, as `served_course` describes."""
    folder = grading or open_data_folder(data) / GRADING
    try:
        course = Course.at(folder)
        config = course.config
        Panel.of(config)
        Lateness(config)
        tie(course.folder, open_data_folder(data), database)
    except (GradingError, OtherAnswers, OSError) as error:
        if grading is not None:
            raise typer.BadParameter(str(error), param_hint="--grading") from error
        typer.echo(_NOT_SERVED.format(reason=error), err=True)
        return None
    keep_from_others(course)
    if grading is None:
        typer.echo(f"Marking, feedback and due dates come from {folder}.")
    return course


_NOT_SERVED = (
    "Marking, feedback and due dates are not shown, and work that learners delete stays in the grades: {reason}. Fix "
    "this and start again, or name another folder: --grading FOLDER"
)
