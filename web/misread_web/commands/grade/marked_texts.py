"""Texts that graders have marked: written into the gradebook, and what of them is not written yet."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from misread_grading.course import Course
from misread_grading.gradebook.score_changes import Move
from misread_grading.marking.reconcile import Settled, Unsettled, moves_of_lesson, settle_lesson, update_waiting
from misread_records import JournalError
from misread_records.markings import Markings
from misread_records.people.cohorts import Cohorts
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.grade.next_command import Place
from misread_web.commands.grade.opened_course import known_cohorts
from misread_web.commands.grade.reports import tell_again
from misread_web.commands.output import counted

_AWAY = "What readers have given since is not known: its database cannot be used."


def settle_marked_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[Settled]:
    """Bring what readers gave for the texts of a lesson into the gradebook, cohort by cohort; nothing if it is away."""
    try:
        with _readers(data, database) as there:
            return settle_lesson(course, *there, lesson) if there else []
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []


def moves_of_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[Move]:
    """Return which scores of texts `settle_marked_texts` would move; nothing changes by this."""
    try:
        with _readers(data, database) as there:
            return list(moves_of_lesson(course, *there, lesson)) if there else []
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []


def update_waiting_texts(course: Course, lesson: str, place: Place) -> list[Unsettled]:
    """Write which texts of a lesson wait for a grader; return those whose points may not stay."""
    try:
        with _readers(place.data, place.database) as there:
            return update_waiting(course, *there, lesson) if there else []
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []


def tell_unsettled(unsettled: Iterable[Unsettled], place: Place) -> None:
    """Say which texts have points that may not stay, before those are given away."""
    for one in unsettled:
        tell_again(one.item, one.again)
        if one.others:
            typer.echo(
                f"{one.item}: {counted(one.others, 'text')} came to other points since; this writes them, and "
                f"says whose: {place.command('grade', 'marks', one.cohort)}"
            )


@contextlib.contextmanager
def _readers(data: Path | None, database: str | None) -> Iterator[tuple[Cohorts, Markings] | None]:
    """Give the cohorts and what was given for their texts; None where there is no database of theirs."""
    with known_cohorts(open_data_folder(data), database) as cohorts:
        if cohorts is None:
            yield None
            return
        with Markings(secure_database(open_data_folder(data), database)) as markings:
            yield cohorts, markings
