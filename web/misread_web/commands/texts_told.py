"""What commands of `misread grade` say of the texts that readers have marked: whose points move, which wait again."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misread_web.commands.grading_folder import counted, known_cohorts
from misread_web.commands.place import database_of, folder_of

if TYPE_CHECKING:
    from misread_grading.course import Course
    from misread_grading.gradebook.score_changes import Move
    from misread_grading.marking.pile import Pile
    from misread_grading.marking.reconcile import Settled
    from misread_records.markings import Markings
    from misread_records.people.cohorts import Cohorts
    from misread_web.commands.next_command import Place

_AWAY = "What readers have given since is not known: its database cannot be used."


def settled_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[Settled]:
    """Bring what readers gave for the texts of a lesson into the gradebook, cohort by cohort; nothing if it is away."""
    from misread_grading.marking.reconcile import settle_lesson  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_records import JournalError  # noqa: PLC0415 - it takes a second to load

    try:
        with _readers(data, database) as there:
            return list(settle_lesson(course, *there, lesson)) if there else []
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []


def moves_of_texts(course: Course, lesson: str, data: Path | None, database: str | None) -> list[Move]:
    """Return which scores of texts `settled_texts` would move; nothing changes by this."""
    from misread_grading.marking.reconcile import moves_of_lesson  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_records import JournalError  # noqa: PLC0415 - it takes a second to load

    try:
        with _readers(data, database) as there:
            return list(moves_of_lesson(course, *there, lesson)) if there else []
    except JournalError:
        typer.echo(_AWAY, err=True)
        return []


def tell_due(course: Course, lesson: str, place: Place) -> None:
    """Say which texts of a lesson have points that may not stay, before those are given away."""
    from misread_grading.marking.reconcile import due_of_lesson  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_records import JournalError  # noqa: PLC0415 - it takes a second to load

    try:
        with _readers(place.data, place.database) as there:
            for due in due_of_lesson(course, *there, lesson) if there else ():
                tell_again(due.item, due.again)
                if due.others:
                    typer.echo(
                        f"{due.item}: {counted(due.others, 'text')} came to other points since; this writes them, and "
                        f"says whose: {place.command('grade', 'marks', due.cohort)}"
                    )
    except JournalError:
        typer.echo(_AWAY, err=True)


def tell_people(course: Course, what: str, students: Iterable[str]) -> None:
    """Name the learners of whom something holds, as in "2 learners not begun: Ada Weber (a1), Bo (b2)"."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    if who := called(course, students):
        typer.echo(f"{counted(len(who), 'learner')} {what}: {', '.join(who)}")


def tell_unfinished(course: Course, missing: Mapping[str, Iterable[str]]) -> None:
    """Name the learners who have not finished, a line each with what is missing."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    if missing:
        typer.echo(f"{counted(len(missing), 'learner')} not finished:")
    for who, parts in zip(called(course, missing), missing.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}")


def tell_gaps(course: Course, lesson: str, place: Place, students: Collection[str] | None = None) -> None:
    """Say what the tables of a lesson lack: what waits to be graded, and who has not handed in or not finished.

    Where students are named, of those alone.
    """
    from misread_grading.autograding.autograde import waiting  # noqa: PLC0415 - nbgrader takes seconds to load
    from misread_grading.gradebook.scorebook import scorebook  # noqa: PLC0415 - likewise
    from misread_grading.reports.items_met import met  # noqa: PLC0415 - likewise
    from misread_grading.reports.unfinished_work import not_finished, not_handed_in  # noqa: PLC0415 - likewise

    book = scorebook(course, lesson)
    if students is not None:
        book = dataclasses.replace(book, learners=tuple(one for one in book.learners if one.student in students))
    waits = [one for one in waiting(course, lesson) if students is None or one in students]
    tell_people(course, "handed in something that is not graded yet", waits)
    if waits:
        grade = place.command("grade", "autograde", lesson)
        typer.echo(f"The tables lack it, or have what was before: {grade}")
    tell_people(course, "not handed in", [student for student in not_handed_in(book) if student not in waits])
    tell_unfinished(course, not_finished(book, met(course, book)))


def tell_lost(course: Course, lost: Mapping[str, Iterable[str]]) -> None:
    """Name the learners whose answers do not fit the lesson any more, and which of them."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    if lost:
        typer.echo("What these learners did does not fit the lesson any more, since it was changed:", err=True)
    for who, parts in zip(called(course, lost), lost.values(), strict=True):
        typer.echo(f"  {who}: {'; '.join(parts)}", err=True)


