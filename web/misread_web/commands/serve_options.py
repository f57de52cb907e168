"""What `misread serve` can be told."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from misread_web.commands.data_options import a_folder
from misread_web.operations import LogFormat, LogLevel, taken_from

LISTS = {"cohort": "MISREAD_COHORTS", "hub_group": "MISREAD_HUB_GROUPS", "proxy": "MISREAD_PROXIES"}
"""The variables of the options that may be given again, each with commas between what it holds."""


def _defaults(context: typer.Context, path: Path | None) -> Path | None:
    """Let options default to the file of settings and, before it, to the variables that hold lists."""
    taken_from(context, path)
    for option, variable in LISTS.items():
        if named := os.environ.get(variable):
            names = [name.strip() for name in named.split(",") if name.strip()]
            context.default_map = {**(context.default_map or {}), option: names}
    return path


Port = Annotated[
    int,
    typer.Option(
        envvar="MISREAD_PORT",
        min=0,
        max=65_535,
        help="The port to listen on; a free one is taken where it is in use.",
    ),
]
Host = Annotated[
    str,
    typer.Option(
        envvar="MISREAD_HOST", help="The address to listen on. One that other machines reach needs an open cohort."
    ),
]
Cohort = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Let in this cohort (give it again for more); nothing: every open one. Or the variable "
        "`MISREAD_COHORTS`, with commas between the names.",
    ),
]
HubGroup = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GROUP=ROLE@COHORT",
        help="Let people in through the JupyterHub whose service this is: say for each group that takes part its "
        "role and its cohort (give it again for more). Or the variable `MISREAD_HUB_GROUPS`, with commas between.",
    ),
]
Proxy = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS",
        help="Believe what this proxy says of how somebody came, as `X-Forwarded-Proto` does: an address or a network "
        "(give it again for more). Nothing: no proxy. Or the variable `MISREAD_PROXIES`, with commas between.",
    ),
]
WithoutSignIn = Annotated[
    bool,
    typer.Option(
        "--without-sign-in",
        envvar="MISREAD_WITHOUT_SIGN_IN",
        help="Where every cohort is closed: let the one person who opens the printed address read and change all that "
        "is kept, the texts of these cohorts included, without a sign-in.",
    ),
]
Prefix = Annotated[
    str,
    typer.Option(
        metavar="PATH",
        envvar="MISREAD_PREFIX",
        help="What every address of the course begins with, behind a proxy that leaves it in. A Hub says it.",
    ),
]
Browser = Annotated[
    bool | None,
    typer.Option(
        "--browser/--no-browser",
        envvar="MISREAD_BROWSER",
        help="Open the course (where there is a screen), or do not.",
    ),
]
Kernels = Annotated[
    bool,
    typer.Option(
        "--kernels",
        envvar="MISREAD_KERNELS",
        help="Give each page a kernel of its own, as Voila does: slower, for comparison.",
    ),
]
OpenLessons = Annotated[
    int,
    typer.Option(
        metavar="NUMBER",
        envvar="MISREAD_OPEN_LESSONS",
        min=1,
        help="How many lessons one member may have open at once, in all their windows; the next asks to close some.",
    ),
]
KernelsEach = Annotated[
    int,
    typer.Option(
        metavar="NUMBER",
        envvar="MISREAD_KERNELS_EACH",
        min=1,
        help="How many kernels one member may have at once, with --kernels or where a lesson needs one.",
    ),
]
Grading = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        envvar="MISREAD_GRADING",
        parser=a_folder,
        help="The folder in which the cohort is graded: graders mark its texts, and learners read their feedback and "
        "until when a lesson is due. Nothing: `grading` in the data folder, if it is there at the start.",
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        envvar="MISREAD_ZONE",
        help="The time zone in which dates are said, as in Europe/Berlin. The one of the folder of the grades counts "
        "before it (`c.Dates.zone`). Nothing: that of this machine.",
    ),
]
Format = Annotated[
    LogFormat, typer.Option(envvar="MISREAD_LOG_FORMAT", help="How standard error is written: text or json.")
]
Level = Annotated[
    LogLevel,
    typer.Option(
        envvar="MISREAD_LOG_LEVEL", help="What is written there: debug, info, warning or error, and what is graver."
    ),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        envvar="MISREAD_CONFIG",
        is_eager=True,
        callback=_defaults,
        help="A file of settings in TOML; an option or a variable counts before it.",
    ),
]
