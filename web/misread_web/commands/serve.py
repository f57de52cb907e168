"""`misread serve`: the course in a browser, for one person or for cohorts."""

from __future__ import annotations

import os
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from misread_web.commands.grading_folder import of_a_cohort, served_folder
from misread_web.commands.place import Data, Database, database_of, folder_of
from misread_web.commands.serve_options import (
    Browser,
    Cohort,
    Config,
    Format,
    Grading,
    Host,
    HubGroup,
    Kernels,
    KernelsEach,
    Level,
    OpenLessons,
    Port,
    Prefix,
    Proxy,
    WithoutSignIn,
    Zone,
)
from misread_web.live.limits import KERNELS_EACH, OPEN_LESSONS
from misread_web.operations.logs import LogFormat, LogLevel, start_logging

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from misread_web.auth.authenticator import Entrance
    from misread_web.auth.hub_client import Service
    from misread_web.auth.proxies import Proxies


def run(  # noqa: PLR0913 - one parameter an option
    *,
    port: Port = 8100,
    host: Host = "127.0.0.1",
    cohort: Cohort = None,
    hub_group: HubGroup = None,
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
    log_format: Format = LogFormat.TEXT,
    log_level: Level = LogLevel.WARNING,
    config: Config = None,  # noqa: ARG001 - it was read before the others
) -> None:
    """Serve the course, and print its address.

    With no cohort, it is for you: on this machine alone, in the browser in which you open the printed address. As soon
    as there is a cohort, its members sign in with their personal links; with groups of a JupyterHub, their members sign
    in there.
    """
    if cohort and hub_group:
        raise typer.BadParameter("the groups of the Hub name their cohorts themselves", param_hint="--cohort")
    if without_sign_in and (cohort or hub_group):
        raise typer.BadParameter("people who are named sign in", param_hint="--without-sign-in")
    proxies = _proxies(proxy or [])
    place, door, service = _opened(data, database, cohort or [], hub_group or [], without_sign_in)
    if not door.is_shared and not is_this_machine(host):
        raise typer.BadParameter(_OPEN_TO_ALL.format(host=host), param_hint="--host")
    start_logging(log_format, log_level)
    from misread_web.server import course_server  # noqa: PLC0415 - likewise

    opening = has_screen() and not door.is_shared if browser is None else browser
    if service is not None:  # nobody would reach it anywhere else
        prefix, (host, port) = service.prefix, service.listens or (host, port)
    prefix = "/".join(["", *filter(None, prefix.split("/")), ""])
    graded = served_folder(grading, data, database)
    if without_sign_in:
        typer.echo(_EVERYTHING, err=True)
    elif not door.is_shared and graded is not None and (whose := of_a_cohort(graded)):
        raise typer.BadParameter(_OF_A_COHORT.format(folder=graded, learner=whose), param_hint="--grading")
    course_server(
        place,
        host=host,
        port=port,
        door=door,
        proxies=proxies,
        prefix=prefix,
        open_browser=opening,
        kernels=kernels,
        open_lessons=open_lessons,
        kernels_each=kernels_each,
        grading=graded,
        zone=_zone_of(zone, graded),
    ).start()


def _zone_of(named: str | None, grading: Path | None) -> ZoneInfo:
    """Return the time zone of the dates that pages say: that of the folder of the grades, or else the one named."""
    from misread_grading.calendar import BadZone, default_zone, zone_named  # noqa: PLC0415 - it takes a moment to load

    try:
        given = zone_named(named) if named else default_zone()
    except BadZone as error:
        raise typer.BadParameter(str(error), param_hint="--zone") from error
    if grading is None:
        return given
    from misread_grading.course import CONFIG, Course  # noqa: PLC0415 - nbgrader takes seconds to load

    kept = Course.at(grading).zone
    if named and kept != given:
        typer.echo(
            f"Dates are said in {kept.key}, as c.Dates.zone in {grading / CONFIG} says, and not in {given.key}.",
            err=True,
        )
    return kept


def _proxies(named: list[str]) -> Proxies:
    from misread_web.auth.proxies import BadProxy, Proxies  # noqa: PLC0415 - Voila's server takes a second to load

    try:
        return Proxies(named)
    except BadProxy as error:
        raise typer.BadParameter(str(error), param_hint="--proxy") from error


def _opened(
    data: Path | None,
    database: str | None,
    cohorts: list[str],
    hub_groups: list[str],
    without_sign_in: bool,  # noqa: FBT001 - as it was given
) -> tuple[str, Entrance, Service | None]:
    """Return the address of the database, who lets people in, and the Hub's service; end with what is wrong."""
    # Voila and the database take a second to load; --help need not wait.
    from misread_records import JournalError  # noqa: PLC0415
    from misread_records.people.errors import PeopleError  # noqa: PLC0415
    from misread_web.auth.hub_client import NoHub  # noqa: PLC0415
    from misread_web.auth.hub_groups import BadHubGroup  # noqa: PLC0415
    from misread_web.auth.secret import BadSecret  # noqa: PLC0415
    from misread_web.auth.setup import StillOpen, opened  # noqa: PLC0415

    try:
        folder = folder_of(data)
        place = database_of(folder, database)
        return place, *opened(place, folder, cohorts=cohorts, hub_groups=hub_groups, without_sign_in=without_sign_in)
    except (PeopleError, JournalError, NoHub, BadHubGroup, StillOpen, BadSecret, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def is_this_machine(host: str) -> bool:
    """Tell whether an address to listen on is one that this machine alone reaches."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


_OPEN_TO_ALL = (
    "'{host}' would let other machines in, and nobody signs in: the course is for one person on this machine. Say who "
    "may come (misread cohort create NAME --roster FILE), or leave --host out."
)
_EVERYTHING = (
    "WARNING: nobody signs in. Whoever opens the printed address reads and changes everything that is kept here, the "
    "texts of learners in closed cohorts and their marks included. Do not pass the address on."
)
_OF_A_COHORT = (
    "{folder} holds what learners of a cohort handed in ({learner}), and no cohort is in the database that is served. "
    "Name the database of that cohort (--database URL), so that its graders sign in; or another folder; or, to read "
    "and change all of it without a sign-in on this machine, add --without-sign-in."
)


def has_screen() -> bool:
    """Tell whether a browser that is opened here would be seen."""
    return sys.platform in {"darwin", "win32"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
