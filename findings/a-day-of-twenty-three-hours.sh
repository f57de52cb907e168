#!/usr/bin/env bash
# icalendar 7.3.2 (Python 3.11) and ical.js 2.2.1 (Node 20): a calendar entry for an exercise to be done within
# exactly 24 hours: it opens on Saturday, 27 March 2027 at 09:00 in Berlin, with DURATION:PT24H. That night the
# clocks go forward.
#
# Expected: it closes 24 hours later, on Sunday at 10:00 summer time. RFC 5545, section 3.3.6, tells a day (P1D,
# the same time by the clock) from 24 hours (PT24H, the time that has passed).
# What happens: both libraries end it at 09:00, after 23 hours. icalendar also forgets the difference: a file that
# it reads and writes again, unchanged, says DURATION:P1D, so that a program which does tell the two
# apart is an hour early as well; PT25H becomes P1DT1H. Nothing is raised or logged.
#
# Who is hurt: people who hand in within the last hour that they were promised, once a year.
# What to do: write DTEND, in UTC, and no DURATION. Test with a window that crosses the change of clocks.
#
# Output as seen:
#   icalendar 7.3.2, ical.js 2.2.1
#   DURATION:PT24H   icalendar: Sunday 09:00, 23 hours later, written again as DURATION:P1D
#   DURATION:PT24H   ical.js:   Sunday 09:00, 23 hours later, written again as DURATION:PT24H
#   DTEND in UTC     icalendar: Sunday 10:00, 24 hours later
#   DTEND in UTC     ical.js:   Sunday 10:00, 24 hours later
set -euo pipefail

command -v npm >/dev/null || { echo "Install Node.js 20 with npm"; exit 1; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check icalendar==7.3.2 2>pip.log || { cat pip.log; exit 1; }
npm install --silent --no-fund --no-audit ical.js@2.2.1 >npm.log 2>&1 || { cat npm.log; exit 1; }

cat > make.py <<'PY'
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19961027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE"""
for name, end in {"duration": "DURATION:PT24H", "end": "DTEND:20270328T080000Z"}.items():
    text = f"""BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example.org//exercise//EN
{ZONE}
BEGIN:VEVENT
UID:exercise@example.org
DTSTAMP:20270101T000000Z
DTSTART;TZID=Europe/Berlin:20270327T090000
{end}
SUMMARY:The exercise is open
END:VEVENT
END:VCALENDAR
"""
    with open(f"{name}.ics", "w", newline="") as file:
        file.write(text.replace("\n", "\r\n"))
PY

cat > read.py <<'PY'
import sys
from zoneinfo import ZoneInfo

from icalendar import Calendar

with open(sys.argv[1], "rb") as file:
    calendar = Calendar.from_ical(file.read())
(event,) = calendar.walk("VEVENT")
utc = ZoneInfo("UTC")
hours = (event.end.astimezone(utc) - event.start.astimezone(utc)).total_seconds() / 3600
again = [line for line in calendar.to_ical().decode().splitlines() if line.startswith("DURATION")]
print(f"{event.end.astimezone(ZoneInfo('Europe/Berlin')):%A %H:%M}|{hours:.0f}|{''.join(again)}")
PY

cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
ICAL.TimezoneService.register(calendar.getFirstSubcomponent("vtimezone"));
const event = new ICAL.Event(calendar.getFirstSubcomponent("vevent"));
const [start, end] = [event.startDate.toJSDate(), event.endDate.toJSDate()];
const clock = { timeZone: "Europe/Berlin", weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const again = calendar.toString().match(/^DURATION.*$/m)?.[0].trim() ?? "";
console.log(`${end.toLocaleString("en-GB", clock)}|${(end - start) / 3_600_000}|${again}`);
JS

venv/bin/python make.py
echo "icalendar $(venv/bin/python -c 'import icalendar; print(icalendar.__version__)')," \
     "ical.js $(node -p 'require("./node_modules/ical.js/package.json").version')"

show() {   # how the end is written, the library, what it read, what was seen before
    IFS='|' read -r at hours again <<<"$3"
    printf '%-16s %-10s %s, %s hours later%s\n' "$1" "$2:" "$at" "$hours" "${again:+, written again as $again}"
    [ "$3" = "$4" ] || { echo "this has changed; before: $4"; exit 1; }
}
show "DURATION:PT24H" icalendar "$(venv/bin/python read.py duration.ics)" "Sunday 09:00|23|DURATION:P1D"
show "DURATION:PT24H" ical.js "$(node read.mjs duration.ics)" "Sunday 09:00|23|DURATION:PT24H"
show "DTEND in UTC" icalendar "$(venv/bin/python read.py end.ics)" "Sunday 10:00|24|"
show "DTEND in UTC" ical.js "$(node read.mjs end.ics)" "Sunday 10:00|24|"