def tell_again(item: str, number: int) -> None:
    """Say how many texts wait for a reader although they have points."""
    if number == 1:
        typer.echo(f"{item}: 1 text waits for a reader again; its points stay until then.")
    elif number:
        typer.echo(f"{item}: {number} texts wait for a reader again; their points stay until then.")


def tell_close(item: str, numbers: list[int]) -> None:
    """Say which texts are close to the model text, by the numbers they go by."""
    if numbers:
        which = ", ".join(map(str, sorted(numbers)))
        typer.echo(f"{item}: close to the model text, word for word: {which}.")


def tell_waiting(pile: Pile, readers: Collection[str], cohort: str, place: Place) -> None:
    """Say what the texts that are not marked wait for, and where nobody could read them.

    Args:
        pile: the texts.
        readers: the ids of the members who may mark.
        cohort: whose texts they are.
        place: where the command was told to work.
    """
    from misread_grading.marking.workflow import Stage  # noqa: PLC0415 - nbgrader takes seconds to load

    for stage in (Stage.FIRST, Stage.SECOND, Stage.THIRD):
        waiting = [found for found in pile.standings.values() if found.stage is stage]
        if not waiting:
            continue
        typer.echo(f"  {counted(len(waiting), 'text')} without a {stage} yet.")
        stuck = sum(not any(found.may_read(reader) for reader in readers) for found in waiting)
        if stuck:
            left = f"each of the {counted(len(readers), 'grader')} of the cohort has read it" if readers else _NO_GRADER
            enrol = place.command("cohort", "add", cohort, "--name", "NAME", "--role", "grader")
            typer.echo(f"  For {counted(stuck, 'text')} nobody is left who could be that: {left}. Enrol one: {enrol}")


_NO_GRADER = "the cohort has no grader"


def tell_agreement(totals: list[tuple[int, int]]) -> None:
    """Say how far two readers agree, where that is defined."""
    from misread_grading.reports.agreement import ordinal_alpha, weighted_kappa  # noqa: PLC0415 - nbgrader takes seconds to load

    kappa, alpha = "Cohen's kappa (quadratic weights)", "Krippendorff's alpha (ordinal)"
    for name, figure in ((kappa, weighted_kappa), (alpha, ordinal_alpha)):
        if found := figure(totals):
            typer.echo(f"  {name} of two readers' totals: {found}")


def tell_unreleased(course: Course, lesson: str, moves: Iterable[Move], place: Place) -> None:
    """Say when learners see what has moved, where they can read feedback on the lesson already."""
    from misread_grading.reports.released_feedback import everybody  # noqa: PLC0415 - nbgrader takes seconds to load

    if any(move.student in everybody(course, lesson) for move in moves):
        release = place.command("grade", "feedback", lesson)
        typer.echo(f"Learners read what was released to them, until the next release: {release}")


def tell_moves(course: Course, moves: Iterable[Move]) -> None:
    """Say who moves, from how many points to how many, and why."""
    from misread_grading.students import called  # noqa: PLC0415 - nbgrader takes seconds to load

    found = tuple(moves)
    for move, who in zip(found, called(course, [move.student for move in found]), strict=True):
        typer.echo(f"{who} {move.cell}: {_points(move.before)} to {_points(move.after)}, since {move.why}.")


def _points(points: float | None) -> str:
    return "none" if points is None else f"{points:g}"


@contextlib.contextmanager
def _readers(data: Path | None, database: str | None) -> Iterator[tuple[Cohorts, Markings] | None]:
    """Give the cohorts and what was given for their texts; None where there is no database of theirs."""
    from misread_records.markings import Markings  # noqa: PLC0415 - it takes a second to load

    with known_cohorts(folder_of(data), database) as cohorts:
        if cohorts is None:
            yield None
            return
        with Markings(database_of(folder_of(data), database)) as markings:
            yield cohorts, markings
