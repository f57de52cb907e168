"""`misread grade forget`: delete a learner from the course."""

from __future__ import annotations

from typing import Annotated

import typer

from misread_grading.erasure import forget as forgotten
from misread_grading.erasure import kept_of
from misread_grading.students import called, named
from misread_grading.withdrawn import withdrawn
from misread_web.commands.data_options import Data
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.grade.opened_course import open_graded_course
from misread_web.commands.grade.options import Folder
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import ask, fail


def run(
    student: Annotated[
        str | None,
        typer.Argument(metavar="LEARNER", help="The id in the gradebook, e-mail address or name.", show_default=False),
    ] = None,
    *,
    gone: Annotated[
        bool, typer.Option("--withdrawn", help="Everybody in the file withdrawn.txt of the folder.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do it without a question, as in a script.")] = False,
    grading: Folder = None,
    data: Data = None,
) -> None:
    """Delete a learner's submissions, scores, comments and feedback. Work in the web course stays.

    The command prints what it will delete and asks first, because it cannot be undone.
    """
    if (student is None) != gone:
        raise typer.BadParameter("name either a learner or --withdrawn", param_hint="LEARNER / --withdrawn")
    with plain_errors(TypedOptions(grading, data)):
        course = open_graded_course(grading, data)
        ids = [named(course, student) or student] if student else sorted(withdrawn(course.folder))
        if not ids:
            typer.echo("Nobody has left.")
        kept = {id_: kept_of(course, id_) for id_ in ids}
        if student and not any(kept.values()):
            fail(f"There is nobody called '{student}' in {course.folder}.")
        people = called(course, ids)
        for id_, who in zip(ids, people, strict=True):
            if kept[id_]:
                typer.echo(f"To delete of {who}: {'; '.join(kept[id_])}", err=True)
        if any(kept.values()):
            ask(
                "Delete all of this for good?",
                "Nothing was deleted. To delete it without this question: --yes",
                yes=yes,
            )
        for id_, who in zip(ids, people, strict=True):
            forgotten(course, id_)
            typer.echo(f"Everything of {who} was deleted here.")
