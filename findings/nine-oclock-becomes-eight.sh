#!/usr/bin/env bash
# ics 0.7.3 and icalendar 7.3.2 (Python 3.11): a coach's calendar file with one weekly meeting, Mondays at
# 09:00 in Berlin from July to November, 13 July left out. It is valid iCalendar, with its time zone inside.
# A program reads it with ics and writes it out again, as one does to join two calendars into one.
#
# Expected: the same meetings at the same times.
# What happens: ics turns the start into UTC and leaves the rule for repeating as it is. "Every week
# at 07:00 UTC" is 09:00 in Berlin until October, and 08:00 after the clocks go back. Six meetings are
# an hour early. The description of the time zone is gone too, while the date that is left out still names it.
# Nothing is raised or logged. A test that looks at one event, or at the summer, passes.
#
# Who is hurt: two people who meet at different hours every Monday in November.
# What to do: never pass a repeating event through ics. Write each meeting as an event of its own, in UTC,
# or copy the file's lines unchanged. Test with a series that crosses the change of clocks.
#
# Output as seen:
#   ics 0.7.3, icalendar 7.3.2, recurring-ical-events 3.8.2
#   as made        21 meetings, at 09:00 only
#   through ics    21 meetings, 15 at 09:00 and 6 at 08:00; the first at 08:00 is on 26 October
#   DTSTART:20260706T070000Z
#   EXDATE;TZID=Europe/Berlin:20260713T090000
#   RRULE:FREQ=WEEKLY;UNTIL=20261130T080000Z
#   time zones described: 0
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ics==0.7.3 icalendar==7.3.2 \
    recurring-ical-events==3.8.2 TatSu==5.15.1 arrow==1.4.0 2>pip.log || { cat pip.log; exit 1; }

cat > series.py <<'PY'
import datetime as dt
from collections import Counter
from importlib.metadata import version
from zoneinfo import ZoneInfo

import ics
import recurring_ical_events
from icalendar import Calendar, Event

print(", ".join(f"{name} {version(name)}" for name in ("ics", "icalendar", "recurring-ical-events")))
BERLIN = ZoneInfo("Europe/Berlin")

meeting = Event()
meeting.add("uid", "coaching@example.org")
meeting.add("dtstamp", dt.datetime(2026, 6, 1, tzinfo=dt.UTC))
meeting.add("summary", "Coaching")
meeting.add("dtstart", dt.datetime(2026, 7, 6, 9, tzinfo=BERLIN))
meeting.add("dtend", dt.datetime(2026, 7, 6, 10, tzinfo=BERLIN))
meeting.add("rrule", {"freq": "weekly", "until": dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)})
meeting.add("exdate", [dt.datetime(2026, 7, 13, 9, tzinfo=BERLIN)])
calendar = Calendar()
calendar.add("prodid", "-//example.org//coaching//EN")
calendar.add("version", "2.0")
calendar.add_component(meeting)
calendar.add_missing_timezones()


def meetings(text):
    """When the meetings of a calendar are, by the clock in Berlin."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between((2026, 7, 1), (2027, 1, 1))
    return sorted(event["dtstart"].dt.astimezone(BERLIN) for event in found)


made = calendar.to_ical().decode()
through = ics.Calendar(made).serialize()
# ics writes CALSCALE:GEORGIAN, and recurring-ical-events refuses a calendar of that name
through = through.replace("GEORGIAN", "GREGORIAN")


before, after = meetings(made), meetings(through)
hours = [Counter(f"{at:%H:%M}" for at in found) for found in (before, after)]
early = [at for at in after if at.hour == 8]
print(f"as made        {len(before)} meetings, at {', '.join(hours[0])} only")
print(f"through ics    {len(after)} meetings, {hours[1]['09:00']} at 09:00 and {hours[1]['08:00']} at 08:00; "
      f"the first at 08:00 is on {early[0].day} {early[0]:%B}")
for name in ("DTSTART", "EXDATE", "RRULE"):
    print(next(line for line in through.splitlines() if line.startswith(name)))
print(f"time zones described: {through.count('BEGIN:VTIMEZONE')}")

assert hours == [{"09:00": 21}, {"09:00": 15, "08:00": 6}], hours
assert (early[0].month, early[0].day) == (10, 26)
assert made.count("BEGIN:VTIMEZONE") == 1
assert through.count("BEGIN:VTIMEZONE") == 0
PY
venv/bin/python -W ignore series.py
