"""`misread serve`: the course in a browser, for one person or for cohorts."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from misread_web.commands.place import Data, Database, database_of, folder_of

LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def run(  # noqa: PLR0913 - one parameter an option
    *,
    port: Annotated[int, typer.Option(help="The port to listen on; a free one is taken where it is in use.")] = 8100,
    host: Annotated[
        str, typer.Option(help="The address to listen on. One that other machines reach needs an open cohort.")
    ] = "127.0.0.1",
    cohort: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Let in this cohort (give it again for more); nothing: every open one."),
    ] = None,
    data: Data = None,
    database: Database = None,
    browser: Annotated[
        bool | None,
        typer.Option("--browser/--no-browser", help="Open the course (where there is a screen), or do not."),
    ] = None,
    kernels: Annotated[
        bool,
        typer.Option("--kernels", help="Give each page a kernel of its own, as Voila does: slower, for comparison."),
    ] = False,
) -> None:
    """Serve the course, and print its address.

    With no cohort, it is for you: on this machine alone, without a sign-in. As soon as there is an open cohort, its
    members sign in with their personal links.
    """
    # Voila and the database take a second to load; --help need not wait.
    from misread_records import JournalError  # noqa: PLC0415
    from misread_records.cohorts import Cohorts  # noqa: PLC0415
    from misread_records.people_errors import PeopleError  # noqa: PLC0415
    from misread_web.people.opening import door_of  # noqa: PLC0415
    from misread_web.people.secret import BadSecret  # noqa: PLC0415

    try:
        folder = folder_of(data)
        place = database_of(folder, database)
        door = door_of(Cohorts(place), folder, cohort or ())
    except (PeopleError, JournalError, BadSecret, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if door is None and host not in LOOPBACK:
        raise typer.BadParameter(_OPEN_TO_ALL.format(host=host), param_hint="--host")
    from misread_web.server import course_server  # noqa: PLC0415 - likewise

    opening = has_screen() and door is None if browser is None else browser
    course_server(place, host=host, port=port, door=door, open_browser=opening, kernels=kernels).start()


_OPEN_TO_ALL = (
    "'{host}' would let other machines in, and there is no sign-in without an open cohort: anybody who finds the "
    "address could read and change your answers. Say who may come (misread cohort create NAME --roster FILE), or "
    "leave --host out."
)


def has_screen() -> bool:
    """Tell whether a browser that is opened here would be seen."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
