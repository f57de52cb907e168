"""`misread serve`: the course in a browser, for one person or for cohorts."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from misread_web.commands.place import Data, Database, database_of, folder_of
from misread_web.operations.logs import LogFormat, LogLevel, start_logging
from misread_web.operations.settings import taken_from

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LISTS = {"cohort": "MISREAD_COHORTS", "hub_group": "MISREAD_HUB_GROUPS"}
"""The variables of the options that may be given again, each with commas between what it holds."""


def _defaults(context: typer.Context, path: Path | None) -> Path | None:
    """Let options default to the file of settings and, before it, to the variables that hold lists."""
    taken_from(context, path)
    for option, variable in LISTS.items():
        if named := os.environ.get(variable):
            names = [name.strip() for name in named.split(",") if name.strip()]
            context.default_map = {**(context.default_map or {}), option: names}
    return path


def run(  # noqa: PLR0913 - one parameter an option
    *,
    port: Annotated[
        int,
        typer.Option(
            envvar="MISREAD_PORT",
            min=0,
            max=65_535,
            help="The port to listen on; a free one is taken where it is in use.",
        ),
    ] = 8100,
    host: Annotated[
        str,
        typer.Option(
            envvar="MISREAD_HOST", help="The address to listen on. One that other machines reach needs an open cohort."
        ),
    ] = "127.0.0.1",
    cohort: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="Let in this cohort (give it again for more); nothing: every open one. Or the variable "
            "`MISREAD_COHORTS`, with commas between the names.",
        ),
    ] = None,
    hub_group: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GROUP=ROLE@COHORT",
            help="Let people in through the JupyterHub whose service this is: say for each group that takes part its "
            "role and its cohort (give it again for more). Or the variable `MISREAD_HUB_GROUPS`, with commas between.",
        ),
    ] = None,
    prefix: Annotated[
        str,
        typer.Option(
            metavar="PATH",
            envvar="MISREAD_PREFIX",
            help="What every address of the course begins with, behind a proxy that leaves it in. A Hub says it.",
        ),
    ] = "/",
    data: Data = None,
    database: Database = None,
    browser: Annotated[
        bool | None,
        typer.Option(
            "--browser/--no-browser",
            envvar="MISREAD_BROWSER",
            help="Open the course (where there is a screen), or do not.",
        ),
    ] = None,
    kernels: Annotated[
        bool,
        typer.Option(
            "--kernels",
            envvar="MISREAD_KERNELS",
            help="Give each page a kernel of its own, as Voila does: slower, for comparison.",
        ),
    ] = False,
    grading: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            envvar="MISREAD_GRADING",
            help="The folder in which the cohort is graded: graders mark its texts, and learners read their feedback.",
        ),
    ] = None,
    log_format: Annotated[
        LogFormat, typer.Option(envvar="MISREAD_LOG_FORMAT", help="How standard error is written: text or json.")
    ] = LogFormat.TEXT,
    log_level: Annotated[
        LogLevel,
        typer.Option(
            envvar="MISREAD_LOG_LEVEL", help="What is written there: debug, info, warning or error, and what is graver."
        ),
    ] = LogLevel.WARNING,
    config: Annotated[  # noqa: ARG001 - it was read before the others
        Path | None,
        typer.Option(
            metavar="FILE",
            envvar="MISREAD_CONFIG",
            is_eager=True,
            callback=_defaults,
            help="A file of settings in TOML; an option or a variable counts before it.",
        ),
    ] = None,
) -> None:
    """Serve the course, and print its address.

    With no cohort, it is for you: on this machine alone, without a sign-in. As soon as there is an open cohort, its
    members sign in with their personal links; with groups of a JupyterHub, their members sign in there.
    """
    if cohort and hub_group:
        raise typer.BadParameter("the groups of the Hub name their cohorts themselves", param_hint="--cohort")
    # Voila and the database take a second to load; --help need not wait.
    from misread_records import JournalError  # noqa: PLC0415
    from misread_records.people_errors import PeopleError  # noqa: PLC0415
    from misread_web.people.hub import NoHub  # noqa: PLC0415
    from misread_web.people.hub_groups import BadHubGroup  # noqa: PLC0415
    from misread_web.people.opening import opened  # noqa: PLC0415
    from misread_web.people.secret import BadSecret  # noqa: PLC0415

    try:
        folder = folder_of(data)
        place = database_of(folder, database)
        door, service = opened(place, folder, cohorts=cohort or (), hub_groups=hub_group or ())
    except (PeopleError, JournalError, NoHub, BadHubGroup, BadSecret, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    if door is None and host not in LOOPBACK:
        raise typer.BadParameter(_OPEN_TO_ALL.format(host=host), param_hint="--host")
    start_logging(log_format, log_level)
    from misread_web.server import course_server  # noqa: PLC0415 - likewise

    opening = has_screen() and door is None if browser is None else browser
    if service is not None:  # nobody would reach it anywhere else
        prefix, (host, port) = service.prefix, service.listens or (host, port)
    prefix = "/".join(["", *filter(None, prefix.split("/")), ""])
    course_server(
        place,
        host=host,
        port=port,
        door=door,
        prefix=prefix,
        open_browser=opening,
        kernels=kernels,
        grading=_checked(grading),
    ).start()


def _checked(grading: Path | None) -> Path | None:
    """Make sure that a folder to grade in is one."""
    if grading is not None and not (grading / "nbgrader_config.py").is_file():
        raise typer.BadParameter(
            f"{grading} has no nbgrader_config.py; make it a course first: misread grade init {grading}",
            param_hint="--grading",
        )
    return grading


_OPEN_TO_ALL = (
    "'{host}' would let other machines in, and there is no sign-in without an open cohort: anybody who finds the "
    "address could read and change your answers. Say who may come (misread cohort create NAME --roster FILE), or "
    "leave --host out."
)


def has_screen() -> bool:
    """Tell whether a browser that is opened here would be seen."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
