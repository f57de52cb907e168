"""Options of `misread serve`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from misread_scenarios.language import LANGUAGES
from misread_scenarios.problems import offer
from misread_web.commands.data_options import a_folder
from misread_web.operations import LogFormat, LogLevel, taken_from

LISTS = {"cohort": "MISREAD_COHORTS", "hub_group": "MISREAD_HUB_GROUPS", "proxy": "MISREAD_PROXIES"}
"""The variables of options that may be repeated; commas separate their values."""


def _defaults(context: typer.Context, path: Path | None) -> Path | None:
    """Set the defaults of options from the settings file and, with priority, from the variables with lists."""
    taken_from(context, path)
    for option, variable in LISTS.items():
        if value := os.environ.get(variable):
            names = [name.strip() for name in value.split(",") if name.strip()]
            context.default_map = {**(context.default_map or {}), option: names}
    return path


def _known_language(tag: str) -> str:
    """Return the tag of a language of the course; it is the callback of the option `--lang`."""
    if tag not in LANGUAGES:
        raise typer.BadParameter(f"there is no language '{tag[:20]}'; {offer(tag, LANGUAGES)}")
    return tag


Port = Annotated[
    int,
    typer.Option(
        envvar="MISREAD_PORT",
        min=0,
        max=65_535,
        help="The port to listen on. If it is in use, a free one is taken.",
    ),
]
Host = Annotated[
    str,
    typer.Option(
        envvar="MISREAD_HOST",
        help="The address to listen on. An address that other machines can reach needs an open cohort.",
    ),
]
CohortsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME",
        help="Let in this cohort (repeat the option for more). Default: every open one. Or the variable "
        "`MISREAD_COHORTS`, with commas between the names.",
    ),
]
HubGroupsOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="GROUP=ROLE@COHORT",
        help="Let people in through the JupyterHub that this is a service of: the role and the cohort of a group "
        "(repeat the option for more). Or the variable `MISREAD_HUB_GROUPS`, with commas between the groups.",
    ),
]
Proxy = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ADDRESS",
        help="Trust headers such as `X-Forwarded-Proto` from this proxy: an address or a network (repeat the option "
        "for more). Default: no proxy. Or the variable `MISREAD_PROXIES`, with commas between the addresses.",
    ),
]
WithoutSignIn = Annotated[
    bool,
    typer.Option(
        "--without-sign-in",
        envvar="MISREAD_WITHOUT_SIGN_IN",
        help="If every cohort is closed: let the person who opens the printed address read and change everything, the "
        "texts of these cohorts included, without a sign-in.",
    ),
]
Prefix = Annotated[
    str,
    typer.Option(
        metavar="PATH",
        envvar="MISREAD_PREFIX",
        help="The start of every path of the course, behind a proxy that does not remove it. A Hub sets it.",
    ),
]
Browser = Annotated[
    bool | None,
    typer.Option(
        "--browser/--no-browser",
        envvar="MISREAD_BROWSER",
        help="Open the course in a browser, if there is a screen, or do not.",
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
        help="How many lessons one member may have open at once, in all windows; the next page asks to close some.",
    ),
]
KernelsEach = Annotated[
    int,
    typer.Option(
        metavar="NUMBER",
        envvar="MISREAD_KERNELS_EACH",
        min=1,
        help="How many kernels one member may have at once, with --kernels or if a lesson needs one.",
    ),
]
Grading = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER",
        envvar="MISREAD_GRADING",
        parser=a_folder,
        help="The folder in which the cohort is graded: graders mark its texts, and learners see their feedback and "
        "due dates. Default: `grading` in the data folder, if it exists at the start.",
    ),
]
Zone = Annotated[
    str | None,
    typer.Option(
        metavar="ZONE",
        envvar="MISREAD_ZONE",
        help="The time zone of dates on pages: Europe/Berlin. That of the folder of grades (`c.Dates.zone`) has "
        "priority. Default: that of this machine.",
    ),
]
Lang = Annotated[
    str,
    typer.Option(
        metavar="LANG",
        envvar="MISREAD_LANG",
        callback=_known_language,
        help="The language of people who have chosen none and whose browser prefers none of the course's languages: en "
        "or de.",
    ),
]
Format = Annotated[
    LogFormat,
    typer.Option(envvar="MISREAD_LOG_FORMAT", help="The format of log lines on standard error: text or json."),
]
Level = Annotated[
    LogLevel,
    typer.Option(envvar="MISREAD_LOG_LEVEL", help="The lowest level of log lines: debug, info, warning or error."),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        envvar="MISREAD_CONFIG",
        is_eager=True,
        callback=_defaults,
        help="A settings file in TOML; an option or a variable has priority.",
    ),
]
