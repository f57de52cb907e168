"""Days and times in the course's time zone. A day is a calendar day, even if the clocks change during it."""

from __future__ import annotations

import contextlib
import dataclasses
import difflib
import functools
import os
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from babel.localtime import get_localzone

from misread_grading.errors import GradingError
from misread_scenarios import locales
from misread_scenarios.language import SOURCE, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

ZONE = "MISREAD_ZONE"
"""The environment variable that names the course's time zone."""
DAY = timedelta(days=1)
YEARS = range(2000, 3000)
"""The years in which a date can lie; any other year is a typing error."""


class BadZone(GradingError):
    """There is no time zone of this name; the text shows what a name looks like."""


class BadMoment(GradingError):
    """A date or time is misspelt or does not exist; the text says why, and what would work."""


@dataclasses.dataclass(frozen=True)
class Meant:
    """The moment that a typed date or time means.

    Attributes:
        at: the moment, in the course's time zone.
        other: the earlier moment with the same time on the clock, if the clocks go back then; otherwise None.
    """

    at: datetime
    other: datetime | None = None


@functools.cache
def zone_named(name: str) -> ZoneInfo:
    """Return the time zone with this name in the IANA database.

    Raises:
        BadZone: if the database has no such name.
    """
    if name in available_timezones():
        return ZoneInfo(name)
    by_case = {each.casefold(): each for each in available_timezones()}
    near = difflib.get_close_matches(name.strip().replace(" ", "_").casefold(), by_case, n=3)
    meant = " or ".join(by_case[each] for each in near) or "Europe/Berlin, for example"
    raise BadZone(f"'{name[:60]}' is not a time zone; time zones are named by region and city: {meant}")


def zone_of(config: Mapping[str, Any]) -> ZoneInfo:
    """Return the time zone that a course's `nbgrader_config.py` names (`c.Dates.zone`), or else `default_zone`.

    Raises:
        BadZone: if there is no time zone of that name.
    """
    named = config.get("Dates", {}).get("zone")
    return default_zone() if named is None else zone_named(str(named))


def default_zone() -> ZoneInfo:
    """Return the time zone that the environment variable names, or that of this machine; UTC if that has no name.

    Raises:
        BadZone: if the variable names no time zone.
    """
    if named := os.environ.get(ZONE):
        return zone_named(named)
    try:
        zone = get_localzone()
    except LookupError:
        zone = None
    # a machine may have rules for its zone but no name for it, and only a name can be stored
    return zone if isinstance(zone, ZoneInfo) else ZoneInfo("UTC")


def moment_of(text: str, zone: ZoneInfo) -> Meant:
    """Return the moment that a time in the course's time zone means; a day without a time means its last second.

    If the clocks go back and a time occurs twice, it means the later one, so that nobody has less time than they
    expect. A time with an offset (`2026-10-25T02:30+02:00`) means that moment, in whichever zone the course is.

    Raises:
        BadMoment: if the text is not a time, or the clocks skip that time.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        with contextlib.suppress(ValueError):
            moment = datetime.combine(date.fromisoformat(text.strip()), time(23, 59, 59))
    except ValueError as error:
        raise BadMoment(_NO_TIME.format(text=text[:60])) from error
    if moment.year not in YEARS:
        raise BadMoment(f"'{text[:60]}' lies in the year {moment.year}; a time looks like 2026-03-31T17:00")
    if moment.tzinfo is not None:
        return Meant(moment.astimezone(zone))
    return _meant(moment, zone)


def _meant(wall: datetime, zone: ZoneInfo) -> Meant:
    """Return the moment at which the clock shows a time."""
    earlier, later = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _is_skipped(wall, zone):
        raise BadMoment(
            f"{wall:%Y-%m-%d %H:%M:%S} does not exist in {zone.key}: the clocks go forward then. "
            f"Use {later.astimezone(zone):%Y-%m-%dT%H:%M:%S} or {earlier.astimezone(zone):%Y-%m-%dT%H:%M:%S}"
        )
    twice = earlier if earlier != later else None
    return Meant(later.astimezone(zone), twice and twice.astimezone(zone))


def _is_skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """Return whether the clocks skip a time (PEP 495: it is then not the same after conversion to UTC and back)."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall


def after(start: datetime, days: float, zone: ZoneInfo) -> datetime:
    """Return the moment a number of calendar days later, in UTC: at the same time of day in the course's time zone.

    If the clocks skip that time, the moment is later by as much as they go forward; if the time occurs twice, it is
    the later one. Half a day is half of the time between two such moments.

    Args:
        start: a moment with a time zone.
        days: the number of days, 0 or more.
        zone: the course's time zone.
    """
    whole = int(days)
    end = _whole_days_after(start, whole, zone)
    if days == whole:
        return end
    return end + (days - whole) * (_whole_days_after(start, whole + 1, zone) - end)


def _whole_days_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    if days == 0:
        return start.astimezone(UTC)
    wall = start.astimezone(zone).replace(tzinfo=None) + days * DAY
    fold = 0 if _is_skipped(wall, zone) else 1
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def days_between(start: datetime, end: datetime, zone: ZoneInfo) -> float:
    """Return the number of calendar days from one moment to a later one: the number that `after` adds."""
    whole = max(0, (end.astimezone(zone).date() - start.astimezone(zone).date()).days - 1)
    while whole and _whole_days_after(start, whole, zone) > end:
        whole -= 1
    while _whole_days_after(start, whole + 1, zone) <= end:
        whole += 1
    begun = _whole_days_after(start, whole, zone)
    return whole + (end - begun) / (_whole_days_after(start, whole + 1, zone) - begun)


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Return a day in the course's time zone as text: 7 March 2026."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y}" if spoken() == SOURCE else locales.day(local.date(), spoken())


def said(moment: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Return a moment in the course's time zone as text: 7 March 2026, 17:00 CET.

    With `seconds`, 17:00:09 CET; in a time zone without an abbreviation, 17:00 UTC+13.
    """
    local = moment.astimezone(zone)
    letters = f"{local:%Z}"
    offset = f"{local:%z}"
    minutes = f":{offset[3:5]}" if offset[3:5] != "00" else ""
    named = letters if letters.isalpha() else f"UTC{offset[0]}{int(offset[1:3])}{minutes}"
    clock = f"{local:%H:%M:%S}" if seconds else f"{local:%H:%M}"
    return f"{day(moment, zone)}, {clock} {named if spoken() == SOURCE else locales.zone(local, named, spoken())}"


_NO_TIME = "'{text}' is not a time; a time looks like 2026-03-31T17:00, or 2026-03-31 for the end of that day"
