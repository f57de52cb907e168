"""`misread grade init`: a folder becomes a course of nbgrader's."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.calendar import zone_named
from misread_grading.course import CONFIG, open_course
from misread_web.commands.data_options import a_folder
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.output import fail


def run(
    folder: Annotated[
        Path,
        typer.Argument(metavar="FOLDER", parser=a_folder, help="It is made where it is missing.", show_default=False),
    ],
    *,
    gradebook: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database of the gradebook: postgresql+psycopg://user@host/name. Nothing: a file in the folder.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            envvar="MISREAD_ZONE",
            help="The time zone in which the course's days end: Europe/Berlin. Nothing: that of this machine.",
        ),
    ] = None,
) -> None:
    """Make a folder a course of nbgrader's, with an empty gradebook. Without it there is one in the data folder."""
    with plain_errors():
        course = open_course(folder, gradebook, zone_named(zone) if zone else None)
        if gradebook is not None and course.directory.db_url != gradebook:
            fail(f"{course.folder} is a course already, and keeps its gradebook. Make another one in another folder.")
        if zone and course.zone != zone_named(zone):
            fail(
                f"{course.folder} is a course already, whose days are those of {course.zone.key}. Another zone: change "
                f"c.Dates.zone in its {CONFIG}, then say its dates again (misread grade due)."
            )
        place = shlex.quote(str(course.folder))
        typer.echo(f"{course.folder} is a course of nbgrader's. Its formgrader: cd {place} && jupyter lab")
        typer.echo(f"Its days are those of {course.zone.key}.")
