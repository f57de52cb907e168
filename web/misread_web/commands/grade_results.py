"""`misread grade`: what comes after grading: marks, scores by a changed key, feedback, tables."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from misread_web.commands.cohort_options import ask
from misread_web.commands.grade_submissions import bar, tell
from misread_web.commands.grading_folder import (
    Folder,
    Lesson,
    OfCohort,
    app,
    cohorts_course,
    counted,
    fail,
    graded_course,
    lesson_named,
    plain_errors,
)
from misread_web.commands.next_command import Place
from misread_web.commands.place import (
    CsvSeparator,
    Data,
    Database,
    Separator,
    a_file_to_write,
    database_of,
    folder_of,
    write_privately,
)
from misread_web.commands.texts_told import (
    moves_of_texts,
    settled_texts,
    tell_again,
    tell_agreement,
    tell_close,
    tell_due,
    tell_gaps,
    tell_lost,
    tell_moves,
    tell_unreleased,
    tell_waiting,
)


@app.command()
def marks(  # noqa: PLR0913 - one parameter an option
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
    with plain_errors():
        from misread_grading.cohort_membership import roll  # noqa: PLC0415 - likewise
        from misread_grading.marking.log import readings  # noqa: PLC0415 - likewise
        from misread_grading.marking.queue import Desk  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.marking.reconcile import settle_texts  # noqa: PLC0415 - likewise
        from misread_grading.reports.spreadsheet import as_file  # noqa: PLC0415 - likewise
        from misread_grading.students import names  # noqa: PLC0415 - likewise
        from misread_records.markings import Markings  # noqa: PLC0415 - likewise
        from misread_records.people.cohorts import Cohorts  # noqa: PLC0415 - likewise
        from misread_records.people.members import Role  # noqa: PLC0415 - likewise

        place, there = database_of(folder_of(data), database), Place(grading, data, database)
        with Cohorts(place) as cohorts, Markings(place) as markings:
            members = cohorts.members(cohort)
            name = next((member.cohort.name for member in members), cohort)
            course = cohorts_course(grading, data, database)
            desk = Desk(course, markings, name, cohorts=cohorts)
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


@app.command()
def forget(
    student: Annotated[
        str | None,
        typer.Argument(metavar="LEARNER", help="The id in the gradebook, e-mail address or name.", show_default=False),
    ] = None,
    *,
    gone: Annotated[
        bool, typer.Option("--withdrawn", help="Everybody whom withdrawn.txt in the folder names.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without being asked, in a script.")] = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Take a learner out of the course: submissions, scores, comments and feedback. What the web course keeps stays.

    What goes is named first, and asked for: it cannot be undone.
    """
    if (student is None) != gone:
        raise typer.BadParameter("name either a learner or --withdrawn", param_hint="LEARNER / --withdrawn")
    with plain_errors():
        from misread_grading.erasure import forget as forgotten  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.erasure import kept_of  # noqa: PLC0415 - likewise
        from misread_grading.students import called, named  # noqa: PLC0415 - likewise
        from misread_grading.withdrawn import withdrawn  # noqa: PLC0415 - likewise

        course = graded_course(grading, data)
        ids = [named(course, student) or student] if student else sorted(withdrawn(course.folder))
        if not ids:
            typer.echo("Nobody has left.")
        kept = {id_: kept_of(course, id_) for id_ in ids}
        if student and not any(kept.values()):
            fail(f"There is nobody called '{student}' in {course.folder}.")
        people = called(course, ids)
        for id_, who in zip(ids, people, strict=True):
            if kept[id_]:
                typer.echo(f"With {who} goes: {'; '.join(kept[id_])}", err=True)
        if any(kept.values()):
            ask("Delete all of this for good?", "Nothing was deleted. To delete it without being asked: --yes", yes=yes)
        for id_, who in zip(ids, people, strict=True):
            forgotten(course, id_)
            typer.echo(f"Nothing is kept of {who} here any more.")


