"""`misread grade feedback`: releases feedback, and prints for whom something in it is new."""

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
from misread_web.commands.grade.marked_texts import tell_unreconciled, update_waiting_texts
from misread_web.commands.grade.opened_course import lesson_named, open_updated_course
from misread_web.commands.grade.options import Folder, LessonArgument, OfCohort
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted, fail

LONGEST_NOTE = 2000
"""The most characters of a note on a release."""


def run(  # noqa: PLR0913 - one parameter an option
    lesson: LessonArgument,
    *,
    preview: Annotated[
        bool, typer.Option("--preview", help="Print who would get something new, and why; release nothing.")
    ] = False,
    learner: Annotated[
        list[str] | None,
        typer.Option(
            metavar="WHO", help="Release to this learner alone: id, address or name. Can be given more than once."
        ),
    ] = None,
    cohort: OfCohort = None,
    note: Annotated[
        str, typer.Option(metavar="TEXT", help="A note above the feedback of learners for whom something has changed.")
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
    """Release feedback: the gradebook's present scores and comments, on a page of the course and on nbgrader's page.

    Learners read it as it was released. Later changes of scores wait for the next release, which tells each learner
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
        tell_unreconciled(update_waiting_texts(course, name, place), place)
        if preview:
            _tell(course, to_be_released(course, name, students, note), "would bring")
            typer.echo("Nothing was released.")
            return
        released = _released(course, name, students, note)
        if letters is not None:
            _write_letters(course, name, letters)
        if released.failed:
            _fail(course, released, place.command("grade", "autograde", name, "--force"))


def _released(course: Course, lesson: str, students: frozenset[str] | None, note: str) -> Release:
    """Release feedback, and print what of it is new for whom."""
    release = release_feedback(course, lesson, students, note)
    _tell(course, release, "brings")
    typer.echo(f"{counted(len(everybody(course, lesson)), 'learner')} can read their feedback.")
    return release


def _students(course: Course, named: list[str], cohort: str | None) -> frozenset[str] | None:
    """Return the learners to whom feedback is released: those named, or those of a cohort; None means everybody."""
    inside = None if cohort is None else in_cohort(course, cohort)
    if not named:
        return inside
    id_by_name = {who: id_of(course, who) for who in named}
    if missing := [who for who, id_ in id_by_name.items() if id_ is None or (inside is not None and id_ not in inside)]:
        place = f"the cohort {cohort}" if cohort else course.folder
        fail(f"Nothing is released: nobody in {place} is called {', '.join(missing)}.")
    return frozenset(student for student in id_by_name.values() if student)


def _tell(course: Course, release: Release, verb: str) -> None:
    """Print to whom a release goes, what of it is new, and why."""
    if not release.sent:
        typer.echo(f"There is nothing new to release; {counted(release.same, 'learner')} can read the latest feedback.")
        return
    first = [student for student, new in release.sent.items() if new.before is None]
    typer.echo(f"Release {release.number} {verb} something new to {counted(len(release.sent), 'learner')}.")
    if first:
        typer.echo(f"For the first time: {', '.join(called(course, first))}")
    again = {student: new for student, new in release.sent.items() if new.before is not None}
    for who, new in zip(called(course, again), again.values(), strict=True):
        typer.echo(f"{who}: {_moved(new)}")
    if release.same:
        typer.echo(f"Nothing new for {counted(release.same, 'learner')}.")


def _moved(new: Released) -> str:
    """Return what has changed in a learner's feedback, in one line."""
    total = f"{new.before:g} to {new.feedback.total:g} of {new.feedback.most:g} points"
    why = [f"{change.part}, {change.about}: {said(change)}, since {change.why}" for change in new.changes]
    return ". ".join([total, *(why or ["The points are the same; the work that was handed in has changed"])]) + "."


def _write_letters(course: Course, lesson: str, sender: str) -> None:

    written, unreachable = write_letters(course, lesson, sender, lesson_of(lesson).title)
    places = ", ".join(map(str, sorted({path.parent for path in written}))) or course.folder / FOLDER / lesson
    typer.echo(f"{counted(len(written), 'new letter')} in {places}.")
    if unreachable:
        typer.echo(f"Without an address: {', '.join(called(course, unreachable))}")


def _fail(course: Course, release: Release, again: str) -> None:

    fail(
        f"What was graded cannot be read any more: {', '.join(called(course, release.failed))}. Grade it again: {again}"
    )
