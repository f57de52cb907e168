"""`misread grade marks`: print the progress of marking a cohort's texts."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.cohort_membership import enrolments
from misread_grading.marking import MarkingQueue, Pile, Stage, readings, reconcile_texts
from misread_grading.reports import as_file, ordinal_alpha, weighted_kappa
from misread_grading.students import names
from misread_records.marking_store import Markings
from misread_records.people import Cohorts, Role
from misread_web.commands.data_folder import open_data_folder, secure_database, write_privately
from misread_web.commands.data_options import CsvSeparator, Data, Database, Separator, a_file_to_write
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import open_updated_course
from misread_web.commands.grade.options import Folder
from misread_web.commands.grade.reports import tell_again, tell_moves, tell_unreleased
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import counted


def run(  # noqa: PLR0913 - one parameter an option
    cohort: Annotated[str, typer.Argument(metavar="COHORT", help="The name of the cohort.", show_default=False)],
    *,
    to: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write who gave which marks, and when, into a CSV or Excel file.",
            callback=a_file_to_write,
        ),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Print the progress of marking and the agreement of graders, and write finished scores into the gradebook."""
    with plain_errors(TypedOptions(grading, data, database)):
        place, typed = secure_database(open_data_folder(data), database), TypedOptions(grading, data, database)
        with Cohorts(place) as cohorts, Markings(place) as markings:
            members = cohorts.members(cohort)
            name = next((member.cohort.name for member in members), cohort)
            course = open_updated_course(grading, data, database)
            queue = MarkingQueue(course, markings, name, cohorts=cohorts)
            piles = [queue.pile(task) for task in queue.tasks()]
            graders = [member.learner for member in members if member.role in {Role.GRADER, Role.ADMIN}]
            for pile in piles:
                reconciled = reconcile_texts(queue, pile, course)
                typer.echo(f"{reconciled.item}: {counted(reconciled.texts, 'text')}, {reconciled.marked} marked.")
                tell_waiting(pile, graders, name, typed)
                tell_again(reconciled.item, reconciled.again)
                tell_close(reconciled.item, pile.close())
                tell_moves(course, reconciled.moves)
                tell_unreleased(course, pile.task.lesson, reconciled.moves, typed)
                tell_agreement(pile.totals_of_two())
            if to is not None:
                called = {**names(course), **{member.learner: member.name for member in members}}
                write_privately(to, as_file(readings(piles, called, enrolments(course)), to, separator.sign))
                typer.echo(to)


def tell_close(item: str, numbers: list[int]) -> None:
    """Print the numbers of the texts that are close to the model text."""
    if numbers:
        which = ", ".join(map(str, sorted(numbers)))
        typer.echo(f"{item}: close to the model text, word for word: {which}.")


def tell_waiting(pile: Pile, graders: Collection[str], cohort: str, typed: TypedOptions) -> None:
    """Print what unmarked texts wait for, and how many of them no grader of the cohort can mark.

    Args:
        pile: the texts.
        graders: the ids of the members who may mark.
        cohort: the name of the cohort.
        typed: the options that were typed.
    """
    for stage in (Stage.FIRST, Stage.SECOND, Stage.THIRD):
        waiting = [state for state in pile.standings.values() if state.stage is stage]
        if not waiting:
            continue
        typer.echo(f"  {counted(len(waiting), 'text')} without a {stage} yet.")
        stuck = sum(not any(state.may_read(grader) for grader in graders) for state in waiting)
        if stuck:
            why = (
                f"each of the cohort's {counted(len(graders), 'grader')} has read it already" if graders else _NO_GRADER
            )
            enrol = typed.command("cohort", "add", cohort, "--name", "NAME", "--role", "grader")
            typer.echo(f"  For {counted(stuck, 'text')} the cohort has nobody for that: {why}. Enrol a grader: {enrol}")


_NO_GRADER = "it has no grader"


def tell_agreement(totals: list[tuple[int, int]]) -> None:
    """Print the agreement of two graders, if it is defined."""
    kappa, alpha = "Cohen's kappa (quadratic weights)", "Krippendorff's alpha (ordinal)"
    for name, figure in ((kappa, weighted_kappa), (alpha, ordinal_alpha)):
        if agreement := figure(totals):
            typer.echo(f"  {name} of two graders' totals: {agreement}")
