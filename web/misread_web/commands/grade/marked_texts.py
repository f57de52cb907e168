"""Points of marked texts: write them into the gradebook, or print those that are not written yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import typer

from misread_grading.course import Course
from misread_grading.gradebook import ScoreChange
from misread_grading.marking import Reconciled, Unreconciled, moves_of_lesson, reconcile_lesson, update_waiting
from misread_records import JournalError
from misread_records.marking_store import Markings
from misread_records.people import Cohorts
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.grade.opened_course import known_cohorts
from misread_web.commands.grade.reports import tell_again
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted

Answer = TypeVar("Answer")

_AWAY = "Newer marks by graders are left out: their database cannot be used."


def reconcile_marked_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[Reconciled]:
    """Write the points that graders gave for the texts of a lesson into the gradebook, cohort by cohort.

    If the database with their marks cannot be used, print that and return nothing, as the functions below do.
    """
    return _from_marks(data, database, lambda cohorts, marks: reconcile_lesson(course, cohorts, marks, lesson))


def moves_of_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[ScoreChange]:
    """Return which scores of texts `reconcile_marked_texts` would move; nothing is written."""
    return _from_marks(data, database, lambda cohorts, marks: [*moves_of_lesson(course, cohorts, marks, lesson)])


def update_waiting_texts(course: Course, lesson: str, place: TypedOptions) -> list[Unreconciled]:
    """Write which texts of a lesson wait for a grader; return those whose points may not stay."""
    return _from_marks(
        place.data, place.database, lambda cohorts, marks: update_waiting(course, cohorts, marks, lesson)
    )


def tell_unreconciled(unreconciled: Iterable[Unreconciled], place: TypedOptions) -> None:
    """Print the texts whose points may not stay, before learners or a table get these points."""
    for texts in unreconciled:
        tell_again(texts.item, texts.again)
        if texts.others:
            typer.echo(
                f"{texts.item}: {counted(texts.others, 'text')} got other points since; to write them and see whose "
                f"they are: {place.command('grade', 'marks', texts.cohort)}"
            )


def _from_marks(
    data: Path | None, database: str | None, answer: Callable[[Cohorts, Markings], list[Answer]]
) -> list[Answer]:
    """Return a function's result for the cohorts and their marks; empty if there are none or they cannot be used."""
    folder = open_data_folder(data)
    try:
        with known_cohorts(folder, database) as cohorts:
            if cohorts is None:
                return []
            with Markings(secure_database(folder, database)) as marks:
                return answer(cohorts, marks)
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []
