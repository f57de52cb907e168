"""`misread grade feedback`: a release of feedback, and to whom something in it is new."""

from __future__ import annotations

from typing import Annotated

import typer

from misread_course.catalogue import lesson as lesson_of
from misread_grading.cohort_membership import in_cohort
from misread_grading.course import Course
from misread_grading.reports import (
    FOLDER,
    Release,
    Released,
    check_sender,
    everybody,
    release_feedback,
    said,
    to_be_released,
    write_letters,
)
from misread_grading.students import called
from misread_grading.students import named as id_of
from misread_web.commands.data_options import Data, Database
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.marked_texts import tell_unsettled, update_waiting_texts
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, Lesson, OfCohort
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted, fail

LONGEST_NOTE = 2000
"""Characters of a note on a release."""


def run(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say who would read what is new, and why; release nothing.")
    ] = False,
    learner: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHO", help="Release to this learner alone (give it again for more): id, address or name."
        ),
    ] = None,
    cohort: OfCohort = None,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="What those read above their feedback for whom something has changed.")
    ] = "",
    letters: Annotated[
        str | None,
        typer.Option(
            metavar="FROM", help="Write an e-mail file for each learner with something new, from this address."
        ),
    ] = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Release feedback: what the gradebook has now, on a page of the course and on nbgrader's own.

    Learners read it as it was released. What is graded otherwise later waits for the next release, which says to each
    what has changed and why.
    """
    if len(note) > LONGEST_NOTE:
        raise typer.BadParameter(f"it has {len(note)} characters; at most {LONGEST_NOTE} fit", param_hint="--note")
    with plain_errors(TypedOptions(grading, data, database)):
        if letters is not None:
            check_sender(letters)
        course, name = open_updated_course(grading, data, database), lesson_named(lesson)
        students = _students(course, learner or [], cohort)
        place = TypedOptions(grading, data, database)
        tell_unsettled(update_waiting_texts(course, name, place), place)
        if preview:
            _tell(course, to_be_released(course, name, students, note), "would bring")
            typer.echo("Nothing was released.")
            return
        found = _released(course, name, students, note)
        if letters is not None:
            _write_letters(course, name, letters)
        if found.failed:
            _fail(course, found, place.command("grade", "autograde", name, "--force"))


def _released(course: Course, lesson: str, students: frozenset[str] | None, note: str) -> Release:
    """Release feedback, and say what of it is new to whom."""
    found = release_feedback(course, lesson, students, note)
    _tell(course, found, "brings")
    typer.echo(f"{counted(len(everybody(course, lesson)), 'learner')} can read their feedback.")
    return found


def _students(course: Course, named: list[str], cohort: str | None) -> frozenset[str] | None:
    """Return to whom a release goes: to those who are named, of a cohort if one is; None is everybody."""
    inside = None if cohort is None else in_cohort(course, cohort)
    if not named:
        return inside
    found = {who: id_of(course, who) for who in named}
    if missing := [who for who, one in found.items() if one is None or (inside is not None and one not in inside)]:
        place = f"the cohort {cohort}" if cohort else course.folder
        fail(f"Nothing is released: there is nobody called {', '.join(missing)} in {place}.")
    return frozenset(student for student in found.values() if student)


def _tell(course: Course, found: Release, verb: str) -> None:
    """Say to whom a release goes, what of it is new, and why."""
    if not found.sent:
        typer.echo(f"There is nothing new to release; {counted(found.same, 'learner')} read what there is.")
        return
    first = [student for student, new in found.sent.items() if new.before is None]
    typer.echo(f"Release {found.number} {verb} something new to {counted(len(found.sent), 'learner')}.")
    if first:
        typer.echo(f"For the first time: {', '.join(called(course, first))}")
    again = {student: new for student, new in found.sent.items() if new.before is not None}
    for who, new in zip(called(course, again), again.values(), strict=True):
        typer.echo(f"{who}: {_moved(new)}")
    if found.same:
        typer.echo(f"Nothing new for {counted(found.same, 'learner')}.")


def _moved(new: Released) -> str:
    """Say what of somebody's feedback is another, in a line."""
    total = f"{new.before:g} to {new.feedback.total:g} of {new.feedback.most:g} points"
    why = [f"{one.part}, {one.about}: {said(one)}, since {one.why}" for one in new.changes]
    return ". ".join([total, *(why or ["The figures are the same; the work that was handed in is another"])]) + "."


def _write_letters(course: Course, lesson: str, sender: str) -> None:

    written, unreachable = write_letters(course, lesson, sender, lesson_of(lesson).title)
    places = ", ".join(map(str, sorted({path.parent for path in written}))) or course.folder / FOLDER / lesson
    typer.echo(f"{counted(len(written), 'new letter')} in {places}.")
    if unreachable:
        typer.echo(f"Without an address: {', '.join(called(course, unreachable))}")


def _fail(course: Course, found: Release, again: str) -> None:

    fail(f"What was graded cannot be read any more: {', '.join(called(course, found.failed))}. Grade it again: {again}")
