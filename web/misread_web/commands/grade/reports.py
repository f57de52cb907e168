"""Lines about learners, scores and texts that several commands of `misread grade` print."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping

import typer

from misread_grading.autograding import waiting
from misread_grading.course import Course
from misread_grading.gradebook import ScoreChange, scorebook
from misread_grading.reports import everybody, met, not_finished, not_handed_in
from misread_grading.students import called
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted


def tell_people(course: Course, what: str, students: Iterable[str]) -> None:
    """Print a number of learners with their names, as in "2 learners not begun: Ada Weber (a1), Bo (b2)"."""
    if who := called(course, students):
        typer.echo(f"{counted(len(who), 'learner')} {what}: {', '.join(who)}")


def tell_unfinished(course: Course, missing: Mapping[str, Iterable[str]]) -> None:
    """Print the learners who have not finished, each on a line with the missing parts."""
    if missing:
        typer.echo(f"{counted(len(missing), 'learner')} not finished:")
    for who, parts in zip(called(course, missing), missing.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}")


def tell_gaps(course: Course, lesson: str, place: TypedOptions, students: Collection[str] | None = None) -> None:
    """Print the gaps in the tables of a lesson: submissions that are not graded, and who has not handed in or finished.

    With `students`, only the gaps of these students.
    """
    book = scorebook(course, lesson)
    if students is not None:
        book = dataclasses.replace(
            book, learners=tuple(learner for learner in book.learners if learner.student in students)
        )
    waits = [student for student in waiting(course, lesson) if students is None or student in students]
    tell_people(course, "handed in something that is not graded yet", waits)
    if waits:
        grade = place.command("grade", "autograde", lesson)
        typer.echo(f"The tables lack this work, or have its earlier scores: {grade}")
    tell_people(course, "not handed in", [student for student in not_handed_in(book) if student not in waits])
    tell_unfinished(course, not_finished(book, met(course, book)))


def tell_again(item: str, number: int) -> None:
    """Print the number of texts that have points and wait for a grader."""
    if number == 1:
        typer.echo(f"{item}: 1 text waits for a grader again; its points stay until then.")
    elif number:
        typer.echo(f"{item}: {number} texts wait for a grader again; their points stay until then.")


def tell_unreleased(course: Course, lesson: str, moves: Iterable[ScoreChange], place: TypedOptions) -> None:
    """Print when learners see the changes, if feedback on the lesson was released to one of them."""
    if any(move.student in everybody(course, lesson) for move in moves):
        release = place.command("grade", "feedback", lesson)
        typer.echo(f"Learners see the changes after the next release: {release}")


def tell_moves(course: Course, moves: Iterable[ScoreChange]) -> None:
    """Print each change of a score: the learner, the points before and after, and the reason."""
    changes = tuple(moves)
    for move, who in zip(changes, called(course, [move.student for move in changes]), strict=True):
        typer.echo(f"{who} {move.cell}: {_points(move.before)} to {_points(move.after)}, since {move.why}.")


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"
