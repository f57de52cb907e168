"""`misread serve`: serves the course to a browser, for one person or for cohorts."""

from __future__ import annotations

import os
import sys

import typer

from misread_web.commands.data_options import Data, Database
from misread_web.commands.serve_options import (
    Browser,
    CohortsOption,
    Config,
    Format,
    Grading,
    Host,
    HubGroupsOption,
    Kernels,
    KernelsEach,
    Lang,
    Level,
    OpenLessons,
    Port,
    Prefix,
    Proxy,
    WithoutSignIn,
    Zone,
)
from misread_web.live import KERNELS_EACH, OPEN_LESSONS
from misread_web.operations import LogFormat, LogLevel, start_logging
from misread_web.ports import is_this_machine


def run(  # noqa: PLR0913 - one parameter an option
    *,
    port: Port = 8100,
    host: Host = "127.0.0.1",
    cohort: CohortsOption = None,
    hub_group: HubGroupsOption = None,
    without_sign_in: WithoutSignIn = False,
    proxy: Proxy = None,
    prefix: Prefix = "/",
    data: Data = None,
    database: Database = None,
    browser: Browser = None,
    kernels: Kernels = False,
    grading: Grading = None,
    open_lessons: OpenLessons = OPEN_LESSONS,
    kernels_each: KernelsEach = KERNELS_EACH,
    zone: Zone = None,
    lang: Lang = "en",
    log_format: Format = LogFormat.TEXT,
    log_level: Level = LogLevel.WARNING,
    config: Config = None,  # noqa: ARG001 - it was read before the others
) -> None:
    """Serve the course, and print its address.

    Without a cohort, the course is for you alone: only on this machine, in the browser in which you open the printed
    address. Once there is a cohort, its members sign in with their personal links; with groups of a JupyterHub, their
    members sign in there.
    """
    check_who_may_come(cohort, hub_group, without_sign_in=without_sign_in)
    # the server takes a second to import, and --help does not need it
    from misread_web.commands import serving  # noqa: PLC0415

    proxies = serving.proxies_of(proxy or [])
    place, authenticator, service = serving.opened_authenticator(
        data, database, cohort or [], hub_group or [], without_sign_in
    )
    if not authenticator.is_shared and not is_this_machine(host):
        raise typer.BadParameter(_OPEN_TO_ALL.format(host=host), param_hint="--host")
    start_logging(log_format, log_level)

    opening = has_screen() and not authenticator.is_shared if browser is None else browser
    if service is not None:  # it can be reached only there
        prefix, (host, port) = service.prefix, service.listens or (host, port)
    graded = serving.served_course(grading, data, database)
    if without_sign_in:
        typer.echo(_EVERYTHING, err=True)
    elif not authenticator.is_shared and graded is not None and (whose := serving.cohort_learner(graded)):
        raise typer.BadParameter(_OF_A_COHORT.format(folder=graded.folder, learner=whose), param_hint="--grading")
    serving.course_server(
        place,
        host=host,
        port=port,
        authenticator=authenticator,
        proxies=proxies,
        prefix=whole_prefix(prefix),
        open_browser=opening,
        kernels=kernels,
        open_lessons=open_lessons,
        kernels_each=kernels_each,
        grading=graded.folder if graded else None,
        zone=serving.zone_of(zone, graded),
        language=lang,
    ).start()


def check_who_may_come(cohorts: list[str] | None, hub_groups: list[str] | None, *, without_sign_in: bool) -> None:
    """Check that the options agree on who may use the course.

    Raises:
        typer.BadParameter: if two of them exclude each other.
    """
    if cohorts and hub_groups:
        raise typer.BadParameter("the groups of the Hub name their cohorts themselves", param_hint="--cohort")
    if without_sign_in and (cohorts or hub_groups):
        raise typer.BadParameter("people who are named sign in", param_hint="--without-sign-in")


def whole_prefix(prefix: str) -> str:
    """Return a prefix with exactly one slash before, between and after its parts."""
    return "/".join(["", *filter(None, prefix.split("/")), ""])


_OPEN_TO_ALL = (
    "with '{host}', other machines could reach the course, and nobody signs in: it is for one person on this machine. "
    "Create a cohort (misread cohort create NAME --roster FILE), or leave --host out."
)
_EVERYTHING = (
    "WARNING: nobody signs in. Anybody who opens the printed address can read and change everything stored here, "
    "including texts and marks of learners in closed cohorts. Do not pass the address on."
)
_OF_A_COHORT = (
    "{folder} holds submissions of a cohort's learners ({learner}), and the served database has no cohort. "
    "Name the database of that cohort (--database URL), so that its graders sign in; or another folder; or, to read "
    "and change everything without signing in on this machine, add --without-sign-in."
)


def has_screen() -> bool:
    """Return whether a browser that is opened here would be visible."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
