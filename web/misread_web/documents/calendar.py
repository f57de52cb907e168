"""Makes calendar files (iCalendar, RFC 5545) that mail and calendar programs import."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from icalendar import Alarm, Calendar, Event
from icalendar.enums import CLASS, TRANSP

from misread_web.site import inert

CALENDAR = "text/calendar; charset=utf-8"
"""The media type of a calendar file."""
NAMESPACE = uuid.UUID("5d0f2f6e-8a5c-5b7a-9f0e-2f3f6f7a1c21")
MORNING = timedelta(hours=9)
"""When an entry of a whole day reminds people: nine in the morning of that day."""
SHORTLY_BEFORE = timedelta(minutes=-15)


@dataclasses.dataclass(frozen=True)
class Entry:
    """One entry of a calendar.

    Attributes:
        uid: the entry's own name, as `uid` makes it. A file that is imported again updates the entry of this name.
        title: the line that a calendar shows.
        start: a day for an entry that lasts the whole day, otherwise a moment with its time zone.
        about: the text behind the title; may have several lines.
        length: how long a timed entry lasts.
        url: an address that the entry leads to; empty if there is none.
        reminder: when the calendar reminds, counted from the start of the entry (of the day, for a whole day); None
            for nine in the morning of a whole day, and 15 minutes before a timed entry.
    """

    uid: str
    title: str
    start: date | datetime
    about: str = ""
    length: timedelta = timedelta(minutes=30)
    url: str = ""
    reminder: timedelta | None = None


def uid(*parts: str) -> str:
    """Return a name for an entry, always the same for the same parts, that tells nobody what they are.

    Two people's entries need names of their own, since both may be in one calendar: a learner's id is one of the parts.
    """
    return f"{uuid.uuid5(NAMESPACE, chr(31).join(parts))}@misread"


def calendar_file(entries: Iterable[Entry], *, name: str, now: datetime) -> bytes:
    """Return a calendar file.

    Times are written in UTC, so that no table of time zones is needed.

    Args:
        entries: the entries, each with another `uid`.
        name: the name that a calendar program offers for them.
        now: the time; of two files with the same entry, the one made later counts.

    Raises:
        ValueError: if an entry starts at a moment without a time zone, or two have the same name.
    """
    listed = list(entries)
    if len({entry.uid for entry in listed}) < len(listed):
        raise ValueError("two entries have the same uid, and a calendar would keep one of them only")
    calendar = Calendar.new(name=inert(name), method="PUBLISH", prodid="-//Misread//Course//EN")
    for entry in listed:
        calendar.add_component(_event(entry, now.astimezone(UTC)))
    file: bytes = calendar.to_ical()
    return file


def _event(entry: Entry, now: datetime) -> Event:
    start, end = _span(entry)
    whole_day = not isinstance(start, datetime)
    title = " ".join(inert(entry.title).split())
    event = Event.new(
        uid=entry.uid,
        summary=title,
        description=inert(entry.about) or None,
        start=start,
        end=end,
        stamp=now,
        last_modified=now,
        sequence=int(now.timestamp()) // 60,
        classification=CLASS.PRIVATE,
        transparency=TRANSP.TRANSPARENT if whole_day else TRANSP.OPAQUE,
        url=entry.url or None,
    )
    reminder = entry.reminder if entry.reminder is not None else MORNING if whole_day else SHORTLY_BEFORE
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", reminder)
    event.add_component(alarm)
    return event


def _span(entry: Entry) -> tuple[date, date]:
    """Return the start and the end of an entry: two days, the second one not included, or two moments in UTC."""
    if not isinstance(entry.start, datetime):
        return entry.start, entry.start + timedelta(days=1)
    if entry.start.tzinfo is None:
        raise ValueError(f"{entry.title!r} starts at a moment without a time zone: {entry.start}")
    start = entry.start.astimezone(UTC)
    return start, start + entry.length
