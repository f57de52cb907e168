"""Days and moments in the course's time zone: a day is a day of the calendar, also where the clocks change."""

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
"""The variable that names the course's time zone."""
DAY = timedelta(days=1)
YEARS = range(2000, 3000)
"""The years in which a date can lie; one outside of them is a typing error."""


class BadZone(GradingError):
    """A time zone that nobody knows; the text says what one is called."""


class BadMoment(GradingError):
    """A date or time that cannot be; the text says why, and what would do."""


@dataclasses.dataclass(frozen=True)
class Meant:
    """A moment as somebody gave it.

    Attributes:
        at: when it is, in the course's zone.
        other: the moment an hour or so before it that the same clock shows, where the clocks go back; else None.
    """

    at: datetime
    other: datetime | None = None


@functools.cache
def zone_named(name: str) -> ZoneInfo:
    """Return the time zone of a name in the IANA database.

    Raises:
        BadZone: if it has none of that name.
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
        BadZone: if there is none of that name.
    """
    named = config.get("Dates", {}).get("zone")
    return default_zone() if named is None else zone_named(str(named))


def default_zone() -> ZoneInfo:
    """Return the time zone that the variable names, or that of this machine; UTC where that has no name.

    Raises:
        BadZone: if the variable names one that nobody knows.
    """
    if named := os.environ.get(ZONE):
        return zone_named(named)
    try:
        found = get_localzone()
    except LookupError:
        found = None
    # a machine may have rules for its zone and no name, which could be kept nowhere
    return found if isinstance(found, ZoneInfo) else ZoneInfo("UTC")


def moment_of(text: str, zone: ZoneInfo) -> Meant:
    """Return the moment that is meant by a time in the course's zone; by a day alone, the last second of it.

    A time that comes twice, as the clocks go back, means the later one: nobody has less time than they read. A time
    with an offset (`2026-10-25T02:30+02:00`) means that moment, whichever zone the course has.

    Raises:
        BadMoment: if this is not a time, or the clocks pass over it.
    """
    try:
        found = datetime.fromisoformat(text.strip())
        with contextlib.suppress(ValueError):
            found = datetime.combine(date.fromisoformat(text.strip()), time(23, 59, 59))
    except ValueError as error:
        raise BadMoment(_NO_TIME.format(text=text[:60])) from error
    if found.year not in YEARS:
        raise BadMoment(f"'{text[:60]}' lies in the year {found.year}; one of our time looks like 2026-03-31T17:00")
    if found.tzinfo is not None:
        return Meant(found.astimezone(zone))
    return _meant(found, zone)


def _meant(wall: datetime, zone: ZoneInfo) -> Meant:
    """Return the moment at which the clock shows a time."""
    earlier, later = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if _is_passed_over(wall, zone):
        raise BadMoment(
            f"{wall:%Y-%m-%d %H:%M:%S} never comes in {zone.key}: the clocks go forward over it. "
            f"Say {later.astimezone(zone):%Y-%m-%dT%H:%M:%S} or {earlier.astimezone(zone):%Y-%m-%dT%H:%M:%S}"
        )
    twice = earlier if earlier != later else None
    return Meant(later.astimezone(zone), twice and twice.astimezone(zone))


def _is_passed_over(wall: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the clocks go forward over a time (PEP 495: it does not come back from UTC as it went there)."""
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall


def after(start: datetime, days: float, zone: ZoneInfo) -> datetime:
    """Return the moment so many days of the calendar later, in UTC: at the same time of day in the course's zone.

    Where the clocks pass over that time, it is as much later as they go forward; where it comes twice, it is the later
    one. Half a day is half of the time from one such moment to the next.

    Args:
        start: a moment with a time zone.
        days: how many, 0 or more.
        zone: the course's time zone.
    """
    whole = int(days)
    found = _whole_days_after(start, whole, zone)
    if days == whole:
        return found
    return found + (days - whole) * (_whole_days_after(start, whole + 1, zone) - found)


def _whole_days_after(start: datetime, days: int, zone: ZoneInfo) -> datetime:
    if days == 0:
        return start.astimezone(UTC)
    wall = start.astimezone(zone).replace(tzinfo=None) + days * DAY
    fold = 0 if _is_passed_over(wall, zone) else 1
    return wall.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def days_between(start: datetime, end: datetime, zone: ZoneInfo) -> float:
    """Return how many days of the calendar lie between two moments, the later one last: what `after` adds."""
    whole = max(0, (end.astimezone(zone).date() - start.astimezone(zone).date()).days - 1)
    while whole and _whole_days_after(start, whole, zone) > end:
        whole -= 1
    while _whole_days_after(start, whole + 1, zone) <= end:
        whole += 1
    begun = _whole_days_after(start, whole, zone)
    return whole + (end - begun) / (_whole_days_after(start, whole + 1, zone) - begun)


def day(moment: datetime, zone: ZoneInfo) -> str:
    """Say a day in the course's zone: 7 March 2026."""
    there = moment.astimezone(zone)
    return f"{there.day} {there:%B %Y}" if spoken() == SOURCE else locales.day(there.date(), spoken())


def said(moment: datetime, zone: ZoneInfo, *, seconds: bool = False) -> str:
    """Say a moment in the course's zone: 7 March 2026, 17:00 CET; where the zone has no letters, 17:00 UTC+13.

    With `seconds`: 17:00:09 CET.
    """
    there = moment.astimezone(zone)
    letters = f"{there:%Z}"
    offset = f"{there:%z}"
    minutes = f":{offset[3:5]}" if offset[3:5] != "00" else ""
    named = letters if letters.isalpha() else f"UTC{offset[0]}{int(offset[1:3])}{minutes}"
    clock = f"{there:%H:%M:%S}" if seconds else f"{there:%H:%M}"
    return f"{day(moment, zone)}, {clock} {named if spoken() == SOURCE else locales.zone(there, named, spoken())}"


_NO_TIME = "'{text}' is not a time; a time looks like 2026-03-31T17:00, or 2026-03-31 for the end of that day"
