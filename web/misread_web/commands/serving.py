"""What `misread serve` prepares once its options are read."""

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

__all__ = ["cohort_learner", "course_server", "opened_door", "proxies_of", "served_course", "zone_of"]


def opened_door(
    data: Path | None,
    database: str | None,
    cohorts: list[str],
    hub_groups: list[str],
    without_sign_in: bool,  # noqa: FBT001 - as it was given
) -> tuple[str, Authenticator, Service | None]:
    """Return the address of the database, who lets people in, and the Hub's service; end with what is wrong."""
    try:
        folder = open_data_folder(data)
        place = secure_database(folder, database)
        return place, *opened(place, folder, cohorts=cohorts, hub_groups=hub_groups, without_sign_in=without_sign_in)
    except (PeopleError, JournalError, NoHub, BadHubGroup, StillOpen, BadSecret, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def proxies_of(named: list[str]) -> Proxies:
    """Return the proxies that an option names."""
    try:
        return Proxies(named)
    except BadProxy as error:
        raise typer.BadParameter(str(error), param_hint="--proxy") from error


def served_course(grading: Path | None, data: Path | None, database: str | None = None) -> Course | None:
    """Open the course whose texts are marked and whose feedback is read on a server: as named, or in the data folder.

    None if there is none. If one that was not named cannot be used, this is printed, and learners go without it.

    Raises:
        BadParameter: if the folder that is named cannot be used or is in use for other answers; and if none is named,
            and another than that in the data folder is in use.
    """
    if grading is None:
        refuse_forgotten(open_data_folder(data))
        if not (open_data_folder(data) / GRADING).exists():
            return None
    # nbgrader takes half a second to load, and most servers go without
    from misread_web.commands.served_grades import open_served_course  # noqa: PLC0415

    return open_served_course(grading, data, database)


def cohort_learner(course: Course) -> str | None:
    """Return a learner of a cohort whose work lies in a folder of grades; None if there is none of theirs."""
    for step in ("submitted", "autograded", "feedback"):
        found = course.path(step, "*", "*").parents[1]
        names = (path.name for path in sorted(found.iterdir())) if found.is_dir() else iter(())
        if learner := next(filter(is_made_up, names), None):
            return learner
    return None


def zone_of(named: str | None, graded: Course | None) -> ZoneInfo:
    """Return the time zone of the dates that pages say: that of the folder of the grades, or else the one named."""
    try:
        given = zone_named(named) if named else default_zone()
    except BadZone as error:
        raise typer.BadParameter(str(error), param_hint="--zone") from error
    if graded is None:
        return given

    kept = graded.zone
    if named and kept != given:
        typer.echo(
            f"Dates are said in {kept.key}, as c.Dates.zone in {graded.folder / CONFIG} says, and not in {given.key}.",
            err=True,
        )
    return kept
