"""Calendar files as icalendar reads them back: moments in UTC, names that stay, and whatever text somebody wrote."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from misread_web.documents import Entry, calendar_file, uid
from misread_web.site import inert

NOW = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)
LISBON = ZoneInfo("Europe/Lisbon")


def read(*entries: Entry, now: datetime = NOW) -> icalendar.Calendar:
    calendar = icalendar.Calendar.from_ical(calendar_file(entries, name="Misread", now=now))
    assert isinstance(calendar, icalendar.Calendar)
    return calendar


def only(*entries: Entry, now: datetime = NOW) -> Any:  # noqa: ANN401 - icalendar's values have unions of types
    (event,) = read(*entries, now=now).events
    return event


def test_a_whole_day_ends_on_the_next_and_reminds_at_nine() -> None:
    event = only(Entry(uid("day"), "Review", date(2027, 2, 28)))
    assert (event.start, event.end) == (date(2027, 2, 28), date(2027, 3, 1))
    (alarm,) = event.alarms.times
    assert alarm.trigger == datetime(2027, 2, 28, 9)  # noqa: DTZ001 - nine o'clock where the reader is
    assert str(event["TRANSP"]) == "TRANSPARENT"


@pytest.mark.parametrize(("month", "hour"), [(7, 8), (12, 9)])
def test_a_moment_is_written_in_utc_in_summer_and_winter(month: int, hour: int) -> None:
    entry = Entry(uid("talk"), "Talk", datetime(2027, month, 5, 9, 0, tzinfo=LISBON), length=timedelta(hours=1))
    raw = calendar_file([entry], name="Misread", now=NOW)
    assert f"DTSTART:2027{month:02}05T{hour:02}0000Z".encode() in raw
    assert b"TZID" not in raw
    assert b"VTIMEZONE" not in raw
    event = only(entry)
    assert event.start == entry.start
    assert event.end - event.start == timedelta(hours=1)


def test_a_fixed_offset_is_the_same_moment() -> None:
    start = datetime.fromisoformat("2027-07-05T09:00:00+02:00")
    assert only(Entry(uid("talk"), "Talk", start)).start == start


def test_a_second_download_updates_the_entry() -> None:
    first, second = (only(Entry(uid("check", "ada", "30"), "Check", date(2027, 1, day)),
                          now=NOW + timedelta(days=day)) for day in (3, 9))  # fmt: skip
    assert first["UID"] == second["UID"]
    assert first["SEQUENCE"] < second["SEQUENCE"]
    assert first["DTSTAMP"].dt < second["DTSTAMP"].dt


@given(st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=3), unique_by=tuple, max_size=8))
def test_different_things_have_different_names(things: list[list[str]]) -> None:
    parts = [[part.replace("\x1f", "") for part in thing] for thing in things]
    assert len({uid(*thing) for thing in parts}) == len({tuple(thing) for thing in parts})


def test_a_name_tells_nobody_whose_it_is() -> None:
    assert "ada" not in uid("ada@example.org", "check")


@given(title=st.text(min_size=1), about=st.text())
def test_texts_come_back_as_they_were(title: str, about: str) -> None:
    event = only(Entry(uid("x"), title, date(2027, 1, 3), about=about))
    assert str(event.get("SUMMARY", "")) == " ".join(inert(title).split())
    assert str(event.get("DESCRIPTION", "")).strip() == inert(about).strip()


def test_a_text_cannot_add_a_line_of_its_own() -> None:
    event = only(Entry(uid("x"), "Talk\r\nATTENDEE:mailto:x@example.org", date(2027, 1, 3), about="a\nEND:VEVENT"))
    assert "ATTENDEE" not in event
    assert event["DESCRIPTION"] == "a\nEND:VEVENT"


def test_lines_are_at_most_75_bytes_long() -> None:
    raw = calendar_file([Entry(uid("x"), "ü" * 300, date(2027, 1, 3))], name="Misread", now=NOW)
    assert max(map(len, raw.split(b"\r\n"))) <= 75


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        read(Entry(uid("x"), "Talk", datetime(2027, 1, 3, 9)))  # noqa: DTZ001 - which is what is refused


def test_two_entries_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="same uid"):
        read(Entry(uid("x"), "One", date(2027, 1, 3)), Entry(uid("x"), "Two", date(2027, 1, 4)))
