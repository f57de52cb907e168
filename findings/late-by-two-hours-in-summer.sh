#!/usr/bin/env bash
# nbgrader 0.9.6 with python-dateutil 2.9.0.post0 (Python 3.11): a course in Berlin sets
# `Exchange.timezone = "Europe/Berlin"`. The deadline is five in the afternoon.
#
# Expected: a learner who hands in at half past four is on time, summer and winter.
# What happens: in winter she is. In summer nbgrader calls her 90 minutes late. It writes
# "16:30 CEST" into timestamp.txt and cannot read its own "CEST", so it takes the time for UTC.
# A New York course goes wrong the other way: a learner who is three hours late counts as on time.
# There is no warning. It also depends on the server. If the server's own clock is set to Berlin,
# "CEST" is read correctly, so a laptop passes the test that a UTC container fails.
# In Singapore the letters are "+08", and nbgrader reads them as eight SECONDS.
#
# Deadlines have the same fault. In "2026-07-06 17:00:00 +0200" nbgrader takes the offset for
# 200 seconds, and in "2026-07-06 17:00:00 +02:00" it drops it. With a T between date and time,
# which is what formgrader sends, the same offset is read correctly. So the same deadline
# is right from the web page and two hours late from the command line.
#
# Who is hurt: learners who lose points to a late penalty, and those who are let off one.
# What to do: leave Exchange.timezone at UTC. Write every deadline in UTC, or with a
# zone's full name ("2026-07-06 17:00:00 Europe/Berlin"). Test with a July date under TZ=UTC.
#
# Output as seen:
#   nbgrader 0.9.6, python-dateutil 2.9.0.post0
#   server clock  zone              handed in       timestamp.txt says                read as (UTC)  seconds late
#   UTC           Europe/Berlin     12 Jan 16:30    2026-01-12 16:30:00.000000 CET    15:30:00          0
#   UTC           Europe/Berlin     06 Jul 16:30    2026-07-06 16:30:00.000000 CEST   16:30:00       5400
#   UTC           America/New_York  12 Jan 20:00    2026-01-12 20:00:00.000000 EST    01:00:00      10800
#   UTC           America/New_York  06 Jul 20:00    2026-07-06 20:00:00.000000 EDT    20:00:00          0
#   UTC           Asia/Singapore    06 Jul 16:30    2026-07-06 16:30:00.000000 +08    16:29:52      26992
#   Europe/Berlin Europe/Berlin     06 Jul 16:30    2026-07-06 16:30:00.000000 CEST   14:30:00          0
#   nbgrader db assignment add --duedate="2026-07-06 17:00:00 +0200"          -> 16:56:40 UTC
#   nbgrader db assignment add --duedate="2026-07-06 17:00:00 +02:00"         -> 17:00:00 UTC
#   nbgrader db assignment add --duedate="2026-07-06T17:00 +0200"             -> 15:00:00 UTC
#   nbgrader db assignment add --duedate="2026-07-06 17:00:00 Europe/Berlin"  -> 15:00:00 UTC
set -euo pipefail

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check \
    nbgrader==0.9.6 python-dateutil==2.9.0.post0 2>pip.log || { cat pip.log; exit 1; }

export PATH="$work/venv/bin:$PATH"   # nbgrader calls alembic by name

cat > handing_in.py <<'PY'
import sys
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import nbgrader.exchange.abc.exchange as exchange
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory

server, cases = sys.argv[1], sys.argv[2:]
if server == "UTC":
    print(f"nbgrader {version('nbgrader')}, python-dateutil {version('python-dateutil')}")
    print("server clock  zone              handed in       timestamp.txt says"
          "                read as (UTC)  seconds late")


def written_by_nbgrader(moment, zone):
    """The stamp that nbgrader's exchange writes when its clock shows this moment."""
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)
    exchange.datetime = SimpleNamespace(datetime=Clock)
    handing = exchange.Exchange(timezone=zone)
    handing.set_timestamp()
    return handing.timestamp


for number, case in enumerate(cases):
    zone, local, late = case.split("|")
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    deadline = moment.replace(hour=17, minute=0).astimezone(ZoneInfo("UTC"))
    course = Path(f"course-{server.replace('/', '-')}-{number}")
    folder = course / "submitted" / "ada" / "plan"
    folder.mkdir(parents=True)
    stamp = written_by_nbgrader(moment, zone)
    (folder / "timestamp.txt").write_text(stamp)
    read = CourseDirectory(root=str(course)).get_existing_timestamp(str(folder))
    with Gradebook(f"sqlite:///{course}/gradebook.db") as book:
        book.add_assignment("plan", duedate=deadline.strftime("%Y-%m-%d %H:%M:%S UTC"))
        book.add_student("ada")
        handed_in = book.update_or_create_submission("plan", "ada", timestamp=read)
        seconds = handed_in.total_seconds_late
        print(f"{server:<13} {zone:<17} {moment:%d %b %H:%M}    {stamp:<33} "
              f"{handed_in.timestamp:%H:%M:%S}    {seconds:>7.0f}")
        assert seconds == float(late), (zone, local, seconds)
PY

# zone | handed in, local time | seconds late by nbgrader (the deadline is 17:00 local time)
TZ=UTC python -W ignore handing_in.py UTC \
    'Europe/Berlin|2026-01-12T16:30|0' \
    'Europe/Berlin|2026-07-06T16:30|5400' \
    'America/New_York|2026-01-12T20:00|10800' \
    'America/New_York|2026-07-06T20:00|0' \
    'Asia/Singapore|2026-07-06T16:30|26992'
TZ=Europe/Berlin python -W ignore handing_in.py Europe/Berlin \
    'Europe/Berlin|2026-07-06T16:30|0'

mkdir deadlines
cd deadlines
deadline_becomes() {
    TZ=UTC PYTHONWARNINGS=ignore nbgrader db assignment add plan --duedate="$1" 2>nbgrader.log \
        || { cat nbgrader.log; exit 1; }
    stored=$(TZ=UTC python -W ignore -c '
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(book.find_assignment("plan").duedate.strftime("%H:%M:%S"))')
    printf 'nbgrader db assignment add --duedate=%-36s -> %s UTC\n' "\"$1\"" "$stored"
    [ "$stored" = "$2" ] || { echo "expected $2"; exit 1; }
}
deadline_becomes '2026-07-06 17:00:00 +0200' 16:56:40
deadline_becomes '2026-07-06 17:00:00 +02:00' 17:00:00
deadline_becomes '2026-07-06T17:00 +0200' 15:00:00
deadline_becomes '2026-07-06 17:00:00 Europe/Berlin' 15:00:00
