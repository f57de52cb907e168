"""Preparation of `misread serve` after its options are read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer

from misread_grading.calendar import BadZone, default_zone, zone_named
from misread_records import JournalError
from misread_records.people import PeopleError, is_made_up
from misread_web.auth import Authenticator, BadHubGroup, BadProxy, BadSecret, NoHub, Proxies, Service, StillOpen, opened
from misread_web.commands.data_folder import open_data_folder, secure_database
from misread_web.commands.data_options import GRADING
from misread_web.commands.grades_folder import CONFIG, refuse_forgotten
from misread_web.server import course_server

if TYPE_CHECKING:
    from misread_grading.course import Course

__all__ = ["cohort_learner", "course_server", "opened_authenticator", "proxies_of", "served_course", "zone_of"]


def opened_authenticator(
    data: Path | None,
    database: str | None,
    cohorts: list[str],
    hub_groups: list[str],
    without_sign_in: bool,  # noqa: FBT001 - the value of the option
) -> tuple[str, Authenticator, Service | None]:
    """Return the address of the database, the authenticator and the Hub's service; exit with 1 on an error."""
    try:
        folder = open_data_folder(data)
        place = secure_database(folder, database)
        return place, *opened(place, folder, cohorts=cohorts, hub_groups=hub_groups, without_sign_in=without_sign_in)
    except (PeopleError, JournalError, NoHub, BadHubGroup, StillOpen, BadSecret, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def proxies_of(addresses: list[str]) -> Proxies:
    """Return the proxies that an option names."""
    try:
        return Proxies(addresses)
    except BadProxy as error:
        raise typer.BadParameter(str(error), param_hint="--proxy") from error


def served_course(grading: Path | None, data: Path | None, database: str | None = None) -> Course | None:
    """Open the course for marking and feedback on a server: in the named folder, or else in the data folder.

    Return None if there is no such folder. If the folder inside the data folder is unusable, print why and return None.

    Raises:
        BadParameter: if the named folder cannot be used or is in use for other answers, or if none is named and another
            folder than the data folder's own is in use.
    """
    if grading is None:
        refuse_forgotten(open_data_folder(data))
        if not (open_data_folder(data) / GRADING).exists():
            return None
    # nbgrader takes half a second to load, and most servers do not need it
    from misread_web.commands.served_grades import open_served_course  # noqa: PLC0415

    return open_served_course(grading, data, database)


def cohort_learner(course: Course) -> str | None:
    """Return the id of a cohort's learner whose work is in a folder of grades; None if there is none."""
    for step in ("submitted", "autograded", "feedback"):
        folder = course.path(step, "*", "*").parents[1]
        names = (path.name for path in sorted(folder.iterdir())) if folder.is_dir() else iter(())
        if learner := next(filter(is_made_up, names), None):
            return learner
    return None


def zone_of(name: str | None, graded: Course | None) -> ZoneInfo:
    """Return the time zone of dates on pages: that of the folder of grades, or else the one with this name."""
    try:
        zone = zone_named(name) if name else default_zone()
    except BadZone as error:
        raise typer.BadParameter(str(error), param_hint="--zone") from error
    if graded is None:
        return zone
    if name and graded.zone != zone:
        typer.echo(
            f"Dates are shown in {graded.zone.key}, not in {zone.key}: see c.Dates.zone in {graded.folder / CONFIG}.",
            err=True,
        )
    return graded.zone
