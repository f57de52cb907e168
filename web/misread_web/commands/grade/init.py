"""`misread grade init`: make a folder an nbgrader course."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from misread_grading.calendar import zone_named
from misread_grading.course import CONFIG, open_course
from misread_web.commands.data_options import a_folder
from misread_web.commands.grade.errors import plain_errors
from misread_web.commands.next_command import TypedOptions
from misread_web.commands.output import fail


def run(
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER",
            parser=a_folder,
            help="The folder of the course. It is made if it does not exist.",
            show_default=False,
        ),
    ],
    *,
    gradebook: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="The database of the gradebook: postgresql+psycopg://user@host/name. Default: a file in the folder.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option(
            metavar="ZONE",
            envvar="MISREAD_ZONE",
            help="The time zone in which the course's days end: Europe/Berlin. Default: that of this machine.",
        ),
    ] = None,
) -> None:
    """Make a folder an nbgrader course, with an empty gradebook. Other commands make one in the data folder."""
    with plain_errors():
        course = open_course(folder, gradebook, zone_named(zone) if zone else None)
        if gradebook is not None and course.directory.db_url != gradebook:
            fail(
                f"{course.folder} is a course already, and keeps its gradebook. To use this gradebook, make a "
                "course in another folder."
            )
        if zone and course.zone != zone_named(zone):
            fail(
                f"{course.folder} is a course already, in the time zone {course.zone.key}. To change it, set "
                f"c.Dates.zone in its {CONFIG}, and then set the due dates again: "
                f"{TypedOptions(folder, None).command('grade', 'due', 'LESSON', 'WHEN')}"
            )
        place = shlex.quote(str(course.folder))
        typer.echo(f"{course.folder} is an nbgrader course. To open its formgrader: cd {place} && jupyter lab")
        typer.echo(f"Its time zone is {course.zone.key}.")