@app.command()
def regrade(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="Processes that grade at the same time; without it, one a core.")
    ] = None,
    to: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write who moves into a CSV or Excel file.", callback=a_file_to_write),
    ] = None,
    separator: CsvSeparator = Separator.COMMA,
    cohort: OfCohort = None,
    preview: Annotated[
        bool, typer.Option("--preview", help="Say who would move, from how many points to how many; change nothing.")
    ] = False,
    anyway: Annotated[
        bool,
        typer.Option("--anyway", help="Go on where answers do not fit the lesson any more; those get no points."),
    ] = False,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Score a lesson again by the keys and rubrics as they are now, say who moves and why, and keep what was before.

    Everybody is scored, so that one key holds for all; with a cohort, those of it alone are named and written.

    Where a run does not fit its story any more, since a choice has another id now, nothing is scored, and whose it is
    is said. A text for which a reader has to give more, since its rubric has another row or a further reader is asked
    for, keeps its points and waits; how many do is said.
    """
    with plain_errors():
        from misread_grading.autograding import executors  # noqa: PLC0415 - nbgrader takes seconds to load
        from misread_grading.autograding import regrade as regrading  # noqa: PLC0415 - likewise
        from misread_grading.cohort_membership import in_cohort, roll  # noqa: PLC0415 - likewise
        from misread_grading.gradebook.score_changes import table  # noqa: PLC0415 - likewise
        from misread_grading.reports.spreadsheet import as_file  # noqa: PLC0415 - likewise
        from misread_grading.students import names  # noqa: PLC0415 - likewise
        from misread_grading.submissions.replay import unreplayable  # noqa: PLC0415 - likewise

        course, name = cohorts_course(grading, data, database), lesson_named(lesson)
        inside = in_cohort(course, cohort) if cohort is not None else None
        lost = unreplayable(course, name)
        tell_lost(course, lost)
        if lost and not (anyway or preview):
            fail(
                _UNREPLAYABLE.format(again=Place(grading, data, database).command("grade", "regrade", name, "--anyway"))
            )
        with executors.processes(workers or os.cpu_count() or 1) as found, bar() as progress:
            if preview:
                report = regrading.preview(course, name, found, progress=progress)
            else:
                report = regrading.regrade(course, name, found, anyway=anyway, progress=progress)
        texts = [] if preview else settled_texts(course, name, data, database)
        settled = [move for one in texts for move in one.moves]
        everybody = [*report.moves, *(moves_of_texts(course, name, data, database) if preview else settled)]
        moves = tuple(move for move in everybody if inside is None or move.student in inside)
        tell_moves(course, moves)
        for one in texts:
            tell_again(one.item, one.again)
        who = counted(len({move.student for move in moves}), "learner")
        kept = f"What the scores were is in {course.folder / 'history'}."
        typer.echo(f"{who} would move. Nothing has changed." if preview else f"{who} moved. {kept}")
        if to is not None:
            write_privately(to, as_file(table(moves, names(course), roll(course)), to, separator.sign))
        if not preview:
            tell_unreleased(course, name, moves, Place(grading, data, database))
            tell(course, report.report)


_UNREPLAYABLE = (
    "Nothing has changed. Give the choices their ids again, or take what is named out of the scores: {again}"
)


@app.command()
def export(  # noqa: PLR0913 - one parameter an option
    lesson: Lesson,
    *,
    to: Annotated[
        Path,
        typer.Option(
            metavar="FILE",
            help="An Excel file, or else what the names of CSV files begin with.",
            callback=a_file_to_write,
        ),
    ] = Path("grades.xlsx"),
    separator: CsvSeparator = Separator.COMMA,
    cohort: OfCohort = None,
    grading: Folder = None,
    data: Data = None,
    database: Database = None,
) -> None:
    """Write grades, competencies and items for a spreadsheet.

    Say who has not handed in or not finished, and what still waits to be graded.
    """
    with plain_errors():
        from misread_grading.cohort_membership import in_cohort  # noqa: PLC0415 - likewise
        from misread_grading.export import export as exported  # noqa: PLC0415 - nbgrader takes seconds to load

        course, name = cohorts_course(grading, data, database), lesson_named(lesson)
        tell_due(course, name, Place(grading, data, database))
        students = in_cohort(course, cohort) if cohort is not None else frozenset()
        for path in exported(course, [name], to, students, separator.sign):
            typer.echo(path)
        tell_gaps(course, name, Place(grading, data, database), students if cohort is not None else None)
