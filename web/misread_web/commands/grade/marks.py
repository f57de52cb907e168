"""`misread grade marks`: how far the texts of a cohort are marked."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.cohort_membership import roll
from misread_grading.marking import MarkingQueue, Pile, Stage, readings, settle_texts
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
            metavar="FILE", help="Write who gave what, and when, into a CSV or Excel file.", callback=a_file_to_write
        ),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Say how far the texts of a cohort are marked and how far readers agree; write what stands into the gradebook."""
    with plain_errors(TypedOptions(grading, data, database)):
        place, there = secure_database(open_data_folder(data), database), TypedOptions(grading, data, database)
        with Cohorts(place) as cohorts, Markings(place) as markings:
            members = cohorts.members(cohort)
            name = next((member.cohort.name for member in members), cohort)
            course = open_updated_course(grading, data, database)
            desk = MarkingQueue(course, markings, name, cohorts=cohorts)
            piles = [desk.pile(task) for task in desk.tasks()]
            readers = [one.learner for one in members if one.role in {Role.GRADER, Role.ADMIN}]
            for pile in piles:
                settled = settle_texts(desk, pile, course)
                typer.echo(f"{settled.item}: {counted(settled.texts, 'text')}, {settled.marked} marked.")
                tell_waiting(pile, readers, name, there)
                tell_again(settled.item, settled.again)
                tell_close(settled.item, pile.close())
                tell_moves(course, settled.moves)
                tell_unreleased(course, pile.task.lesson, settled.moves, there)
                tell_agreement(pile.totals_of_two())
            if to is not None:
                known = {**names(course), **{member.learner: member.name for member in members}}
                write_privately(to, as_file(readings(piles, known, roll(course)), to, separator.sign))
                typer.echo(to)


def tell_close(item: str, numbers: list[int]) -> None:
    """Say which texts are close to the model text, by the numbers they go by."""
    if numbers:
        which = ", ".join(map(str, sorted(numbers)))
        typer.echo(f"{item}: close to the model text, word for word: {which}.")


def tell_waiting(pile: Pile, readers: Collection[str], cohort: str, place: TypedOptions) -> None:
    """Say what the texts that are not marked wait for, and where nobody could read them.

    Args:
        pile: the texts.
        readers: the ids of the members who may mark.
        cohort: whose texts they are.
        place: where the command was told to work.
    """
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
    kappa, alpha = "Cohen's kappa (quadratic weights)", "Krippendorff's alpha (ordinal)"
    for name, figure in ((kappa, weighted_kappa), (alpha, ordinal_alpha)):
        if found := figure(totals):
            typer.echo(f"  {name} of two readers' totals: {found}")
